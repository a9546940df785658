import type { RequestHead } from '../../src/core/exchange';
import type { Caller } from '../../src/policy/caller/caller';

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

/** Of whom nothing is known. */
export const NOBODY: Caller = {
  ...{ subscription: undefined, product: undefined, user: undefined, api: undefined, operation: undefined },
  matchedParameters: new Map(),
};
