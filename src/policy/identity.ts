import type { RequestHead } from '../core/exchange';
import type { LookupSettings } from '../core/policy';

/** A name and the value that a call has for it; null when it has none. */
export type IdentityValue = readonly [name: string, value: string | null];

/** What parts the entries of one caller (or group of callers) from another's. In the clear: it goes into a keyed hash and nowhere else. */
export type Identity =
  { readonly kind: 'known'; readonly values: readonly IdentityValue[] } | { readonly kind: 'missing' };

/**
 * The values that a policy parts the entries by: its `vary-by` headers and, unless it shares across credentials, the caller's
 * credential headers. Calls without any of these are one anonymous caller. A group policy (no credential) whose `vary-by`
 * header is absent gives no identity: whom such a call belongs to is unknown, so it must not share anybody's answers.
 */
export function identityOf(lookup: LookupSettings, head: RequestHead, credentialHeaders: readonly string[]): Identity {
  const values = valuesOf(lookup.varyBy, head);
  if (lookup.varyByCredential) return { kind: 'known', values: [...values, ...valuesOf(credentialHeaders, head)] };
  return values.some(([, value]) => value === null) ? { kind: 'missing' } : { kind: 'known', values };
}

function valuesOf(names: readonly string[], head: RequestHead): readonly IdentityValue[] {
  return names.map((name) => [name, head.headers.get(name) ?? null]);
}
