import { readPage, type PageFiles } from '../admin/page-files';

/** The page for operators; a service without it is still one. */
export function openPage(logger: {
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}): PageFiles | undefined {
  try {
    return readPage();
  } catch (error) {
    logger.warn('there is no page: its files were not built', { event: 'admin', error });
    return undefined;
  }
}
