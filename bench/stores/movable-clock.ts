import { systemClock, type Clock } from '../../src/core/clock';

/** Entries expire without waiting for it; durations stay true. */
export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function createMovableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic(),
    advance(ms) {
      ahead += ms;
    },
  };
}
