import type { JsonObject, JsonValue } from '../../../core/json';
import { tokenPart } from '../../caller/token';
import type { Dictionary } from '../dictionary';
import { jsonText } from '../json-text';
import type { Run } from '../run';
import { property, table } from '../table';
import { dateTime, type Kinded } from '../values';

interface Jwt extends Kinded {
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

/** No more levels or letters are looked at than a header of a usual size holds. */
const LONGEST = 64 * 1024;

/**
 * AsJwt(): what a token in JWS compact form (RFC 7519) says; null when it is none. The signature is NOT verified, nor are its times: where a
 * claim decides who shares answers, Envoy has to check the token before (jwt_authn).
 */
export function readJwt(text: string): Jwt | null {
  const parts = text.length > LONGEST ? [] : text.trim().split('.');
  if (parts.length !== 3) return null;
  const header = readPart(parts[0] ?? '');
  const payload = readPart(parts[1] ?? '');
  return header && payload ? { kind: 'Jwt', header, payload } : null;
}

function readPart(part: string): JsonObject | undefined {
  return /^[A-Za-z0-9_-]+$/.test(part) ? tokenPart(part) : undefined;
}

/** "exp" and its like: seconds since the epoch. */
const timeOf = (name: string) =>
  property('DateTime', ({ payload }: Jwt) => {
    const seconds = own(payload, name);
    return typeof seconds === 'number' && Math.abs(seconds) < 1e11 ? dateTime(seconds * 1000) : null;
  });
const textOf = (from: 'header' | 'payload', name: string) =>
  property('string', (self: Jwt) => {
    const value = own(self[from], name);
    return typeof value === 'string' ? value : null;
  });

export const JWT = table('Jwt', {
  Algorithm: textOf('header', 'alg'),
  Type: textOf('header', 'typ'),
  Id: textOf('payload', 'jti'),
  Issuer: textOf('payload', 'iss'),
  Subject: textOf('payload', 'sub'),
  Audiences: property('string[]', ({ payload }: Jwt, run) => claimTexts(own(payload, 'aud'), run)),
  ExpirationTime: timeOf('exp'),
  NotBefore: timeOf('nbf'),
  IssuedAt: timeOf('iat'),
  Claims: property('Claims', ({ payload }: Jwt) => claimsOf(payload)),
});

function claimsOf(payload: JsonObject): Dictionary {
  return {
    kind: 'Claims',
    keyWord: 'claim',
    find: (name, run) => (Object.hasOwn(payload, name) ? claimTexts(payload[name], run) : undefined),
    keys: () => Object.keys(payload),
  };
}

function own(of: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** Each item of a list is a value of its own; what is no text is as JSON writes it. */
function claimTexts(value: JsonValue | undefined, run: Run): readonly string[] {
  if (value === undefined) return [];
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return items.map((item) => (typeof item === 'string' ? item : jsonText(run, item, false)));
}
