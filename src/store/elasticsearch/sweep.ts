import type { Client, estypes } from '@elastic/elasticsearch';
import type { Observer, StoreObserver } from '../../core/decision';
import type { SweepResult } from '../../core/entry';
import type { EntryDocument } from './document';
import { asFailure } from './failure';
import { isStale, openPages, type Hit, type Pages } from './pages';
import { indicesOf, removeVersions, type Version, type VersionedRemoval } from './removal';
import { queryOf } from './query';

export interface SweepDeps {
  readonly client: Client;
  readonly everyIndex: string;
  /** Stands for the index in use. */
  readonly alias: string;
  /** 0: no bound. */
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly observer: Pick<StoreObserver, 'indexDropped'> & Pick<Observer, 'failed'>;
}

export interface SweepRequest {
  readonly now: number;
  readonly limit: number;
}

export interface StoreSweep {
  /** One page. The view that a sweep goes through is kept from step to step. */
  step(request: SweepRequest): Promise<SweepResult>;
  close(): Promise<void>;
}

/** What a search gives at most (index.max_result_window). */
const LARGEST_PAGE = 10_000;
/** Another replica's model may have its index for so long before anything is in it, ms. */
const YOUNG_MS = 3_600_000;

const NOTHING: VersionedRemoval = { removed: 0, conflicts: 0, failed: 0 };

/**
 * Expired entries first; then, when the store holds more than it may, those that expire soonest (no read has to be written down for that);
 * at last indices of models no longer in use of which nothing lives. Works on all indices of entries.
 */
export function createSweep(deps: SweepDeps): StoreSweep {
  let pages: Pages<EntryDocument> | undefined;

  async function expiredPage({ now, limit }: SweepRequest): Promise<readonly Hit<EntryDocument>[]> {
    const request = { size: limit, query: queryOf({ expiredAt: now }), fields: [] };
    try {
      pages ??= await openPages(deps.client, deps.everyIndex);
      return await pages.next(request);
    } catch (error) {
      await close();
      if (!isStale(error)) throw error;
      pages = await openPages(deps.client, deps.everyIndex);
      return await pages.next(request);
    }
  }

  async function orReport<T>(where: string, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      deps.observer.failed(where, asFailure(where, error));
      return otherwise;
    }
  }

  async function close(): Promise<void> {
    const open = pages;
    pages = undefined;
    await open?.close();
  }

  return {
    close,
    async step({ now, limit }) {
      const request = { now, limit: Math.min(limit, LARGEST_PAGE) };
      const hits = await expiredPage(request);
      const { removed, conflicts, failed } = await removeVersions(deps.client, hits.flatMap(versionOf));
      const done = { removed, evicted: 0, conflicts, failed };
      if (hits.length === request.limit) return { ...done, more: true };
      await close();
      // These need privileges of their own; what is done already counts without them.
      const { evicted, more } = await orReport(
        'sweep-bounds',
        evict(deps, { ...request, limit: request.limit - hits.length }),
        { evicted: NOTHING, more: false },
      );
      if (!more) await orReport('sweep-unused', dropUnused(deps, request.now), undefined);
      return {
        removed,
        evicted: evicted.removed,
        conflicts: conflicts + evicted.conflicts,
        failed: failed + evicted.failed,
        more,
      };
    },
  };
}

async function evict(deps: SweepDeps, request: SweepRequest): Promise<{ evicted: VersionedRemoval; more: boolean }> {
  const { client, everyIndex, maxEntries, maxBytes } = deps;
  if (maxEntries === 0 && maxBytes === 0) return { evicted: NOTHING, more: false };
  // Or what the step before removed would be counted still.
  await client.indices.refresh({ index: everyIndex, ignore_unavailable: true });
  const { entries, bytes } = await totals(client, everyIndex, { range: { expires_at: { gt: request.now } } });
  const excess = {
    entries: maxEntries === 0 ? 0 : entries - maxEntries,
    bytes: maxBytes === 0 ? 0 : bytes - maxBytes,
  };
  if (excess.entries <= 0 && excess.bytes <= 0) return { evicted: NOTHING, more: false };
  const { hits } = await client.search<Pick<EntryDocument, 'bytes'>>({
    index: everyIndex,
    ignore_unavailable: true,
    allow_partial_search_results: false,
    size: request.limit,
    query: { range: { expires_at: { gt: request.now } } },
    sort: [{ expires_at: 'asc' }],
    track_total_hits: false,
    seq_no_primary_term: true,
    _source: ['bytes'],
  });
  const victims = enough(hits.hits, excess);
  return {
    evicted: await removeVersions(client, victims.flatMap(versionOf)),
    more: victims.length === request.limit,
  };
}

function enough(
  hits: readonly Hit<Pick<EntryDocument, 'bytes'>>[],
  excess: { entries: number; bytes: number },
): readonly Hit<unknown>[] {
  let { entries, bytes } = excess;
  const victims: Hit<unknown>[] = [];
  for (const hit of hits) {
    if (entries <= 0 && bytes <= 0) break;
    victims.push(hit);
    entries -= 1;
    bytes -= hit._source?.bytes ?? 0;
  }
  return victims;
}

async function dropUnused({ client, everyIndex, alias, observer }: SweepDeps, now: number): Promise<void> {
  const inUse = new Set(await indicesOf(client, alias));
  for (const index of await indicesOf(client, everyIndex)) {
    if (inUse.has(index) || now - (await createdAt(client, index)) < YOUNG_MS) continue;
    await client.indices.refresh({ index, ignore_unavailable: true });
    const { entries } = await totals(client, index, { range: { expires_at: { gt: now } } });
    if (entries > 0) continue;
    await client.indices.delete({ index, ignore_unavailable: true });
    observer.indexDropped(index);
  }
}

async function createdAt(client: Client, index: string): Promise<number> {
  const found = await client.indices.getSettings({ index, name: 'index.creation_date', ignore_unavailable: true });
  return Number(found[index]?.settings?.index?.creation_date ?? Infinity);
}

export interface Totals {
  readonly entries: number;
  readonly bytes: number;
  /** The smallest `expires_at`. */
  readonly nextExpiry: number | undefined;
}

export async function totals(
  client: Client,
  index: string,
  query: estypes.QueryDslQueryContainer = { match_all: {} },
): Promise<Totals> {
  const answer = await client.search<unknown, Record<'bytes' | 'expiry', { value: number | null }>>({
    index,
    ignore_unavailable: true,
    size: 0,
    // What is away is not nothing.
    allow_partial_search_results: false,
    track_total_hits: true,
    query,
    aggs: { bytes: { sum: { field: 'bytes' } }, expiry: { min: { field: 'expires_at' } } },
  });
  const { total } = answer.hits;
  return {
    entries: typeof total === 'number' ? total : (total?.value ?? 0),
    bytes: answer.aggregations?.bytes.value ?? 0,
    nextExpiry: answer.aggregations?.expiry.value ?? undefined,
  };
}

function versionOf(hit: Hit<unknown>): readonly Version[] {
  const { _index: index, _id: id, _routing: routing, _seq_no: seqNo, _primary_term: primaryTerm } = hit;
  if (id === undefined || seqNo === undefined || primaryTerm === undefined) return [];
  return [{ index, id, routing, seqNo, primaryTerm }];
}
