import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { plain, type Answer } from './reply';

/** What a request without the operators' token gets. @param token `undefined`: nobody has it */
export function deny(request: IncomingMessage, token: string | undefined): Answer | undefined {
  if (token === undefined) return plain(403, 'set admin.token-file to read and change entries');
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && sameSecret(given, token) ? undefined : plain(401, 'wrong or missing bearer token');
}

/** Takes the same time wherever the first difference is. */
function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
