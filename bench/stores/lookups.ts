import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock';
import type { EntryStore } from '../../src/core/entry';
import { spreadOf } from '../statistics';
import { startMeter } from './cost';
import type { LookupFigures } from './figures';
import { questionOf } from './questions';
import type { LookupJob } from './tasks';

/** Made beforehand, and asked in turn. */
const QUESTIONS = 500;

/** One lookup after the other, each timed from the call to its answer. */
export async function measureLookups(
  store: EntryStore,
  clock: Clock,
  { lookup, size, seconds, round }: LookupJob,
): Promise<LookupFigures> {
  const questions = Array.from({ length: QUESTIONS }, (_, n) => questionOf(lookup, size, round * QUESTIONS + n));
  const times: number[] = [];
  const meter = startMeter();
  const end = performance.now() + seconds * 1000;
  for (let start = performance.now(); start < end; start = performance.now()) {
    await questions[times.length % QUESTIONS]?.(store, clock.now());
    times.push(performance.now() - start);
    // A store that answers at once would keep everything else from running.
    await setImmediate();
  }
  return { count: times.length, ms: spreadOf(times), ...meter(times.length) };
}
