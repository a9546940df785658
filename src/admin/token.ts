import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The bearer token of a request; `undefined` without one, whatever else the header holds. */
export function bearerOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(.*\S)\s*$/i.exec(headers.authorization ?? '')?.[1];
}

/** Takes the same time wherever the first difference is. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
