import type { RequestHead, Surroundings } from '../../../../src/core/exchange';
import { headOf } from '../../../support/heads';

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
  return headOf({ method, authority, path, query, header: headers, ...(surroundings && { surroundings }) });
}

/** An unsigned look-alike of a JWT. */
export function token(claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}
