import type { Entry } from '../core/entry';
import { within } from '../core/within';

/** A call that is under way to the upstream and may answer identical ones that wait for it. */
export interface Flight {
  /** Ends the flight: with the entry that its answer became, or with nothing, which sends the followers upstream. */
  land(entry: Entry | undefined): void;
}

/** Identical calls in flight, by exact key. */
export interface Coalescer {
  /** Makes the caller the leader for this key; `undefined` when there is one already. */
  lead(id: string): Flight | undefined;
  /**
   * Waits at most `ms` for the leader's answer. `undefined`: no leader, it failed, its answer may not be kept, or it took
   * too long.
   */
  follow(id: string, ms: number): Promise<Entry | undefined>;
}

export function createCoalescer(): Coalescer {
  const flights = new Map<string, Promise<Entry | undefined>>();
  return {
    lead(id) {
      if (flights.has(id)) return undefined;
      const { promise, resolve } = deferred<Entry | undefined>();
      flights.set(id, promise);
      return {
        land(entry) {
          if (flights.get(id) === promise) flights.delete(id);
          resolve(entry);
        },
      };
    },
    follow(id, ms) {
      const flight = flights.get(id);
      return flight === undefined ? Promise.resolve(undefined) : within(flight, ms, undefined);
    },
  };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((r) => {
    resolve = r;
  });
  return { promise, resolve };
}
