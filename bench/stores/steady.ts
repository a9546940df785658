import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock';
import type { EntryStore } from '../../src/core/entry';
import { spreadOf } from '../statistics';
import type { LookupName, SteadyFigures } from './figures';
import { questionOf } from './questions';

const LOOKUPS_PER_SECOND = 100;
/** Half of them exact hits. */
const TURNS = ['exact hit', 'semantic, large', 'exact hit', 'semantic, small'] as const satisfies LookupName[];
const MOST_UNDER_WAY = 32;

/**
 * Asks at a steady rate until `end` settles. A lookup's time counts from when it was due, so that one that could not even be
 * sent, because something else kept the process busy, is late too. Timers alone are up to a millisecond late.
 */
export async function lookUpSteadily(
  { store, clock }: { readonly store: EntryStore; readonly clock: Clock },
  size: number,
  end: Promise<unknown>,
): Promise<SteadyFigures> {
  const times = { exact: [] as number[], semantic: [] as number[] };
  const underWay = new Set<Promise<void>>();
  const watched = { over: false };
  const ended = end.finally(() => (watched.over = true));
  const begun = performance.now();
  for (let turn = 0; !watched.over; turn++) {
    const lookup = TURNS[turn % TURNS.length] ?? 'exact hit';
    const question = questionOf(lookup, size, turn);
    const due = begun + (turn * 1000) / LOOKUPS_PER_SECOND;
    await until(due);
    if (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
    const asked = question(store, clock.now()).then(() => {
      times[lookup === 'exact hit' ? 'exact' : 'semantic'].push(performance.now() - due);
      underWay.delete(asked);
    });
    underWay.add(asked);
  }
  await Promise.all([ended, ...underWay]);
  const { exact, semantic } = times;
  return { count: exact.length + semantic.length, exact: spreadOf(exact), semantic: spreadOf(semantic) };
}

async function until(due: number): Promise<void> {
  await setImmediate();
  // A timer may be a little early.
  for (let early = due - performance.now(); early > 0; early = due - performance.now()) await pause(early);
}
