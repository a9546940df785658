import type { RequestHead } from '../core/exchange';

/** A name and the value that a call has for it; null when it has none. */
export type IdentityValue = readonly [name: string, value: string | null];

/** What parts the entries of one caller (or group of callers) from another's. In the clear: it goes into a keyed hash and nowhere else. */
export type Identity =
  { readonly kind: 'known'; readonly values: readonly IdentityValue[] } | { readonly kind: 'missing' };

/**
 * A caller by credential and `varyBy` values. Calls without any of these are one anonymous caller.
 */
export function ofCredential(
  varied: readonly IdentityValue[],
  head: RequestHead,
  credentialHeaders: readonly string[],
): Identity {
  const credential = credentialHeaders.map((name): IdentityValue => [name, head.headers.get(name) ?? null]);
  return { kind: 'known', values: [...varied, ...credential] };
}

/**
 * A group by its `varyBy` values. A call that lacks one gives no identity: whom it belongs to is unknown, so it must not share
 * anybody's answers.
 */
export function ofGroup(varied: readonly IdentityValue[]): Identity {
  return varied.some(([, value]) => value === null) ? { kind: 'missing' } : { kind: 'known', values: varied };
}
