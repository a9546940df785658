import { setTimeout as pause } from 'node:timers/promises';
import { drawTarget, EMBEDDER, keyAt, paraphraseOf, vectorAt } from './dataset';
import type { MemoryFigures } from './figures';
import { measureLoad } from './load';
import { measureLookups } from './lookups';
import type { MovableClock } from './movable-clock';
import type { OpenedStore } from './opened';
import { measureSweep } from './sweeping';
import { RECALL_ROUND, type StoreTasks } from './tasks';

const PROBES = 200;
const SETTLED_SHARE = 0.8;
const SETTLE_MS = 300_000;

export function createTasks(opened: OpenedStore, clock: MovableClock): StoreTasks {
  const { store } = opened;

  async function ids(target: number, vector: Float32Array, limit: number): Promise<readonly string[]> {
    const { partition } = keyAt(target);
    const found = await store.nearest({ partition, vector, embedder: EMBEDDER, now: clock.now(), limit });
    return found.map(({ id }) => id);
  }

  /** The share of entries that are found first by their own vector. */
  async function shareFound(size: number): Promise<number> {
    let found = 0;
    for (let n = 0; n < PROBES; n++) {
      const target = drawTarget('large', size, n);
      if ((await ids(target, vectorAt(target), 1))[0] === keyAt(target).id) found += 1;
    }
    return found / PROBES;
  }

  /** Graphs are approximate, so it is not asked for all: most are found, and a second later no more than before. */
  async function settled(size: number): Promise<number> {
    const end = performance.now() + SETTLE_MS;
    let before = NaN;
    while (performance.now() < end) {
      const found = await shareFound(size);
      if (found === before && found >= SETTLED_SHARE) return found;
      before = found;
      await pause(1000);
    }
    throw new Error('too few entries are found by their meaning');
  }

  return {
    load: (job) => measureLoad(store, clock, job),
    async settle({ size }) {
      const begun = performance.now();
      const found = await settled(size);
      return { found, seconds: (performance.now() - begun) / 1000 };
    },
    lookUp: (job) => measureLookups(store, clock, job),
    async candidates({ targets, limit }) {
      const found: (readonly string[])[] = [];
      for (const target of targets) found.push(await ids(target, paraphraseOf(target, RECALL_ROUND), limit));
      return found;
    },
    sweep: ({ size }) => measureSweep(opened, clock, size),
    memory: () => Promise.resolve(memory()),
  };
}

function memory(): MemoryFigures {
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, external: external / 2 ** 20 };
}
