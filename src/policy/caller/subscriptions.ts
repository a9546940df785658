import { hash } from 'node:crypto';
import type { RequestHead } from '../../core/exchange';
import type { SubscriptionSettings } from '../sources';
import type { Subscription } from './caller';
import type { RequestSource } from './sources';

/** Whose subscription a call is made with, and its line in the table if it has one. */
export interface KnownSubscription {
  readonly subscription: Subscription;
  readonly settings: SubscriptionSettings | undefined;
}

/**
 * Tells the subscription by the first source that has a value. A value that may be a key is only found by its digest; one that is none
 * only as it is. Else whoever knows another's SPIFFE id, which is no secret, could send it as a key.
 */
export function compileSubscriptions(
  sources: readonly RequestSource[],
  subscriptions: readonly SubscriptionSettings[],
): (head: RequestHead) => KnownSubscription | undefined {
  const byDigest = tableOf(subscriptions, ({ keySha256 }) => keySha256);
  const byValue = tableOf(subscriptions, ({ values }) => values);
  const ids = new Set(subscriptions.map(({ id }) => id));
  // A value must not pass for a subscription of the table, or for another's digest.
  const ownId = (value: string): string => (ids.has(value) || value.startsWith('key-') ? idOf(value) : value);
  return (head) => {
    for (const { read, secret } of sources) {
      const key = read(head);
      if (key === null) continue;
      const digest = secret === 'never' ? undefined : hash('sha256', key);
      const settings = digest === undefined ? byValue.get(key) : byDigest.get(digest);
      const id = settings?.id ?? (digest === undefined ? ownId(key) : digestId(digest));
      return { subscription: { id, name: settings?.name ?? '', key }, settings };
    }
    return undefined;
  };
}

/** An id for a value that must not be one itself. */
export function idOf(value: string): string {
  return digestId(hash('sha256', value));
}

function digestId(digest: string): string {
  return `key-${digest.slice(0, 16)}`;
}

function tableOf(
  subscriptions: readonly SubscriptionSettings[],
  keysOf: (subscription: SubscriptionSettings) => readonly string[],
): ReadonlyMap<string, SubscriptionSettings> {
  return new Map(subscriptions.flatMap((each) => keysOf(each).map((key) => [key, each] as const)));
}
