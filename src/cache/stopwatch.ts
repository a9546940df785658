import type { Clock } from '../core/clock';
import type { PhaseTimes } from '../core/decision';

/** Times a piece of work and adds it to its phase (several candidates may be verified). */
export type Stopwatch = <T>(phase: Exclude<keyof PhaseTimes, 'total'>, work: () => T | Promise<T>) => Promise<T>;

export function stopwatch(clock: Clock, phases: PhaseTimes): Stopwatch {
  return async (phase, work) => {
    const start = clock.monotonic();
    try {
      return await work();
    } finally {
      phases[phase] = (phases[phase] ?? 0) + clock.monotonic() - start;
    }
  };
}
