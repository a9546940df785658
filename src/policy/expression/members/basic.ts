import { property, table } from '../table';
import type { Kinded } from '../values';

interface BasicAuthCredentials extends Kinded {
  readonly user: string;
  readonly password: string;
}

/** AsBasic(): the credentials of a Basic `Authorization` header (RFC 7617); null for anything else. */
export function readBasic(text: string): BasicAuthCredentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(text.trim())?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon === -1) return null;
  return { kind: 'BasicAuthCredentials', user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

export const BASIC = table('BasicAuthCredentials', {
  UserId: property('string', (self: BasicAuthCredentials) => self.user),
  Password: property('string', (self: BasicAuthCredentials) => self.password),
});
