import type { Layout, Totals } from './layout';
import { expiring, type StoredRow } from './rows';

/** What the store may hold. */
export interface Bounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** Most entries that one transaction evicts: it runs on the event loop. */
const EVICTION_BATCH = 256;

export interface Eviction {
  readonly victims: readonly StoredRow[];
  /** False when the batch was full before there was room enough: commit it and come again. */
  readonly enough: boolean;
}

/**
 * Chooses what leaves so that `incoming` bytes find room: soonest to expire first (so expired ones before any other),
 * and among equals by id. Never the entry `keep`, which is being written.
 */
export function chooseVictims(layout: Layout, after: Totals, limits: { bounds: Bounds; keep: string }): Eviction {
  const victims: StoredRow[] = [];
  let { entries, bytes } = after;
  const fits = (): boolean => entries <= limits.bounds.maxEntries && bytes <= limits.bounds.maxBytes;
  if (fits()) return { victims, enough: true };
  for (const row of expiring(layout)) {
    if (row.id === limits.keep) continue;
    victims.push(row);
    entries -= 1;
    bytes -= row.bytes;
    if (fits()) return { victims, enough: true };
    if (victims.length === EVICTION_BATCH) return { victims, enough: false };
  }
  return { victims, enough: true };
}
