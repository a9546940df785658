import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { open as openLmdb } from 'lmdb';
import { systemClock } from '../../src/core/clock';
import type { Entry, EntryHead, EntryStore, SweepResult } from '../../src/core/entry';
import { newestFirst } from '../../src/core/entry-order';
import { StoreError } from '../../src/core/errors';
import { openEmbeddedStore, type EmbeddedStoreOptions } from '../../src/store/embedded/open';
import {
  cosine,
  EMBEDDER,
  entryOf,
  entryStoreContract,
  headOf,
  hex,
  keptOf,
  NOW,
  scanned,
  unitVector,
} from './entry-store';

const PARTITION = hex('partition');
const WRITER = join(__dirname, '../unit/store/embedded/writer-process.js');

let dir: string;
const opened: EntryStore[] = [];
beforeEach(() => {
  // A dot in the name must not make lmdb take it for a file.
  dir = mkdtempSync(join(tmpdir(), 'store.'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(over: Partial<EmbeddedStoreOptions> = {}): Promise<EntryStore> {
  const store = await openEmbeddedStore({ path: dir, maxBytes: 1e8, maxEntries: 1e5, clock: systemClock, ...over });
  opened.push(store);
  return store;
}

entryStoreContract('the embedded store', async () => {
  const store = await open();
  return { store, partitions: 10_000, close: () => store.close() };
});

entryStoreContract('the embedded store with an index for every partition', async () => {
  const store = await open({ scanLimit: 1, maxIndexes: 1000 });
  const settle = async (): Promise<void> => {
    for (const partition of new Set((await scanned(store, {})).map((head) => head.partition))) {
      // The first search has the index built, a slice between each two turns of the event loop.
      await store.nearest({ partition, vector: unitVector(1), embedder: EMBEDDER, now: NOW, limit: 1 });
      for (let turn = 0; turn < 200; turn++) await setImmediate();
    }
  };
  return { store, settle, recall: 0.95, close: () => store.close() };
});

/** Random vectors of many dimensions are all about equally far apart, as those of texts are not; a graph is bad at that. */
const vectorOf = (seed: number): Float32Array => unitVector(seed, 32);

const textOf = async (store: EntryStore, entries: readonly Entry[]): Promise<string[]> => {
  const left = await Promise.all(entries.map((entry) => store.get(entry)));
  return left.flatMap((entry) => entry?.comparedText ?? []);
};

/** Entries of equal size. */
const series = (count: number, over: (i: number) => Partial<Entry> = () => ({})): Entry[] =>
  Array.from({ length: count }, (_, i) =>
    entryOf({ comparedText: `${1000 + i}`, vector: vectorOf(i + 10), expiresAt: NOW + 1000 + i, ...over(i) }),
  );

const near = (store: EntryStore, vector: Float32Array, limit = 5): ReturnType<EntryStore['nearest']> =>
  store.nearest({ partition: PARTITION, vector, embedder: EMBEDDER, now: NOW, limit });

describe('bounds', () => {
  it('lets the entry that expires soonest go first when there are too many', async () => {
    const store = await open({ maxEntries: 3 });
    const entries = series(5, (i) => ({ expiresAt: NOW + [500, 100, 300, 400, 200][i]! }));
    for (const entry of entries) await store.put(entry);
    expect(await textOf(store, entries)).toEqual(['1000', '1003', '1004']);
    expect(store.removals().capacity).toBe(2);
    expect(await near(store, vectorOf(11), 10)).toHaveLength(3);
  });

  it('keeps the entry just written even when it expires soonest', async () => {
    const store = await open({ maxEntries: 1 });
    const [late, soon] = [entryOf({ comparedText: 'late' }), entryOf({ comparedText: 'soon', expiresAt: NOW + 1 })];
    await store.put(late);
    await store.put(soon);
    expect(await textOf(store, [late, soon])).toEqual(['soon']);
  });

  it('takes another entry, not the replaced one once more, when a replacement is larger', async () => {
    const entries = series(3);
    const filled = await open();
    for (const entry of entries) await filled.put(entry);
    const { bytes } = await filled.stats();
    await filled.close();
    const store = await open({ maxBytes: bytes });
    const completion = { ...entries[0]!.completion, body: new Uint8Array(200) };
    await store.put({ ...entries[0]!, completion });
    expect(await textOf(store, entries)).toEqual(['1000', '1002']);
    expect((await store.stats()).entries).toBe(2);
    expect(store.removals()).toMatchObject({ capacity: 1, replaced: 1 });
  });

  it('makes room by bytes, over several transactions when it has to', async () => {
    const store = await open({ maxBytes: 1_000_000 });
    await Promise.all(series(600).map((entry) => store.put(entry)));
    const { bytes } = await store.stats();
    const completion = { form: 'json', body: new Uint8Array(1_000_000 - bytes / 600), usage: undefined } as const;
    await store.put(entryOf({ comparedText: 'large', vector: vectorOf(1), completion, expiresAt: NOW + 9_999_999 }));
    const after = await store.stats();
    expect(after.bytes).toBeLessThanOrEqual(1_000_000);
    expect(after.entries).toBeLessThan(10);
    expect(store.removals().capacity).toBe(601 - after.entries);
  });

  it('refuses an entry that is larger than the whole store', async () => {
    const store = await open({ maxBytes: 10_000 });
    const completion = { form: 'json', body: new Uint8Array(20_000), usage: undefined } as const;
    await expect(store.put(entryOf({ completion }))).rejects.toThrow(/larger than the whole store/);
    await expect(store.put(entryOf())).resolves.toBeUndefined();
  });

  it('counts bytes back to nothing when all is swept, replaced entries included', async () => {
    const store = await open();
    const entries = series(700);
    await Promise.all(entries.map((entry) => store.put(entry)));
    await Promise.all(entries.slice(0, 50).map((entry) => store.put({ ...entry, expiresAt: NOW + 5 })));
    expect((await store.stats()).entries).toBe(700);
    expect(await store.sweep({ now: NOW + 10_000, limit: 10_000 })).toMatchObject({ removed: 700, more: false });
    expect(await store.stats()).toEqual({ entries: 0, bytes: 0, nextExpiry: undefined });
  });

  it('is brought back within its bounds by a sweep when they have become narrower', async () => {
    const entries = series(10);
    const wide = await open();
    for (const entry of entries) await wide.put(entry);
    await wide.close();
    const store = await open({ maxEntries: 4 });
    const sweep = (limit: number): Promise<SweepResult> => store.sweep({ now: NOW + 1001, limit });
    expect(await sweep(5)).toEqual({ removed: 2, evicted: 3, conflicts: 0, failed: 0, more: true });
    expect(await sweep(5)).toEqual({ removed: 0, evicted: 1, conflicts: 0, failed: 0, more: false });
    expect(await textOf(store, entries)).toEqual(['1006', '1007', '1008', '1009']);
    expect(store.removals()).toMatchObject({ expired: 2, capacity: 4 });
  });

  it('does not let the file grow while entries come and go', async () => {
    const store = await open({ maxEntries: 200 });
    const size = (): number => statSync(join(dir, 'data.mdb')).size;
    const round = async (n: number): Promise<void> => {
      for (const entry of series(400, (i) => ({ comparedText: `${n}/${i}`, expiresAt: NOW + n * 1000 + i }))) {
        await store.put(entry);
      }
    };
    await round(1);
    const before = size();
    await round(2);
    await round(3);
    expect(size()).toBeLessThan(before * 1.5);
  });
});

describe('a partition too large to scan', () => {
  const COUNT = 1500;
  const entries = series(COUNT, (i) => ({ expiresAt: NOW + (i % 3 === 0 ? 10 : 100_000) }));

  const fillThenIndex = async (over: Partial<EmbeddedStoreOptions> = {}): Promise<EntryStore> => {
    const store = await open({ scanLimit: 100, ...over });
    await Promise.all(entries.map((entry) => store.put(entry)));
    return store;
  };

  /** Until a search finds what is in the part that only an index covers. */
  const indexed = async (store: EntryStore): Promise<void> => {
    const seen = async (entry: Entry): Promise<boolean> => (await near(store, entry.vector!, 1))[0]?.id === entry.id;
    for (const entry of entries) while (!(await seen(entry))) await setImmediate();
  };

  const recall = async (store: EntryStore, now: number): Promise<number> => {
    let hits = 0;
    for (let q = 0; q < 50; q++) {
      const vector = vectorOf(90_000 + q);
      const wanted = entries
        .filter((entry) => entry.expiresAt > now)
        .map((entry) => ({ id: entry.id, similarity: cosine(vector, entry.vector!) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, 5);
      const found = await store.nearest({ partition: PARTITION, vector, embedder: EMBEDDER, now, limit: 5 });
      const exact = found.filter(({ id, similarity }) => {
        const match = wanted.find((w) => w.id === id);
        return match !== undefined && Math.abs(match.similarity - similarity) < 1e-5;
      });
      hits += exact.length;
    }
    return hits / 250;
  };

  it('is searched by an index whose similarities are exact and whose recall is high', async () => {
    const store = await fillThenIndex();
    await indexed(store);
    expect(await recall(store, NOW)).toBeGreaterThan(0.97);
  });

  it('leaves out what has expired, however much of it there is', async () => {
    const store = await fillThenIndex();
    await indexed(store);
    expect(await recall(store, NOW + 10)).toBeGreaterThan(0.97);
  });

  it('serves at once after a restart, before its index is built', async () => {
    await (await fillThenIndex()).close();
    const store = await open({ scanLimit: 100 });
    expect((await near(store, vectorOf(10))).length).toBe(5);
    const fresh = entryOf({ comparedText: 'fresh', vector: vectorOf(77_777) });
    await store.put(fresh);
    expect((await near(store, fresh.vector!))[0]!.id).toBe(fresh.id);
    await indexed(store);
    expect(await recall(store, NOW)).toBeGreaterThan(0.97);
  });

  it('forgets what is removed and finds what is replaced', async () => {
    const store = await fillThenIndex();
    await indexed(store);
    const [gone, moved] = [entries[1]!, entries[2]!];
    await store.remove([gone]);
    expect((await near(store, gone.vector!, 1))[0]!.id).not.toBe(gone.id);
    const vector = vectorOf(66_666);
    await store.put({ ...moved, vector });
    expect((await near(store, vector, 1))[0]).toMatchObject({ id: moved.id, similarity: expect.closeTo(1, 5) });
  });

  it('is scanned again when it has become small', async () => {
    const store = await fillThenIndex();
    await indexed(store);
    await store.remove(entries.slice(20));
    const found = await near(store, vectorOf(3), 50);
    expect(new Set(found.map((c) => c.id))).toEqual(new Set(entries.slice(0, 20).map((entry) => entry.id)));
  });

  it('is served without an index when all indexes are taken', async () => {
    const store = await fillThenIndex({ maxIndexes: 1 });
    await indexed(store);
    const others = series(300, () => ({ partition: hex('other') }));
    await Promise.all(others.map((entry) => store.put(entry)));
    const other = { partition: hex('other'), embedder: EMBEDDER, now: NOW, limit: 5 };
    expect(await store.nearest({ ...other, vector: vectorOf(1) })).toHaveLength(5);
    const last = entryOf({ comparedText: 'last', partition: hex('other'), vector: vectorOf(2) });
    await store.put(last);
    expect((await store.nearest({ ...other, vector: vectorOf(2) }))[0]!.id).toBe(last.id);
    expect(await recall(store, NOW)).toBeGreaterThan(0.97);
  });

  it('can be closed while its index is being built', async () => {
    const store = await fillThenIndex();
    await near(store, vectorOf(10));
    await store.close();
    await expect(near(store, vectorOf(10))).rejects.toThrow(StoreError);
    await expect(store.get(entryOf())).rejects.toThrow(/closed/);
    await expect(store.put(entryOf())).rejects.toThrow(/closed/);
  });
});

describe('scan', () => {
  it('lets other work have its turn between two small pages', async () => {
    const store = await open();
    await Promise.all(series(1000).map((entry) => store.put(entry)));
    const pages: number[] = [];
    const turns: number[] = [];
    for await (const page of store.scan({})) {
      expect(turns).toHaveLength(pages.length);
      pages.push(page.length);
      void setImmediate().then(() => turns.push(1));
    }
    expect(pages).toEqual([200, 200, 200, 200, 200]);
  });

  it('keeps its order over more entries than one walk holds', async () => {
    const store = await open();
    const entries = series(10_500).map((entry, i) => ({ ...entry, vector: undefined, createdAt: NOW + (i % 100) }));
    await Promise.all(entries.map((entry) => store.put(entry)));
    const seen: EntryHead[] = [];
    for await (const page of store.scanNewestFirst({})) seen.push(...page);
    expect(seen).toEqual(entries.map(headOf).sort(newestFirst));
  });

  it('ends with an error when the store is closed meanwhile', async () => {
    const store = await open();
    await Promise.all(series(300).map((entry) => store.put(entry)));
    const pages = store.scan({})[Symbol.asyncIterator]();
    expect((await pages.next()).done).toBe(false);
    await store.close();
    await expect(pages.next()).rejects.toThrow(/closed/);
  });
});

it('does not remove an entry by a key of another partition', async () => {
  const store = await open();
  const entry = entryOf();
  await store.put(entry);
  expect(await store.remove([{ id: entry.id, partition: hex('another') }])).toBe(0);
  expect(await store.remove([{ id: entry.id, partition: hex('another') }, entry])).toBe(1);
});

describe('a directory', () => {
  it('still has every entry after a restart', async () => {
    const entries = series(50);
    const first = await open();
    await Promise.all(entries.map((entry) => first.put(entry)));
    const stats = await first.stats();
    await first.close();
    const second = await open();
    expect(await Promise.all(entries.map((entry) => second.get(entry)))).toEqual(entries.map(keptOf));
    expect(await near(second, vectorOf(12), 1)).toMatchObject([{ id: entries[2]!.id }]);
    expect(await second.stats()).toEqual(stats);
  });

  it('may lie deeper than a socket path can name', async () => {
    const store = await open({ path: join(dir, 'a'.repeat(100), 'b'.repeat(100)) });
    await expect(store.put(entryOf())).resolves.toBeUndefined();
  });

  it('is refused when this process has it open already, and free after close', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(new RegExp(`in use by process ${process.pid}:`));
    await first.close();
    await first.close();
    await expect(open()).resolves.toBeDefined();
    await opened.at(-1)!.close();
    expect(readdirSync(dir).sort()).toEqual(['data.mdb', 'lock.mdb']);
  });

  it.each([
    [
      'of a newer format',
      () => putFormat(99),
      /format 99, this program reads format 1: start the program that wrote it/,
    ],
    ['with a foreign file', () => putFile('hello '.repeat(2000)), /not a store's file/],
    ['with a file cut short', () => putFile('x'), /not a store's file/],
  ])('%s is refused, saying what to do, and left unlocked', async (_, prepare, message) => {
    await prepare();
    for (const attempt of [1, 2]) {
      const error: unknown = await open().catch((e: unknown) => e);
      expect([attempt, error]).toEqual([attempt, expect.any(StoreError)]);
      expect((error as Error).message).toMatch(message);
    }
  });

  const putFile = async (text: string): Promise<void> => {
    writeFileSync(join(dir, 'data.mdb'), text);
  };

  const putFormat = async (format: number): Promise<void> => {
    await (await open()).close();
    const root = openLmdb({ path: dir, noSubdir: false });
    await root.openDB('meta', { encoding: 'json' }).put('format', format);
    await root.close();
  };

  it('that is a file is refused', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    await expect(open({ path: file })).rejects.toThrow(/cannot open the store in .*file/);
  });
});

describe('with other processes', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A child that opens `dir` and does what `mode` says; its lines are what it reports. */
  const start = (
    mode: string,
    options: { shell?: string; uid?: number } = {},
  ): { child: ChildProcess; line(): Promise<string> } => {
    const args = [WRITER, dir, mode];
    const child = options.shell
      ? spawn('bash', ['-c', `${options.shell}; exec "$0" "$@"`, process.execPath, ...args], {
          stdio: ['pipe', 'pipe', 'ignore'],
        })
      : spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], ...(options.uid && { uid: options.uid }) });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, line: async () => String((await lines.next()).value) };
  };

  it('is refused while another process holds it, and free when that one is killed', async () => {
    const { child, line } = start('hold');
    expect(await line()).toBe('open');
    await expect(open()).rejects.toThrow(new RegExp(`in use by process ${child.pid}:`));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(open()).resolves.toBeDefined();
  });

  it('lets exactly one of several in that start at once behind a killed one', async () => {
    const dead = start('hold');
    await dead.line();
    dead.child.kill('SIGKILL');
    await once(dead.child, 'exit');
    const answers = await Promise.all(Array.from({ length: 5 }, () => start('hold').line()));
    expect(answers.filter((a) => a === 'open')).toHaveLength(1);
    expect(answers.filter((a) => a.includes('in use by'))).toHaveLength(4);
  });

  it('loses nothing acknowledged, and keeps its indexes in step, when killed while writing', async () => {
    const acknowledged = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const { child, line } = start('write');
      expect(await line()).toBe('open');
      for (let n = 0; n < 40 * (round + 1); n++) acknowledged.add(await line());
      child.kill('SIGKILL');
      for (let last = await line(); last !== 'undefined'; last = await line()) acknowledged.add(last);

      const store = await open();
      for (const id of acknowledged) expect(await store.get({ id, partition: PARTITION })).toMatchObject({ id });
      await expectConsistent(store);
      await store.close();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(400);
  });

  /** Every entry is in the expiry index and among its neighbours, and nothing else is; the totals agree. */
  const expectConsistent = async (store: EntryStore): Promise<void> => {
    const before = await store.stats();
    await store.close();
    const root = openLmdb({ path: dir, noSubdir: false, readOnly: true });
    const keys = (name: string, encoding: 'binary' | 'ordered-binary'): unknown[] => [
      ...root.openDB(name, { encoding }).getKeys(),
    ];
    const entries = keys('entries', 'binary');
    const expiry = [
      ...root.openDB<[string, string, number], [number, string]>('expiry', { encoding: 'ordered-binary' }).getRange(),
    ];
    const vectors = (keys('vectors', 'binary') as [string, string, string][]).map(([, , id]) => id);
    await root.close();
    expect(expiry.map(({ key }) => key[1]).sort()).toEqual(entries);
    expect(vectors.sort()).toEqual(entries);
    expect(before.entries).toBe(entries.length);
    expect(before.bytes).toBe(expiry.reduce((sum, { value }) => sum + value[2], 0));
  };

  it('says so when the disk is full, goes on reading, and recovers', async () => {
    // A limit on the size of files is as good as a full disk to a writer. In KiB.
    const { line } = start('fill', { shell: 'ulimit -f 2000' });
    expect(await line()).toBe('open');
    expect(await line()).toMatch(/^full LSC_STORE cannot write to the store in .* MiB free on its disk/);
    expect(await line()).toMatch(/^check LSC_STORE cannot write/);
    expect(await line()).toBe('read all');
    expect(await line()).toBe('nearest 5');
    expect(await line()).toBe('wrote after removing');
    expect(await line()).toBe('check ok');
  });

  it('refuses a directory that it may not write', async () => {
    mkdirSync(join(dir, 'ro'));
    chmodSync(join(dir, 'ro'), 0o555);
    chmodSync(dir, 0o755);
    // To the superuser every directory is writable.
    const { line } = start('hold-ro', process.getuid?.() === 0 ? { uid: 65534 } : {});
    expect(await line()).toMatch(/^LSC_STORE cannot open the store in .*ro: .*EACCES.*writable/);
  });
});
