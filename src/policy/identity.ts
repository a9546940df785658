import type { RequestHead } from '../core/exchange';
import type { LookupSettings } from '../core/policy';

/** What parts the entries of one caller (or group of callers) from another's. Never holds a credential in the clear. */
export type Identity =
  | { readonly kind: 'known'; readonly values: readonly (readonly [name: string, value: string | null])[] }
  | { readonly kind: 'missing' };

/**
 * The values that a policy parts the entries by. A group policy (no credential) whose `vary-by` header is absent gives
 * no identity: whom such a call belongs to is unknown, so it must not share anybody's answers.
 */
export function identityOf(lookup: LookupSettings, head: RequestHead, credentialHash: string): Identity {
  const values = lookup.varyBy.map((name) => [name, head.headers.get(name) ?? null] as const);
  if (lookup.varyByCredential) return { kind: 'known', values: [...values, ['credential', credentialHash]] };
  return values.some(([, value]) => value === null) ? { kind: 'missing' } : { kind: 'known', values };
}
