import type { RequestHead, Surroundings } from '../../../../src/core/exchange';
import type { Caller } from '../../../../src/policy/caller/caller';

/** The head of a call, of which a test only says what matters to it. */
export function callHead(
  {
    headers = {},
    target = '/v1/chat/completions',
    method = 'POST',
    authority = 'llm.example',
  }: { headers?: Record<string, string>; target?: string; method?: string; authority?: string } = {},
  surroundings?: Surroundings,
): RequestHead {
  const [path = '', query = ''] = target.split('?', 2);
  return {
    ...{ method, authority, path, query },
    headers: new Map(Object.entries(headers)),
    directives: undefined,
    ...(surroundings && { surroundings }),
  };
}

/** An unsigned look-alike of a JWT. */
export function token(claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}

export const NOBODY: Caller = {
  ...{ subscription: undefined, product: undefined, user: undefined, api: undefined, operation: undefined },
  matchedParameters: new Map(),
};
