import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../core/clock';
import type { LeaderObserver, Observer, SweepOutcome } from '../core/decision';
import type { EntryStore, SweepResult } from '../core/entry';
import type { Lease } from '../core/lease';

export type SweeperObserver = Pick<Observer, 'swept' | 'failed'> & LeaderObserver;

export interface SweeperOptions {
  readonly store: Pick<EntryStore, 'sweep'>;
  /** Of the processes that share the store, the one that holds it sweeps. Kept between sweeps. */
  readonly lease: Lease;
  readonly clock: Clock;
  readonly observer: SweeperObserver;
  /** From the end of one sweep to the start of the next. */
  readonly intervalMs: number;
  /** Entries removed in one step; lookups get their turn between two. */
  readonly batch: number;
  /** `false`: no rests between steps, for a store that nobody serves from. */
  readonly paced?: boolean;
}

/** Removes expired entries from the store. They are never served anyway; this gives their space back. */
export interface Sweeper {
  /** Sweeps from now on, first after one interval. Keeps the process alive until it is stopped. */
  start(): void;
  /** Resolves when the running step has ended and the lease is released; no other step starts. */
  stop(): Promise<void>;
  /**
   * Sweeps at once, or joins the sweep that is running. Resolves to what it did; `undefined`: nothing, for the lease is not ours.
   * A store or a lease that fails is reported, not thrown.
   */
  sweepNow(): Promise<SweepOutcome | undefined>;
}

export function createSweeper({
  store,
  lease,
  clock,
  observer,
  intervalMs,
  batch,
  paced = true,
}: SweeperOptions): Sweeper {
  let started = false;
  let stopping = new AbortController();
  let stopped: Promise<void> | undefined;
  let leading = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<SweepOutcome | undefined> | undefined;

  function leads(now: boolean): void {
    leading = now;
    observer.leads(now);
  }

  /** Takes the lease or renews it. One that does not answer counts as another's: not sweeping is harmless. */
  async function lead(): Promise<boolean> {
    try {
      leads(await lease.hold());
    } catch (error) {
      leads(false);
      observer.failed('lease', error);
    }
    return leading;
  }

  async function release(): Promise<void> {
    if (!leading) return;
    leads(false);
    try {
      await lease.release();
    } catch (error) {
      observer.failed('lease', error);
    }
  }

  /** False when it was interrupted by a stop. */
  function rested(ms: number): Promise<boolean> {
    return pause(ms, true, { signal: stopping.signal }).catch(() => false);
  }

  async function sweep(): Promise<SweepOutcome | undefined> {
    if (stopping.signal.aborted || !(await lead())) return undefined;
    const begun = clock.monotonic();
    let done = NOTHING;
    try {
      for (let more = !stopping.signal.aborted; more;) {
        const stepBegun = clock.monotonic();
        // The time is taken once per step: what expires during a long sweep is swept too.
        const step = await store.sweep({ now: clock.now(), limit: batch });
        done = sum(done, step);
        // As long a pause as the step took: whatever the store's speed, a sweep uses about half of it at most.
        const restMs = paced ? clock.monotonic() - stepBegun : 0;
        more = mayGoOn(step) && (await rested(restMs)) && (await lead());
      }
    } catch (error) {
      observer.failed('sweep', error);
    }
    const outcome = { ...done, milliseconds: clock.monotonic() - begun };
    observer.swept(outcome);
    return outcome;
  }

  function sweepNow(): Promise<SweepOutcome | undefined> {
    running ??= sweep().finally(() => (running = undefined));
    return running;
  }

  function schedule(): void {
    if (started) timer = setTimeout(() => void sweepNow().then(schedule), intervalMs);
  }

  async function stop(): Promise<void> {
    started = false;
    stopping.abort();
    clearTimeout(timer);
    await running;
    await release();
  }

  return {
    start() {
      if (started) return;
      started = true;
      stopping = new AbortController();
      stopped = undefined;
      schedule();
    },
    stop: () => (stopped ??= stop()),
    sweepNow,
  };
}

type Done = Omit<SweepResult, 'more'>;

const NOTHING: Done = { removed: 0, evicted: 0, conflicts: 0, failed: 0 };

function sum(a: Done, b: Done): Done {
  return {
    removed: a.removed + b.removed,
    evicted: a.evicted + b.evicted,
    conflicts: a.conflicts + b.conflicts,
    failed: a.failed + b.failed,
  };
}

/** A step without effect would only be repeated: the next sweep tries again. */
function mayGoOn({ more, removed, evicted }: SweepResult): boolean {
  return more && removed + evicted > 0;
}
