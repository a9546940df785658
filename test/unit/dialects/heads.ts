import type { RequestHead } from '../../../src/core/exchange';

/** The head of a chat completion call, with what the test cares about changed. */
export function headOf(
  changes: Partial<RequestHead> & { header?: Readonly<Record<string, string>> } = {},
): RequestHead {
  const { header = {}, ...rest } = changes;
  return {
    method: 'POST',
    authority: 'api.example.com',
    path: '/v1/chat/completions',
    query: '',
    headers: new Map(Object.entries(header)),
    directives: undefined,
    ...rest,
  };
}
