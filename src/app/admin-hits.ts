import { LRUCache } from 'lru-cache';
import type { DecisionRecord } from '../core/decision';

/** Entries whose hits are remembered; those that were served longest ago are forgotten first. */
const MOST_ENTRIES = 50_000;

/** How often this process served which entry. */
export interface AdminHits {
  decided(record: Pick<DecisionRecord, 'verdict' | 'entry'>): void;
  of(entry: string): number;
}

export function createAdminHits(): AdminHits {
  const counts = new LRUCache<string, number>({ max: MOST_ENTRIES });
  return {
    decided({ verdict, entry }) {
      if (verdict.kind === 'hit' && entry !== undefined) counts.set(entry, (counts.get(entry) ?? 0) + 1);
    },
    of: (entry) => counts.get(entry) ?? 0,
  };
}
