import type { RequestHead } from '../../core/exchange';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';

/** Longer tokens are not read; Envoy's own bound on all headers is 60 KiB. */
const LONGEST = 65_536;

/** The token of `Authorization: Bearer` (RFC 6750 2.1); null where there is none, or not just one. */
export function bearerToken({ headers }: RequestHead): string | null {
  return /^bearer +([\w.~+/-]+=*) *$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

/**
 * The claims of a signed JWT (RFC 7519). The signature is NOT verified here: whoever may write the token may claim anything. Something in
 * front of the cache must have refused the tokens that are not genuine.
 */
export function unverifiedClaims(token: string): JsonObject | undefined {
  const [, payload, signature] = token.split('.', 3);
  if (payload === undefined || signature === undefined || token.length > LONGEST) return undefined;
  return tokenPart(payload);
}

/** The header or the payload of a token. */
export function tokenPart(part: string): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
