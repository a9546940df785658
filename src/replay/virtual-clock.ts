import type { Clock } from '../core/clock';

/** Stands still unless it is set: a recording's day goes by in seconds. */
export interface VirtualClock extends Clock {
  /** Never goes back. */
  advance(to: number): void;
}

export function virtualClock(): VirtualClock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    advance(to) {
      now = Math.max(now, to);
    },
  };
}
