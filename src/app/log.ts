import type { LogSettings } from '../config/settings';
import { createLogger, type RootLogger } from '../observability/logger';

/** The log of the process, on standard output. */
export async function openLog({ level, format }: LogSettings): Promise<RootLogger> {
  if (format === 'json') return createLogger({ level });
  // Loaded here, so that nobody pays for it who does not use it.
  const { prettyLog } = await import('../observability/pretty-log.js');
  const { stdout } = process;
  return createLogger({ level, destination: prettyLog((text) => void stdout.write(text), stdout.isTTY) });
}
