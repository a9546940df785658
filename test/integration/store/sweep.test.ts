import type { Client } from '@elastic/elasticsearch';
import type { Entry, SweepResult } from '../../../src/core/entry';
import { namesOf } from '../../../src/store/elasticsearch/layout';
import {
  openElasticsearchStore,
  type ElasticsearchStore,
  type ElasticsearchStoreOptions,
} from '../../../src/store/elasticsearch/open';
import { removeVersions } from '../../../src/store/elasticsearch/removal';
import { EMBEDDER, entryOf, keptOf, scanned, unitVector } from '../../contract/entry-store';
import { describeWithElasticsearch } from '../../support/elasticsearch';
import { clientFor, SILENT, SPACE, storeOptions } from '../../support/elasticsearch-store';

const HOUR = 3_600_000;

describe.each([8, 9] as const)('the sweep of the shared store', (major) => {
  describeWithElasticsearch(major, (place) => {
    let client: Client;
    let options: ElasticsearchStoreOptions;
    let opened: ElasticsearchStore[];
    let dropped: string[];
    beforeEach(() => {
      client = clientFor(place().url);
      [opened, dropped] = [[], []];
      options = storeOptions(place(), {
        indexType: 'flat',
        observer: { ...SILENT, indexDropped: (index) => dropped.push(index) },
      });
    });
    afterEach(async () => {
      for (const { store } of opened) await store.close();
      await client.close();
    });

    const open = async (over: Partial<ElasticsearchStoreOptions> = {}): Promise<ElasticsearchStore['store']> => {
      const made = await openElasticsearchStore({ ...options, ...over });
      opened.push(made);
      return made.store;
    };
    const refresh = (): Promise<unknown> => client.indices.refresh({ index: `${options.indexPrefix}-*` });
    const now = Date.now();
    const entry = (n: number, expiresAt: number, over: Partial<Entry> = {}): Entry =>
      entryOf({ comparedText: `question ${n}`, expiresAt, vector: unitVector(n), ...over });
    const expired = (count: number): Entry[] => Array.from({ length: count }, (_, i) => entry(i, now - 1000 - i));
    const put = async (store: ElasticsearchStore['store'], entries: readonly Entry[]): Promise<void> => {
      await Promise.all(entries.map((e) => store.put(e)));
      await refresh();
    };
    const left = async (store: ElasticsearchStore['store']): Promise<string[]> => {
      await refresh();
      return (await scanned(store, {})).map((head) => head.comparedText).sort();
    };

    it('leaves an entry that is written anew between the look and the deletion', async () => {
      const store = await open();
      const old = entry(1, now - 1);
      await put(store, [old]);
      const { alias, index } = namesOf(options, SPACE);
      const seen = await client.get({ index: alias, id: old.id, routing: old.partition });
      const fresh = entry(1, now + HOUR);
      await store.put(fresh);
      const version = {
        index,
        id: old.id,
        routing: old.partition,
        seqNo: seen._seq_no!,
        primaryTerm: seen._primary_term!,
      };
      expect(await removeVersions(client, [version])).toEqual({ removed: 0, conflicts: 1, failed: 0 });
      expect(await store.get(fresh, 5000)).toEqual(keptOf(fresh));
    });

    it('by two at once counts each entry once, and takes nothing that lives', async () => {
      const [a, b] = [await open(), await open()];
      await put(a, [...expired(60), entry(100, now + HOUR)]);
      const results: SweepResult[] = [];
      const sweepAll = async (store: typeof a): Promise<void> => {
        for (let more = true; more;) {
          const result = await store.sweep({ now, limit: 10 });
          results.push(result);
          more = result.more;
        }
      };
      await Promise.all([sweepAll(a), sweepAll(b)]);
      const sum = (key: 'removed' | 'failed' | 'evicted'): number => results.reduce((total, r) => total + r[key], 0);
      expect([sum('removed'), sum('failed'), sum('evicted')]).toEqual([60, 0, 0]);
      expect(a.removals().expired + b.removals().expired).toBe(60);
      expect(await left(a)).toEqual(['question 100']);
    });

    it('goes on when the view of its pages is lost between two steps', async () => {
      const store = await open();
      await put(store, expired(25));
      expect(await store.sweep({ now, limit: 10 })).toMatchObject({ removed: 10, more: true });
      await client.transport.request({ method: 'DELETE', path: '/_search/scroll/_all' }).catch(() => undefined);
      const nodes = await client.transport.request<Stats>({ method: 'GET', path: '/_nodes/stats/indices/search' });
      expect(Object.values(nodes.nodes)[0]!.indices.search.open_contexts).toBeGreaterThan(0);
      // Closing the index's shard ends every view of it.
      const { index } = namesOf(options, SPACE);
      await client.indices.close({ index });
      await client.indices.open({ index });
      await client.cluster.health({ index, wait_for_status: 'green' });
      let removed = 0;
      for (let more = true; more;) {
        const step = await store.sweep({ now, limit: 10 });
        removed += step.removed;
        more = step.more;
      }
      expect(removed).toBe(15);
      expect(await left(store)).toEqual([]);
    });

    it('takes a batch larger than a search gives', async () => {
      const store = await open({ maxEntries: 1 });
      await put(store, [...expired(3), entry(10, now + HOUR), entry(11, now + HOUR + 1)]);
      expect(await store.sweep({ now, limit: 100_000 })).toMatchObject({ removed: 3, evicted: 1, more: false });
    });

    it('evicts what expires soonest when there are too many, and no more than its limit in a step', async () => {
      const store = await open({ maxEntries: 4 });
      await put(
        store,
        Array.from({ length: 9 }, (_, i) => entry(i, now + HOUR + ((i * 5) % 9) * 1000)),
      );
      expect(await store.sweep({ now, limit: 3 })).toMatchObject({ removed: 0, evicted: 3, more: true });
      expect(await store.sweep({ now, limit: 3 })).toMatchObject({ evicted: 2, more: false });
      expect(await store.sweep({ now, limit: 3 })).toMatchObject({ evicted: 0, more: false });
      const kept = Array.from({ length: 9 }, (_, i) => i).filter((i) => (i * 5) % 9 >= 5);
      expect(await left(store)).toEqual(kept.map((i) => `question ${i}`));
      expect(store.removals().capacity).toBe(5);
    });

    it('evicts by size', async () => {
      const body = new Uint8Array(10_000);
      const store = await open({ maxBytes: 25_000 });
      const completion = { form: 'json' as const, body, usage: undefined };
      await put(
        store,
        Array.from({ length: 4 }, (_, i) => entry(i, now + HOUR + i, { completion })),
      );
      expect(await store.sweep({ now, limit: 100 })).toMatchObject({ evicted: 2, more: false });
      expect(await left(store)).toEqual(['question 2', 'question 3']);
      expect((await store.stats()).bytes).toBeLessThanOrEqual(25_000);
    });

    const OTHER = { identity: `${EMBEDDER}-older`, dims: 64 };
    const older = (n: number, expiresAt: number): Entry =>
      entry(n, expiresAt, { vector: unitVector(n, 64), embedder: OTHER.identity });
    const exists = async (index: string): Promise<boolean> => client.indices.exists({ index });

    it('drops the index of another model when nothing in it lives, never its own, nor one with an entry not yet visible', async () => {
      const [ours, theirs] = [await open(), await open({ space: OTHER })];
      const index = namesOf(options, OTHER).index;
      await put(theirs, [older(1, now + HOUR), older(2, now - 1)]);
      const later = now + 2 * HOUR;
      expect(await ours.sweep({ now: now + HOUR - 1, limit: 10 })).toMatchObject({ removed: 1 });
      expect([await exists(index), dropped]).toEqual([true, []]);
      // Written a moment ago: no search sees it.
      await theirs.put(older(3, later + HOUR));
      await ours.sweep({ now: later, limit: 10 });
      expect([await exists(index), dropped]).toEqual([true, []]);
      await ours.sweep({ now: later + HOUR, limit: 10 });
      expect([await exists(index), dropped]).toEqual([false, [index]]);
      expect(await exists(namesOf(options, SPACE).index)).toBe(true);
    });

    it('leaves the empty index of another model alone while it is young: its replica may only just have come', async () => {
      const [ours] = [await open(), await open({ space: OTHER })];
      await ours.sweep({ now: Date.now(), limit: 10 });
      expect(await exists(namesOf(options, OTHER).index)).toBe(true);
      await ours.sweep({ now: Date.now() + HOUR + 1000, limit: 10 });
      expect(dropped).toEqual([namesOf(options, OTHER).index]);
    });

    it('does not take a part of an index that is away for an empty one', async () => {
      const store = await open();
      const index = `${options.indexPrefix}-entries-v0-away`;
      const settings = {
        number_of_replicas: 0,
        number_of_shards: 2,
        'index.routing.allocation.total_shards_per_node': 1,
      };
      await client.indices.create({
        index,
        settings,
        mappings: { properties: { expires_at: { type: 'date' } } },
        wait_for_active_shards: 1,
        timeout: '1s',
      });
      await client.cluster.health({ index, wait_for_no_initializing_shards: true });
      await expect(store.sweep({ now: now + 2 * HOUR, limit: 10 })).rejects.toMatchObject({ kind: 'overloaded' });
      expect([await exists(index), dropped]).toEqual([true, []]);
      await expect(scanned(store, {})).rejects.toMatchObject({ kind: 'overloaded' });
      await client.indices.delete({ index });
    });

    it('does nothing where all indices are gone', async () => {
      const store = await open();
      await client.indices.delete({ index: namesOf(options, SPACE).index });
      expect(await store.sweep({ now, limit: 10 })).toEqual({
        removed: 0,
        evicted: 0,
        conflicts: 0,
        failed: 0,
        more: false,
      });
      expect(await store.stats()).toEqual({ entries: 0, bytes: 0, nextExpiry: undefined });
    });

    it('is not alone in working on the indices of all models: scan and remove do, too', async () => {
      const [ours, theirs] = [await open(), await open({ space: OTHER })];
      await put(ours, [entry(1, now + HOUR)]);
      await put(theirs, [older(2, now + HOUR), older(1, now + HOUR)]);
      const found = await scanned(ours, {});
      expect(found.map(({ comparedText, embedder }) => `${comparedText} ${embedder}`).sort()).toEqual([
        `question 1 ${EMBEDDER}`,
        `question 1 ${OTHER.identity}`,
        `question 2 ${OTHER.identity}`,
      ]);
      expect(await ours.remove(found)).toBe(3);
      expect([await left(ours), await left(theirs)]).toEqual([[], []]);
    });

    it('is told in our words of deletions that an index does not take', async () => {
      const store = await open();
      const one = entry(1, now + HOUR);
      await put(store, [one, entry(2, now - 1)]);
      const { index } = namesOf(options, SPACE);
      await client.indices.putSettings({ index, settings: { 'index.blocks.write': true } });
      await expect(store.remove([one])).rejects.toMatchObject({
        kind: 'blocked',
        message: expect.stringContaining('cluster_block') as string,
      });
      expect(await store.sweep({ now, limit: 10 })).toMatchObject({ removed: 0, failed: 1, more: false });
      await client.indices.putSettings({ index, settings: { 'index.blocks.write': null } });
      expect(await store.sweep({ now, limit: 10 })).toMatchObject({ removed: 1, failed: 0 });
      expect(await store.remove([one])).toBe(1);
    });
  });
});

interface Stats {
  readonly nodes: Readonly<
    Record<string, { readonly indices: { readonly search: { readonly open_contexts: number } } }>
  >;
}
