import type { Spread } from '../statistics';

export const STORES = ['embedded', 'elasticsearch'] as const;
export type StoreName = (typeof STORES)[number];

export const LOOKUPS = ['exact hit', 'exact miss', 'semantic, large', 'semantic, small'] as const;
export type LookupName = (typeof LOOKUPS)[number];

/** What one operation costs the process that uses the store, ms. */
export interface Cost {
  readonly cpuMs: number;
  /** Time that its event loop is busy. */
  readonly busyMs: number;
}

export interface LookupFigures extends Cost {
  readonly count: number;
  readonly ms: Spread;
}

export interface LoadFigures extends Cost {
  readonly entries: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** From the put to its end, waiting for its batch included. */
  readonly ms: Spread;
}

export interface SettledFigures {
  /** After the load. */
  readonly seconds: number;
  /** The share of entries in the large partition that are found first by their own vector. */
  readonly found: number;
}

/** Lookups at a steady rate; from when each was due to its answer. */
export interface SteadyFigures {
  readonly count: number;
  readonly exact: Spread;
  readonly semantic: Spread;
}

export interface SweepFigures extends Record<'before' | 'during' | 'after', SteadyFigures> {
  readonly removed: number;
  readonly conflicts: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/** Of the process that uses the store, MiB. */
export interface MemoryFigures {
  readonly rss: number;
  readonly heap: number;
  /** Buffers and native memory that the heap knows of. */
  readonly external: number;
}
