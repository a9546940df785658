import type { Counter } from 'prom-client';
import type { Clock } from '../core/clock';
import { OTHER } from './label-values';

/** Policies that have series of their own. */
export const MOST_POLICIES = 200;
/** A policy that counted nothing for this long may give its series to another one, ms; much longer than scrapes are apart. */
const IDLE_MS = 3_600_000;

type OfPolicies = Pick<Counter, 'get' | 'remove'>;

/**
 * Names of policies as labels. They come from the configuration, which may be made anew with new names without end: the series of those that
 * have gone must not pile up. None goes while there is room; then one that is idle makes room, and where none is, the newcomer is `other`.
 * Prometheus takes a series that goes and comes back for one that was reset.
 */
export interface PolicyNames {
  /** What that policy is called in labels. */
  label(policy: string): string;
}

/** @param counters those with a label `policy`, which keep what was counted */
export function policyNames(counters: () => readonly OfPolicies[], clock: Pick<Clock, 'monotonic'>): PolicyNames {
  /** Name to when it last counted; the one that did longest ago is the first. */
  const used = new Map<string, number>();
  return {
    label(policy) {
      const now = clock.monotonic();
      if (!used.delete(policy) && used.size >= MOST_POLICIES) {
        const [longest] = used;
        if (longest === undefined || now - longest[1] < IDLE_MS) return OTHER;
        used.delete(longest[0]);
        for (const counter of counters()) void forget(counter, longest[0]);
      }
      used.set(policy, now);
      return policy;
    },
  };
}

async function forget(counter: OfPolicies, policy: string): Promise<void> {
  const { values } = await counter.get();
  for (const { labels } of values) if (labels['policy'] === policy) counter.remove(labels);
}
