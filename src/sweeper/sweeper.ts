import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../core/clock';
import type { Observer } from '../core/decision';
import type { EntryStore } from '../core/entry';

export interface SweeperOptions {
  readonly store: Pick<EntryStore, 'sweep'>;
  readonly clock: Clock;
  readonly observer: Pick<Observer, 'swept' | 'failed'>;
  /** From the end of one sweep to the start of the next. */
  readonly intervalMs: number;
  /** Entries removed before lookups get their turn again. */
  readonly batch: number;
}

/** Removes expired entries from the store. They are never served anyway; this gives their space back. */
export interface Sweeper {
  /** Sweeps from now on, first after one interval. */
  start(): void;
  /** Resolves when a running sweep has ended; no other one starts. */
  stop(): Promise<void>;
  /** Sweeps at once, or joins the sweep that is running. Resolves to what it removed; a failing store is reported, not thrown. */
  sweepNow(): Promise<number>;
}

export function createSweeper({ store, clock, observer, intervalMs, batch }: SweeperOptions): Sweeper {
  let started = false;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;

  async function sweep(): Promise<number> {
    const begun = clock.monotonic();
    let removed = 0;
    try {
      for (let more = true; more && !stopping;) {
        // Taken once per batch: what expires during a long sweep is swept too.
        const result = await store.sweep({ now: clock.now(), limit: batch });
        removed += result.removed;
        more = result.more;
        if (more) await setImmediate();
      }
    } catch (error) {
      observer.failed('sweep', error);
    }
    observer.swept({ removed, milliseconds: clock.monotonic() - begun });
    return removed;
  }

  function sweepNow(): Promise<number> {
    running ??= sweep().finally(() => (running = undefined));
    return running;
  }

  function schedule(): void {
    if (!started) return;
    timer = setTimeout(() => void sweepNow().then(schedule), intervalMs);
    // Waiting for the next sweep must not keep the process alive.
    timer.unref();
  }

  return {
    start() {
      if (started) return;
      started = true;
      stopping = false;
      schedule();
    },
    async stop() {
      started = false;
      stopping = true;
      clearTimeout(timer);
      await running;
    },
    sweepNow,
  };
}
