import type { Clock } from '../../src/core/clock';
import type { Entry, EntryStore } from '../../src/core/entry';
import { spreadOf } from '../statistics';
import { startMeter } from './cost';
import { entryAt } from './dataset';
import type { LoadFigures } from './figures';

/** Puts under way at a time. */
const WRITERS = 32;
/** Entries are made beforehand, so many at a time. */
const SLICE = 2000;

export async function measureLoad(
  store: EntryStore,
  clock: Clock,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<LoadFigures> {
  const times: number[] = [];
  let [seconds, cpuMs, busyMs] = [0, 0, 0];
  for (let at = from; at < to; at += SLICE) {
    const entries = Array.from({ length: Math.min(SLICE, to - at) }, (_, n) => entryAt(at + n, clock.now()));
    const meter = startMeter();
    const begun = performance.now();
    await putAll(store, entries, times);
    seconds += (performance.now() - begun) / 1000;
    const cost = meter(to - from);
    cpuMs += cost.cpuMs;
    busyMs += cost.busyMs;
  }
  const entries = to - from;
  return { entries, seconds, perSecond: entries / seconds, ms: spreadOf(times), cpuMs, busyMs };
}

async function putAll(store: EntryStore, entries: readonly Entry[], times: number[]): Promise<void> {
  const left = entries.values();
  const writer = async (): Promise<void> => {
    for (const entry of left) {
      const start = performance.now();
      await store.put(entry);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}
