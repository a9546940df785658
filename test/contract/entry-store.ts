import { createHash } from 'node:crypto';
import type { Candidate, Entry, EntryStore, NearestQuery } from '../../src/core/entry';

/** A store under test. `settle` resolves when what was put is visible to `nearest`, for stores where that takes time. */
export interface OpenedStore {
  readonly store: EntryStore;
  close(): Promise<void>;
  settle?(): Promise<void>;
}

export const EMBEDDER = 'test-model@sha256:00';
export const NOW = 1_800_000_000_000;
const DIMS = 32;

/** 64 hex characters, as ids and partitions are. */
export function hex(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** The same unit vector for the same seed. */
export function unitVector(seed: number, dims = DIMS): Float32Array {
  let state = (seed + 1) * 2654435761;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const raw = Array.from({ length: dims }, next);
  const norm = Math.hypot(...raw);
  return Float32Array.from(raw, (x) => x / norm);
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}

/** An entry named by its text: the id follows from partition and text. */
export function entryOf(over: Partial<Entry> = {}): Entry {
  const comparedText = over.comparedText ?? 'What is the capital of France?';
  const partition = over.partition ?? hex('partition');
  return {
    id: hex(partition + comparedText),
    partition,
    policy: 'default',
    dialect: 'openai-chat',
    model: 'gpt-4o',
    comparedText,
    vector: unitVector(1),
    embedder: EMBEDDER,
    completion: {
      form: 'json',
      body: new TextEncoder().encode('{"id":"chatcmpl-1","choices":[]}'),
      usage: { promptTokens: 12, completionTokens: 5 },
    },
    createdAt: NOW,
    expiresAt: NOW + 60_000,
    upstreamMs: 812.5,
    ...over,
  };
}

function queryOf(over: Partial<NearestQuery> = {}): NearestQuery {
  return {
    partition: hex('partition'),
    vector: unitVector(1),
    embedder: EMBEDDER,
    now: NOW,
    limit: 5,
    ...over,
  };
}

const idsOf = (found: readonly Candidate[]): string[] => found.map((c) => c.id);

/** What every store promises (src/core/entry.ts). */
export function entryStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} keeps the promises of EntryStore`, () => {
    let opened: OpenedStore;
    let store: EntryStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    const put = async (...entries: Entry[]): Promise<void> => {
      await Promise.all(entries.map((entry) => store.put(entry)));
      await opened.settle?.();
    };

    describe('get', () => {
      it.each<[string, Partial<Entry>]>([
        ['with a vector', {}],
        ['without a vector', { vector: undefined }],
        ['that arrived as a stream', { completion: { ...entryOf().completion, form: 'sse' } }],
        ['without usage', { completion: { ...entryOf().completion, usage: undefined } }],
        ['with an empty body', { completion: { ...entryOf().completion, body: new Uint8Array(0) } }],
        [
          'with a body that is no text',
          { completion: { ...entryOf().completion, body: Uint8Array.of(0, 255, 128, 10) } },
        ],
        [
          'with a body of a megabyte',
          { completion: { ...entryOf().completion, body: new Uint8Array(100_000).fill(65) } },
        ],
        ['in any script', { comparedText: 'Wie heißt „日本" auf Arabisch? 🗾 \u0000 \\ " اليابان', model: 'mödel' }],
      ])('returns an entry %s as it was put, at once', async (_, over) => {
        const entry = entryOf(over);
        await store.put(entry);
        expect(await store.get(entry.id)).toEqual(entry);
      });

      it('returns nothing for an id that was never put', async () => {
        await put(entryOf());
        expect(await store.get(hex('another'))).toBeUndefined();
      });

      it('returns bytes that later reads and writes leave alone', async () => {
        const bodies = ['first', 'second'].map((text) => new TextEncoder().encode(text.repeat(100)));
        const [first, second] = bodies.map((body) =>
          entryOf({ comparedText: String(body[0]), completion: { form: 'json', body, usage: undefined } }),
        );
        await put(first!, second!);
        const got = await store.get(first!.id);
        await store.get(second!.id);
        await store.remove([first!.id, second!.id]);
        await put(entryOf({ comparedText: 'x' }));
        expect(got).toEqual(first);
      });
    });

    describe('nearest', () => {
      it('tells of an entry what is needed to judge it', async () => {
        const entry = entryOf();
        await put(entry);
        const { id, comparedText, createdAt, expiresAt } = entry;
        const [found, ...others] = await store.nearest(queryOf());
        expect(others).toEqual([]);
        expect(found).toEqual({ id, comparedText, createdAt, expiresAt, similarity: expect.closeTo(1, 5) as number });
      });

      it('sees a put that follows a search', async () => {
        await put(entryOf({ comparedText: 'a', vector: unitVector(2) }));
        expect(await store.nearest(queryOf())).toHaveLength(1);
        const better = entryOf({ comparedText: 'b' });
        await put(better);
        expect(idsOf(await store.nearest(queryOf()))[0]).toBe(better.id);
      });

      it('returns nothing from an empty partition', async () => {
        expect(await store.nearest(queryOf())).toEqual([]);
      });

      it.each<[string, Partial<Entry>]>([
        ['of another partition', { partition: hex('other') }],
        ['of another embedder', { embedder: 'other-model@sha256:00' }],
        ['of other dimensions', { vector: unitVector(1, DIMS / 2) }],
        ['without a vector', { vector: undefined }],
        ['that has expired', { expiresAt: NOW - 1 }],
        ['that expires this very moment', { expiresAt: NOW }],
      ])('never returns an entry %s', async (_, over) => {
        const visible = entryOf({ comparedText: 'visible', vector: unitVector(2) });
        await put(entryOf(over), visible);
        expect(idsOf(await store.nearest(queryOf()))).toEqual([visible.id]);
        expect(await store.get(entryOf(over).id)).toBeDefined();
      });

      it('stops returning an entry when its time comes', async () => {
        const entry = entryOf();
        await put(entry);
        expect(await store.nearest(queryOf({ now: entry.expiresAt - 1 }))).toHaveLength(1);
        expect(await store.nearest(queryOf({ now: entry.expiresAt }))).toEqual([]);
      });

      it('agrees with comparing 1,000 vectors one by one, best first, as many as asked for', async () => {
        const entries = Array.from({ length: 1000 }, (_, i) =>
          entryOf({ comparedText: `question ${i}`, vector: unitVector(i + 10) }),
        );
        await put(...entries);
        for (const limit of [1, 3, 10]) {
          const vector = unitVector(5000 + limit);
          const found = await store.nearest(queryOf({ vector, limit }));
          const expected = entries
            .map((entry) => ({ id: entry.id, similarity: cosine(vector, entry.vector!) }))
            .sort((a, b) => b.similarity - a.similarity)
            .slice(0, limit);
          expect(idsOf(found)).toEqual(expected.map((e) => e.id));
          found.forEach((c, i) => {
            expect(c.similarity).toBeCloseTo(expected[i]!.similarity, 4);
          });
        }
      });
    });

    describe('put of a known id', () => {
      it('replaces the entry, its vector and its expiry', async () => {
        const old = entryOf({ expiresAt: NOW + 1000 });
        const vector = unitVector(7);
        const fresh = { ...old, vector, expiresAt: NOW + 9000, upstreamMs: 1 };
        await put(old);
        await store.nearest(queryOf());
        await put(fresh);
        expect(await store.get(old.id)).toEqual(fresh);
        const found = await store.nearest(queryOf({ vector, now: NOW + 1000 }));
        expect(found).toMatchObject([{ id: old.id, expiresAt: NOW + 9000 }]);
        expect(found[0]!.similarity).toBeCloseTo(1, 5);
        expect(await store.sweep({ now: NOW + 1000, limit: 10 })).toEqual({ removed: 0, more: false });
        expect((await store.stats()).entries).toBe(1);
        expect(store.removals().replaced).toBe(1);
      });

      it('takes the vector away when the new entry has none', async () => {
        await put(entryOf());
        await put(entryOf({ vector: undefined }));
        expect(await store.nearest(queryOf())).toEqual([]);
      });
    });

    describe('remove', () => {
      it('removes what there is, says how many, and counts them as invalidated', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((comparedText) => entryOf({ comparedText }));
        await put(a!, b!, c!);
        await store.nearest(queryOf());
        expect(await store.remove([a!.id, hex('unknown'), c!.id])).toBe(2);
        await opened.settle?.();
        expect(await store.get(a!.id)).toBeUndefined();
        expect(idsOf(await store.nearest(queryOf()))).toEqual([b!.id]);
        expect(store.removals()).toEqual({ expired: 0, capacity: 0, invalidated: 2, replaced: 0 });
        expect((await store.stats()).entries).toBe(1);
      });

      it('counts an id that is given twice once', async () => {
        const entry = entryOf();
        await put(entry);
        expect(await store.remove([entry.id, entry.id])).toBe(1);
        expect(await store.remove([])).toBe(0);
      });
    });

    describe('sweep', () => {
      it('removes in batches what has expired, and nothing else', async () => {
        const entries = Array.from({ length: 10 }, (_, i) =>
          entryOf({ comparedText: `${i}`, expiresAt: NOW + i, vector: i % 2 ? unitVector(i) : undefined }),
        );
        await put(...entries);
        expect(await store.sweep({ now: NOW + 6, limit: 4 })).toEqual({ removed: 4, more: true });
        await opened.settle?.();
        expect((await store.sweep({ now: NOW + 6, limit: 4 })).removed).toBe(3);
        await opened.settle?.();
        expect(await store.sweep({ now: NOW + 6, limit: 4 })).toEqual({ removed: 0, more: false });
        const left = await Promise.all(entries.map(async (entry) => (await store.get(entry.id)) !== undefined));
        expect(left).toEqual(entries.map((_, i) => i > 6));
        expect(store.removals().expired).toBe(7);
        expect((await store.stats()).entries).toBe(3);
      });
    });

    it('says how much it holds, and that it can serve', async () => {
      expect((await store.stats()).entries).toBe(0);
      await put(entryOf(), entryOf({ comparedText: 'b', partition: hex('p2') }));
      const { entries, bytes } = await store.stats();
      expect(entries).toBe(2);
      expect(bytes).toBeGreaterThan(2 * DIMS * 4);
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
