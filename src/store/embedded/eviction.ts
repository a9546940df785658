import type { Layout, Totals } from './layout';
import { expiring, type StoredRow } from './rows';

/** What the store may hold. */
export interface Bounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface Eviction {
  readonly victims: readonly StoredRow[];
  /** False when there were `limit` of them before there was room enough: commit it and come again. */
  readonly enough: boolean;
}

export interface EvictionLimits {
  readonly bounds: Bounds;
  /** Most entries that may leave. */
  readonly limit: number;
  /** Id of an entry that may not, for it is being written. */
  readonly keep?: string;
}

/**
 * Chooses what leaves so that a store of these totals keeps within its bounds: soonest to expire first (so expired ones
 * before any other), and among equals by id.
 */
export function chooseVictims(layout: Layout, held: Totals, limits: EvictionLimits): Eviction {
  const victims: StoredRow[] = [];
  let { entries, bytes } = held;
  const fits = (): boolean => entries <= limits.bounds.maxEntries && bytes <= limits.bounds.maxBytes;
  if (fits()) return { victims, enough: true };
  for (const row of expiring(layout)) {
    if (row.id === limits.keep) continue;
    victims.push(row);
    entries -= 1;
    bytes -= row.bytes;
    if (fits()) return { victims, enough: true };
    if (victims.length === limits.limit) return { victims, enough: false };
  }
  return { victims, enough: true };
}
