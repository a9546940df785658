import type { Clock } from '../core/clock';
import type { StoreStats } from '../core/entry';
import { StoreUnavailableError } from '../core/errors';
import type { StoreOverview } from '../core/overview';
import { within } from '../core/within';

/** Five minutes, an hour, six, a day, a week. */
const HORIZONS_S = [300, 3600, 21_600, 86_400, 604_800];
/** What an overview waits for the store, ms. */
const PATIENCE_MS = 1000;
/** How old figures may be, ms: at least this, so that several who watch cost no more than one, … */
const LEAST_AGE_MS = 5000;
/** … as many times as long as it took to get them, so that counting a large store takes half a percent of the time at most, … */
const TIMES_AS_LONG = 200;
/** … and no more than this. */
const LARGEST_AGE_MS = 60_000;

export interface HoldsParts {
  readonly clock: Clock;
  readonly stats: () => Promise<StoreStats>;
  /** As of EntryStore. */
  readonly expiringBy: (times: readonly number[]) => Promise<readonly number[]>;
  readonly failed: (error: unknown) => void;
}

/** What the store holds, and when that expires: asked for once in some seconds. `undefined`: it did not say in time. */
export function createHolds({ clock, stats, expiringBy, failed }: HoldsParts): () => Promise<StoreOverview['holds']> {
  let figures: StoreOverview['holds'];
  let staleAt = -Infinity;
  let asking: Promise<StoreOverview['holds']> | undefined;

  async function count(): Promise<StoreOverview['holds']> {
    const now = clock.now();
    const by = HORIZONS_S.map((seconds) => now + 1000 * seconds);
    const [{ entries, bytes, nextExpiry }, counts] = await Promise.all([stats(), expiringBy(by)]);
    return {
      ...{ entries, bytes },
      sweepLagSeconds: nextExpiry === undefined ? 0 : Math.max(0, now - nextExpiry) / 1000,
      expiring: HORIZONS_S.map((withinSeconds, i) => ({ withinSeconds, entries: counts[i] ?? 0 })),
    };
  }

  async function ask(): Promise<StoreOverview['holds']> {
    const began = clock.monotonic();
    try {
      figures = await count();
    } catch (error) {
      figures = undefined;
      // Its breaker tells of a store that is away.
      if (!(error instanceof StoreUnavailableError)) failed(error);
    }
    const took = clock.monotonic() - began;
    staleAt = clock.monotonic() + Math.min(Math.max(LEAST_AGE_MS, TIMES_AS_LONG * took), LARGEST_AGE_MS);
    return figures;
  }

  return async () => {
    if (asking === undefined && clock.monotonic() < staleAt) return figures;
    asking ??= ask().finally(() => (asking = undefined));
    return within(asking, PATIENCE_MS, undefined);
  };
}
