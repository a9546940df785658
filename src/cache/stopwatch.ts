import type { Clock } from '../core/clock';
import type { PhaseTimes, Step } from '../core/decision';

/** Times a piece of work. */
export type Stopwatch = <T>(phase: Step['phase'], work: () => T | Promise<T>) => Promise<T>;

/** @param steps is told of each piece when it has ended */
export function stopwatch(clock: Clock, steps: Step[]): Stopwatch {
  return async (phase, work) => {
    const from = clock.monotonic();
    try {
      return await work();
    } finally {
      steps.push({ phase, from, to: clock.monotonic() });
    }
  };
}

/** How long a lookup's phases took altogether. */
export function phaseTimes(steps: readonly Step[]): PhaseTimes {
  const times: PhaseTimes = {};
  for (const { phase, from, to } of steps) if (phase !== 'store') times[phase] = (times[phase] ?? 0) + to - from;
  return times;
}
