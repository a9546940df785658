import { createHash } from 'node:crypto';
import type {
  Candidate,
  Entry,
  EntryFilter,
  EntryHead,
  EntryKey,
  EntryStore,
  KeptEntry,
  NearestQuery,
} from '../../src/core/entry';
import { newestFirst, type EntryPlace } from '../../src/core/entry-order';
import { StoreError } from '../../src/core/errors';

/** A store under test, opened for EMBEDDER and DIMS. */
export interface OpenedStore {
  readonly store: EntryStore;
  /** Called behind each test, also when that has closed the store itself. */
  close(): Promise<void>;
  /** Resolves when what was put and removed is visible to `nearest`, `scan`, `sweep` and `stats`, where that takes time. */
  settle?(): Promise<void>;
  /** For a store that keeps vectors of the embedder only for which it was opened. */
  readonly refusesForeignVectors?: true;
  /** For an approximate index: share of the best ones that it has to find. Default 1. */
  readonly recall?: number;
  /** How many partitions their isolation is tried with. Default 300. */
  readonly partitions?: number;
}

export const EMBEDDER = 'test-model@sha256:00';
export const DIMS = 128;
export const NOW = 1_800_000_000_000;
const PARTITION = hex('partition');

/** 32 hex digits, as ids and partitions are. */
export function hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
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
  const partition = over.partition ?? PARTITION;
  return {
    id: hex(partition + comparedText),
    partition,
    policy: 'default',
    dialect: 'openai-chat',
    model: 'gpt-4o',
    comparedText,
    vector: unitVector(1),
    embedder: EMBEDDER,
    tag: undefined,
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

/** What `scan` gives of an entry. */
export function headOf(entry: Entry): EntryHead {
  const { id, partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs } =
    entry;
  return { id, partition, policy, dialect, model, comparedText, embedder, tag, createdAt, expiresAt, upstreamMs };
}

/** What `get` gives of an entry. */
export function keptOf(entry: Entry): KeptEntry {
  return { ...headOf(entry), completion: entry.completion };
}

export async function scanned(store: EntryStore, filter: EntryFilter): Promise<EntryHead[]> {
  const heads: EntryHead[] = [];
  for await (const page of store.scan(filter)) heads.push(...page);
  return heads;
}

/** No more at a time than a store's queue takes. */
async function putAll(opened: OpenedStore, entries: readonly Entry[]): Promise<void> {
  for (let at = 0; at < entries.length; at += 250) {
    await Promise.all(entries.slice(at, at + 250).map((entry) => opened.store.put(entry)));
  }
  await opened.settle?.();
}

/** Puts as many entries as there are partitions into random ones, and asks 40 of those for what only others hold. */
async function partitionIsolation(opened: OpenedStore, count = opened.partitions ?? 300): Promise<void> {
  const { store } = opened;
  const random = (what: string): number => parseInt(hex(what).slice(0, 8), 16) % count;
  const partitionAt = (i: number): string => hex(`partition ${i}`);
  const entries = Array.from({ length: count }, (_, i) =>
    entryOf({ partition: partitionAt(random(`entry ${i}`)), comparedText: `question ${i}`, vector: unitVector(i) }),
  );
  await putAll(opened, entries);
  for (let n = 0; n < 40; n++) {
    const partition = partitionAt(random(`sample ${n}`));
    const own = entries.filter((entry) => entry.partition === partition);
    const foreign = entries.find((entry, i) => i >= random(`foreign ${n}`) && entry.partition !== partition)!;
    const found = await store.nearest(queryOf({ partition, vector: foreign.vector!, limit: 20 }));
    expect(idsOf(found).sort()).toEqual(own.map((entry) => entry.id).sort());
    expect(await store.get({ id: foreign.id, partition })).toBeUndefined();
  }
}

function queryOf(over: Partial<NearestQuery> = {}): NearestQuery {
  return { partition: PARTITION, vector: unitVector(1), embedder: EMBEDDER, now: NOW, limit: 5, ...over };
}

const idsOf = (found: readonly (Candidate | EntryKey)[]): string[] => found.map((c) => c.id);
const byId = (heads: readonly EntryHead[]): EntryHead[] => [...heads].sort((a, b) => (a.id < b.id ? -1 : 1));
const completionOf = (body: Uint8Array): Entry['completion'] => ({ form: 'json', body, usage: undefined });
/** With the body's digest in its place: comparing a million elements one by one takes seconds. */
const digested = (entry: KeptEntry | undefined): unknown => {
  const { completion, ...head } = entry ?? {};
  if (completion) expect(completion.body).toBeInstanceOf(Uint8Array);
  return completion && { ...head, completion: { ...completion, body: hex(completion.body) } };
};

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

    const put = (...entries: Entry[]): Promise<void> => putAll(opened, entries);

    describe('get', () => {
      const { completion } = entryOf();
      const kinds: Readonly<Record<string, Partial<Entry>>> = {
        'with a vector': {},
        'without a vector': { vector: undefined },
        'with a tag': { tag: 'curated 2027' },
        'that arrived as a stream': { completion: { ...completion, form: 'sse' } },
        'that is kept as the events that came': { completion: { ...completion, form: 'events' } },
        'without usage': { completion: { ...completion, usage: undefined } },
        'with an empty body': { completion: completionOf(new Uint8Array(0)) },
        'with a body that is no text': { completion: completionOf(Uint8Array.of(0, 255, 128, 10)) },
        'with a body of a megabyte': { completion: completionOf(new Uint8Array(1_000_000).map((_, i) => i * 7)) },
        'in any script': {
          ...{ comparedText: 'Wie heißt „日本" auf Arabisch? 🗾 \u0000 \\ " اليابان', model: 'mödel', policy: '方針' },
          ...{ tag: 'Häufige 質問 🗾', completion: completionOf(new TextEncoder().encode('{"x":"日本 🗾 اليابان"}')) },
        },
      };

      it('returns an entry of every kind as it was put, at once', async () => {
        for (const [kind, over] of Object.entries(kinds)) {
          const entry = entryOf({ comparedText: kind, ...over });
          await store.put(entry);
          expect([kind, digested(await store.get(entry, 10_000))]).toEqual([kind, digested(keptOf(entry))]);
        }
      });

      it('returns nothing for an id that was never put, nor for one of another partition', async () => {
        const entry = entryOf();
        await put(entry);
        expect(await store.get({ id: hex('another'), partition: PARTITION })).toBeUndefined();
        expect(await store.get({ id: entry.id, partition: hex('another') })).toBeUndefined();
        expect(await store.get({ id: entry.id, partition: PARTITION })).toEqual(keptOf(entry));
      });

      it('returns bytes that later reads and writes leave alone', async () => {
        const bodies = ['first', 'second'].map((text) => new TextEncoder().encode(text.repeat(100)));
        const [first, second] = bodies.map((body) =>
          entryOf({ comparedText: String(body[0]), completion: completionOf(body) }),
        );
        await put(first!, second!);
        const got = await store.get(first!);
        await store.get(second!);
        await store.remove([first!, second!]);
        await put(entryOf({ comparedText: 'x' }));
        expect(got).toEqual(keptOf(first!));
      });
    });

    describe('nearest', () => {
      it('tells of an entry what is needed to judge it', async () => {
        const entry = entryOf({ comparedText: 'Wie heißt „日本"? 🗾' });
        await put(entry);
        const { id, comparedText, createdAt, expiresAt } = entry;
        const [found, ...others] = await store.nearest(queryOf());
        expect(others).toEqual([]);
        expect(found).toEqual({ id, comparedText, createdAt, expiresAt, similarity: expect.closeTo(1, 5) as number });
      });

      it('returns nothing from an empty partition, and sees a put that follows a search', async () => {
        expect(await store.nearest(queryOf())).toEqual([]);
        await put(entryOf({ comparedText: 'a', vector: unitVector(2) }));
        expect(await store.nearest(queryOf())).toHaveLength(1);
        const better = entryOf({ comparedText: 'b' });
        await put(better);
        expect(idsOf(await store.nearest(queryOf()))[0]).toBe(better.id);
      });

      it('never returns an entry of another partition, without a vector, or that has expired', async () => {
        const visible = entryOf({ comparedText: 'visible', vector: unitVector(2) });
        const hidden = [
          entryOf({ comparedText: 'of another partition', partition: hex('other') }),
          entryOf({ comparedText: 'without a vector', vector: undefined }),
          entryOf({ comparedText: 'that has expired', expiresAt: NOW - 1 }),
        ];
        await put(visible, ...hidden);
        const found = await store.nearest(queryOf());
        expect(found.map((c) => c.comparedText)).toEqual(['visible']);
        for (const entry of hidden) expect(await store.get(entry)).toEqual(keptOf(entry));
      });

      it('returns an entry until one millisecond before it expires', async () => {
        const entry = entryOf();
        await put(entry);
        expect(await store.nearest(queryOf({ now: entry.expiresAt - 1 }))).toHaveLength(1);
        expect(await store.nearest(queryOf({ now: entry.expiresAt }))).toEqual([]);
        expect(await store.nearest(queryOf({ now: entry.expiresAt + 1 }))).toEqual([]);
      });

      it('never compares vectors of another embedder or of other dimensions: they are kept apart, or refused', async () => {
        const visible = entryOf({ comparedText: 'visible', vector: unitVector(2) });
        const foreign = [
          entryOf({ comparedText: 'of another embedder', embedder: 'other-model@sha256:00' }),
          entryOf({ comparedText: 'of other dimensions', vector: unitVector(1, DIMS / 2) }),
        ];
        await put(visible);
        for (const entry of foreign) {
          const refused: unknown = await store.put(entry).catch((error: unknown) => error);
          const refusal: unknown = opened.refusesForeignVectors ? expect.any(StoreError) : undefined;
          expect([entry.comparedText, refused]).toEqual([entry.comparedText, refusal]);
          expect(await store.get(entry)).toEqual(opened.refusesForeignVectors ? undefined : keptOf(entry));
        }
        await opened.settle?.();
        const found = await store.nearest(queryOf());
        expect(found.map((c) => c.comparedText)).toEqual(['visible']);
      });

      it('agrees with comparing 1,000 vectors one by one, best first, as many as asked for', async () => {
        const entries = Array.from({ length: 1000 }, (_, i) =>
          entryOf({ comparedText: `question ${i}`, vector: unitVector(i + 10) }),
        );
        await put(...entries);
        const limits = Array.from({ length: 30 }, (_, n) => [1, 3, 10][n % 3]!);
        let hits = 0;
        for (const [n, limit] of limits.entries()) {
          const vector = unitVector(5000 + n);
          const exact = new Map(entries.map((entry) => [entry.id, cosine(vector, entry.vector!)]));
          const inOrder = (ids: readonly string[]): string[] => [...ids].sort((a, b) => exact.get(b)! - exact.get(a)!);
          const found = await store.nearest(queryOf({ vector, limit }));
          const ids = idsOf(found);
          expect(new Set(ids).size).toBe(limit);
          expect(ids).toEqual(inOrder(ids));
          for (const c of found) expect(c.similarity).toBeCloseTo(exact.get(c.id)!, 4);
          const best = inOrder([...exact.keys()]).slice(0, limit);
          hits += best.filter((id) => ids.includes(id)).length;
        }
        const wanted = limits.reduce((sum, limit) => sum + limit);
        expect(hits / wanted).toBeGreaterThanOrEqual(opened.recall ?? 1);
      });

      it('keeps to the partition that is asked, among many', () => partitionIsolation(opened), 120_000);
    });

    describe('put of a known id', () => {
      it('replaces the entry, its vector and its expiry', async () => {
        const old = entryOf({ expiresAt: NOW + 1000, tag: 'old' });
        const vector = unitVector(7);
        const fresh = { ...old, vector, expiresAt: NOW + 9000, upstreamMs: 1, tag: undefined };
        await put(old);
        await store.nearest(queryOf());
        await put(fresh);
        expect(await store.get(old)).toEqual(keptOf(fresh));
        const found = await store.nearest(queryOf({ vector, now: NOW + 1000 }));
        expect(found).toMatchObject([{ id: old.id, expiresAt: NOW + 9000 }]);
        expect(found[0]!.similarity).toBeCloseTo(1, 5);
        expect(await scanned(store, {})).toEqual([headOf(fresh)]);
        expect(await store.stats()).toMatchObject({ entries: 1, nextExpiry: NOW + 9000 });
        expect(store.removals().replaced).toBe(1);
      });

      it('takes the vector away when the new entry has none', async () => {
        await put(entryOf());
        await put(entryOf({ vector: undefined }));
        expect(await store.nearest(queryOf())).toEqual([]);
      });

      it('leaves one of several that write at once, whole; a later one wins', async () => {
        const writers = Array.from({ length: 20 }, (_, i) =>
          entryOf({
            ...{ upstreamMs: i, expiresAt: NOW + 1000 + i, tag: `writer ${i}`, vector: unitVector(100 + i) },
            completion: completionOf(new TextEncoder().encode(`answer ${i} `.repeat(50 * i))),
          }),
        );
        await put(...writers);
        const kept = await store.get(writers[0]!);
        const winner = writers[kept!.upstreamMs]!;
        expect(kept).toEqual(keptOf(winner));
        expect(await scanned(store, {})).toEqual([headOf(winner)]);
        expect(await store.nearest(queryOf({ vector: winner.vector!, now: winner.expiresAt - 1 }))).toEqual([
          expect.objectContaining({ id: winner.id, similarity: expect.closeTo(1, 5) as number }),
        ]);
        expect(await store.stats()).toMatchObject({ entries: 1, nextExpiry: winner.expiresAt });

        const later = { ...writers[3]!, upstreamMs: 99 };
        await store.put(later);
        expect(await store.get(later)).toEqual(keptOf(later));
      });
    });

    describe('remove', () => {
      it('removes what there is, each once, says how many, and counts them as invalidated', async () => {
        const [a, b, c] = ['a', 'b', 'c'].map((comparedText) => entryOf({ comparedText }));
        await put(a!, b!, c!);
        await store.nearest(queryOf());
        expect(await store.remove([])).toBe(0);
        expect(await store.remove([a!, { id: hex('unknown'), partition: PARTITION }, c!, a!])).toBe(2);
        await opened.settle?.();
        expect(await store.get(a!)).toBeUndefined();
        expect(idsOf(await store.nearest(queryOf()))).toEqual([b!.id]);
        expect(store.removals()).toEqual({ expired: 0, capacity: 0, invalidated: 2, replaced: 0 });
        expect((await store.stats()).entries).toBe(1);
      });

      it('of what a scan has found makes a store blind for it, and for nothing else', async () => {
        const all = Array.from({ length: 10 }, (_, i) =>
          entryOf({
            ...{ comparedText: `question ${i}`, partition: hex(`partition ${i % 3}`), vector: unitVector(i) },
            tag: i % 2 ? 'curated' : undefined,
          }),
        );
        await put(...all);
        expect(await store.remove(await scanned(store, { tag: 'curated' }))).toBe(5);
        await opened.settle?.();
        expect(await scanned(store, { tag: 'curated' })).toEqual([]);
        const left = all.filter((entry) => entry.tag === undefined);
        expect(byId(await scanned(store, {}))).toEqual(byId(left.map(headOf)));
        for (const entry of all) {
          const { partition, vector, tag } = entry;
          expect(await store.get(entry)).toEqual(tag === undefined ? keptOf(entry) : undefined);
          const found = idsOf(await store.nearest(queryOf({ partition, vector: vector!, limit: 10 })));
          expect(found.includes(entry.id)).toBe(tag === undefined);
        }
      });
    });

    describe('scan', () => {
      const [even, odd] = [hex('even'), hex('odd')];
      /** More than one page of any store. The first 50 have expired long ago. */
      const all = Array.from({ length: 1100 }, (_, i) =>
        entryOf({
          ...{ comparedText: `question ${i}`, partition: i % 2 ? odd : even, policy: `policy ${i % 3}` },
          ...{ model: `model ${i % 5}`, tag: i % 7 < 2 ? `tag ${i % 7}` : undefined },
          ...{ createdAt: NOW + i, expiresAt: i < 50 ? 1000 + i : NOW + 1000 + i },
          vector: i % 100 ? undefined : unitVector(i),
        }),
      );
      const ids = (...numbers: number[]): string[] => numbers.map((i) => all[i]!.id);

      const table: readonly [filter: EntryFilter, meant: (i: number) => boolean][] = [
        [{}, () => true],
        [{ ids: [] }, () => false],
        [{ ids: [...ids(3, 1050, 3), hex('unknown')] }, (i) => i === 3 || i === 1050],
        [{ ids: all.slice(0, 1050).map((entry) => entry.id) }, (i) => i < 1050],
        [{ partition: even }, (i) => i % 2 === 0],
        [{ partition: hex('unknown') }, () => false],
        [{ policy: 'policy 1' }, (i) => i % 3 === 1],
        [{ model: 'model 4' }, (i) => i % 5 === 4],
        [{ tag: 'tag 1' }, (i) => i % 7 === 1],
        [{ createdBefore: NOW + 10 }, (i) => i < 10],
        [{ expiredAt: 1010 }, (i) => i <= 10],
        [{ expiredAt: NOW + 1060 }, (i) => i <= 60],
        [{ ids: ids(0, 1, 2, 3), partition: odd }, (i) => i === 1 || i === 3],
        [{ ids: [], partition: odd }, () => false],
        [{ policy: 'policy 2', model: 'model 0' }, (i) => i % 3 === 2 && i % 5 === 0],
        [{ tag: 'tag 0', createdBefore: NOW + 500 }, (i) => i % 7 === 0 && i < 500],
        [{ partition: odd, expiredAt: NOW + 1100 }, (i) => i % 2 === 1 && i <= 100],
        [
          {
            ...{ ids: ids(1, 7, 57, 71, 77), partition: odd, policy: 'policy 2', model: 'model 1', tag: 'tag 1' },
            ...{ createdBefore: NOW + 72, expiredAt: NOW + 1071 },
          },
          (i) => i === 71,
        ],
      ];

      it('gives exactly what the filter picks, in pages, expired entries included', async () => {
        await put(...all);
        for (const [filter, meant] of table) {
          const heads = byId(await scanned(store, filter));
          const expected = byId(all.filter((_, i) => meant(i)).map(headOf));
          expect({ filter, heads }).toEqual({ filter, heads: expected });
        }
      });

      it('gives nothing twice and skips nothing that stays, whatever is written meanwhile', async () => {
        const before = all.slice(0, 450);
        const [removed, rewritten] = [before.filter((_, i) => i % 3 === 0), before.filter((_, i) => i % 3 === 1)];
        await put(...before);
        const seen: string[] = [];
        let writes: Promise<unknown> | undefined;
        for await (const page of store.scan({})) {
          seen.push(...idsOf(page));
          const fresh = all.slice(450, 600).concat(rewritten.map((entry) => ({ ...entry, expiresAt: NOW + 5 })));
          writes ??= Promise.all([store.remove(removed), putAll(opened, fresh)]);
          await writes;
        }
        expect(new Set(seen).size).toBe(seen.length);
        const stayed = idsOf(before).filter((id) => !idsOf(removed).includes(id));
        expect(stayed.filter((id) => !seen.includes(id))).toEqual([]);
      });
    });

    describe('scanNewestFirst', () => {
      const [even, odd] = [hex('even'), hex('odd')];
      /** More than one page of any store, and many of the same time. */
      const all = Array.from({ length: 1100 }, (_, i) =>
        entryOf({
          ...{
            comparedText: `question ${i}`,
            partition: i % 2 ? odd : even,
            policy: `policy ${i % 3}`,
            vector: undefined,
          },
          ...{ createdAt: NOW + Math.floor(i / 300), expiresAt: i < 50 ? 1000 + i : NOW + 1000 + i },
        }),
      );
      const ordered = (entries: readonly Entry[]): EntryHead[] => entries.map(headOf).sort(newestFirst);
      const newest = async (filter: EntryFilter, after?: EntryPlace): Promise<EntryHead[]> => {
        const heads: EntryHead[] = [];
        for await (const page of store.scanNewestFirst(filter, after)) heads.push(...page);
        return heads;
      };

      it('gives what the filter picks in order, expired entries included', async () => {
        await put(...all);
        expect(await newest({})).toEqual(ordered(all));
        expect(await newest({ policy: 'policy 1', partition: odd })).toEqual(
          ordered(all.filter((_, i) => i % 3 === 1 && i % 2 === 1)),
        );
        expect(await newest({ policy: 'none' })).toEqual([]);
      });

      it('goes on behind any entry, also one that has gone', async () => {
        const own = all.slice(0, 650);
        await put(...own);
        const expected = ordered(own);
        for (const at of [0, 49, 50, 200, 499, 500, 648, 649]) {
          expect(await newest({}, expected[at])).toEqual(expected.slice(at + 1));
        }
        await store.remove([expected[300]!]);
        await opened.settle?.();
        expect(await newest({}, expected[300])).toEqual(expected.slice(301));
        expect(await newest({ partition: odd }, expected[100])).toEqual(
          expected.slice(101).filter(({ id, partition }) => partition === odd && id !== expected[300]!.id),
        );
      });

      it('skips nothing that stays when entries come meanwhile', async () => {
        const [before, meanwhile] = [all.slice(0, 400), all.slice(400, 700)];
        await put(...before);
        const seen: EntryHead[] = [];
        for await (const page of store.scanNewestFirst({})) {
          seen.push(...page);
          if (seen.length >= 100) break;
        }
        await put(...meanwhile);
        const last = seen.at(-1)!;
        seen.push(...(await newest({}, last)));
        expect(new Set(idsOf(seen)).size).toBe(seen.length);
        expect(idsOf(before).filter((id) => !idsOf(seen).includes(id))).toEqual([]);
      });
    });

    describe('sweep', () => {
      it('removes at most as many as it may of what has expired, and nothing else', async () => {
        const entries = Array.from({ length: 10 }, (_, i) =>
          entryOf({ comparedText: `${i}`, expiresAt: NOW + i, vector: i % 2 ? unitVector(i) : undefined }),
        );
        await put(...entries);
        const none = { evicted: 0, conflicts: 0, failed: 0 };
        expect(await store.sweep({ now: NOW + 6, limit: 4 })).toEqual({ ...none, removed: 4, more: true });
        await opened.settle?.();
        expect(await store.stats()).toMatchObject({ entries: 6 });
        expect((await store.sweep({ now: NOW + 6, limit: 4 })).removed).toBe(3);
        await opened.settle?.();
        expect(await store.sweep({ now: NOW + 6, limit: 4 })).toEqual({ ...none, removed: 0, more: false });
        const left = await Promise.all(entries.map(async (entry) => (await store.get(entry)) !== undefined));
        expect(left).toEqual(entries.map((_, i) => i > 6));
        expect(store.removals().expired).toBe(7);
        expect(await store.stats()).toMatchObject({ entries: 3, nextExpiry: NOW + 7 });
      });

      it('leaves an entry that was written anew after it had expired', async () => {
        const [expired, other] = [entryOf({ expiresAt: NOW }), entryOf({ comparedText: 'other', expiresAt: NOW })];
        await put(expired, other);
        const fresh = { ...expired, createdAt: NOW + 1, expiresAt: NOW + 9000 };
        await store.put(fresh);
        expect(await store.sweep({ now: NOW + 1, limit: 10 })).toMatchObject({ removed: 1, evicted: 0, failed: 0 });
        expect(await store.get(fresh)).toEqual(keptOf(fresh));
        expect(await store.get(other)).toBeUndefined();
        await opened.settle?.();
        expect(idsOf(await store.nearest(queryOf({ now: NOW + 1 })))).toEqual([fresh.id]);
      });
    });

    it('says how much it holds, what expires next, and that it can serve', async () => {
      const nothing = { entries: 0, bytes: 0, nextExpiry: undefined };
      expect(await store.stats()).toEqual(nothing);
      const [late, soon] = [entryOf(), entryOf({ comparedText: 'b', partition: hex('p2'), expiresAt: NOW + 5 })];
      await put(late, soon);
      const { bytes, ...stats } = await store.stats();
      expect(stats).toEqual({ entries: 2, nextExpiry: NOW + 5 });
      expect(bytes).toBeGreaterThan(late.completion.body.length + soon.completion.body.length);
      await expect(store.check()).resolves.toBeUndefined();
      await store.remove([late, soon]);
      await opened.settle?.();
      expect(await store.stats()).toEqual(nothing);
    });

    it('counts what will have expired by given times, what has expired included, and not what is gone', async () => {
      expect(await store.expiringBy([NOW, NOW + 1])).toEqual([0, 0]);
      const after = (ms: number, comparedText: string): Entry => entryOf({ comparedText, expiresAt: NOW + ms });
      const [past, soon, same, late, last] = [-5, 10, 10, 20, 30].map((ms, i) => after(ms, `question ${i}`));
      await put(past!, soon!, same!, late!, last!);
      expect(await store.expiringBy([])).toEqual([]);
      const times = [-6, -5, 9, 10, 10, 19, 25, 1e9].map((ms) => NOW + ms);
      expect(await store.expiringBy(times)).toEqual([0, 1, 1, 3, 3, 3, 4, 5]);
      await store.remove([same!]);
      await store.put({ ...soon!, expiresAt: NOW + 40 });
      await opened.settle?.();
      expect(await store.expiringBy([NOW + 10, NOW + 30, NOW + 40])).toEqual([1, 3, 4]);
    });

    it('refuses a put once it is closed', async () => {
      const entry = entryOf();
      await put(entry);
      await store.close();
      await expect(store.put(entry)).rejects.toThrow(StoreError);
    });
  });
}
