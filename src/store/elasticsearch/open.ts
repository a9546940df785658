import type { Clock } from '../../core/clock';
import type { Observer, StoreObserver } from '../../core/decision';
import type { Entry, EntryHead, EntryKey, EntryStore, Removal, SweepResult } from '../../core/entry';
import { StoreError } from '../../core/errors';
import { LABELS_KEPT, type LabelLog } from '../../core/label';
import type { Lease } from '../../core/lease';
import { within } from '../../core/within';
import { createBreaker } from './breaker';
import { connect, type ConnectionOptions } from './connect';
import { HEAD_FIELDS, headOf, type EntryDocument } from './document';
import { asFailure, ElasticsearchFailure, failureKind } from './failure';
import { namesOf, type IndexOptions, type VectorSpace } from './layout';
import { createLabelLog } from './labels';
import { createLease } from './lease';
import { countExpiring } from './outlook';
import { inOrder, NEWEST_FIRST, queryBehind } from './newest';
import { openPages, type PageRequest } from './pages';
import { prepare } from './prepare';
import { queryOf } from './query';
import { get, nearest, type ReadDeps } from './reads';
import { removeKeys } from './removal';
import { createSweep, totals, type SweepRequest } from './sweep';
import { createWriter } from './writer';

export interface ElasticsearchStoreOptions extends IndexOptions {
  readonly connection: ConnectionOptions;
  readonly space: VectorSpace;
  /** Candidates that each shard compares. */
  readonly numCandidates: number;
  /** Bounds that the sweeper holds; 0: none. */
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Labels of a group that are kept at least. Default LABELS_KEPT. */
  readonly labelsKept?: number;
  /** See `createLease`. */
  readonly leaseTtlMs: number;
  readonly clock: Clock;
  readonly observer: StoreObserver & Pick<Observer, 'failed'>;
}

export interface ElasticsearchStore {
  readonly store: EntryStore;
  /** Of the sweeper. */
  readonly lease: Lease;
  readonly labels: LabelLog;
}

/** How long the start, or a try to recover, waits for the cluster, ms. */
const PREPARE_MS = 5000;
const SCAN_PAGE = 500;
const REFRESH_MS = 2000;
/** What giving things back to the cluster may take at the end, ms. */
const CLOSE_MS = 1000;

/**
 * The store in a cluster that many replicas share. A cluster that cannot be reached does not stop the start: calls go upstream
 * until it can.
 *
 * @throws StoreError when a file cannot be read, the cluster refuses us, or the indices are not ours
 */
export async function openElasticsearchStore(options: ElasticsearchStoreOptions): Promise<ElasticsearchStore> {
  const { space, clock, observer } = options;
  const clients = connect(options.connection);
  const { background } = clients;
  const names = namesOf(options, space);
  const ready = (stopped?: AbortSignal): Promise<void> => {
    const late = AbortSignal.timeout(PREPARE_MS);
    return prepare({ client: background, options, space, signal: stopped ? AbortSignal.any([stopped, late]) : late });
  };
  const breaker = createBreaker({ tryAgain: ready, observer });
  const reads: ReadDeps = { ...options, client: clients.hot, breaker, alias: names.alias };
  let checking: Promise<void> | undefined;
  const checkAgain = (): void => {
    checking ??= ready()
      .catch(breaker.trip)
      .finally(() => (checking = undefined));
  };
  const writer = createWriter({
    client: background,
    alias: names.alias,
    clock,
    observer,
    indexMissing: breaker.trip,
    rejected: checkAgain,
  });
  const sweeping = createSweep({ ...options, ...names, client: background });
  const removals: Record<Removal, number> = { expired: 0, capacity: 0, invalidated: 0, replaced: 0 };

  try {
    await ready();
  } catch (error) {
    if (!passes(error)) {
      await clients.close();
      throw error;
    }
    breaker.trip(error);
  }

  /** Work that nobody waits for; not tried while the cluster is away. */
  async function inBackground<T>(doing: string, run: () => Promise<T>): Promise<T> {
    breaker.assertClosed();
    try {
      return await run();
    } catch (error) {
      throw asFailure(doing, error);
    }
  }

  async function put(entry: Entry): Promise<void> {
    refuseForeign(entry, space);
    if ((await writer.put(entry)) === 'updated') removals.replaced += 1;
  }

  async function remove(keys: readonly EntryKey[]): Promise<number> {
    const removed = await inBackground('removing entries', () => removeKeys(background, names.everyIndex, keys));
    removals.invalidated += removed;
    return removed;
  }

  async function sweep(request: SweepRequest): Promise<SweepResult> {
    const result = await inBackground('sweeping', () => sweeping.step(request));
    removals.expired += result.removed;
    removals.capacity += result.evicted;
    return result;
  }

  /**
   * So that a purge misses nothing of what was put before. An operator may not allow it, and a part that is away would be waited for;
   * without it the scan may be a second behind.
   */
  async function refreshIfPossible(): Promise<void> {
    const now = { requestTimeout: REFRESH_MS, maxRetries: 0 };
    await background.indices.refresh({ index: names.everyIndex, ignore_unavailable: true }, now).catch(() => undefined);
  }

  async function* pagesOf(wanted: Pick<PageRequest, 'query' | 'order'>): AsyncGenerator<readonly EntryHead[]> {
    const page = { size: SCAN_PAGE, fields: HEAD_FIELDS, ...wanted };
    breaker.assertClosed();
    await refreshIfPossible();
    const pages = await inBackground('scanning', () => openPages<EntryDocument>(background, names.everyIndex));
    try {
      for (let full = true; full;) {
        const hits = await inBackground('scanning', () => pages.next(page));
        full = hits.length === SCAN_PAGE;
        if (hits.length > 0) yield hits.flatMap(({ _id, _source }) => (_id && _source ? [headOf(_id, _source)] : []));
      }
    } finally {
      await pages.close();
    }
  }

  async function close(): Promise<void> {
    await breaker.stop();
    await writer.close();
    // Requests to a cluster that hangs end with the process.
    await within(
      sweeping.close().then(() => clients.close()),
      CLOSE_MS,
      undefined,
    );
  }

  async function holdLease(): Promise<boolean> {
    try {
      return await inBackground('asking for the lease', () => lease.hold());
    } catch (error) {
      if (failureKind(error) === 'index-missing') checkAgain();
      throw error;
    }
  }

  const lease = createLease({ client: background, index: names.meta, clock, ttlMs: options.leaseTtlMs });
  const labels = createLabelLog({
    client: background,
    alias: names.labels,
    clock,
    kept: options.labelsKept ?? LABELS_KEPT,
    background: inBackground,
    indexMissing: checkAgain,
    failed: (where, error) => {
      observer.failed(where, error);
    },
  });
  return {
    labels,
    lease: {
      hold: holdLease,
      release: () => inBackground('releasing the lease', () => lease.release()),
    },
    store: {
      get: (key, withinMs) => get(reads, key, withinMs),
      nearest: (query) => nearest(reads, query),
      put,
      remove,
      scan: (filter) => pagesOf({ query: queryOf(filter) }),
      scanNewestFirst: (filter, after) =>
        inOrder(pagesOf({ query: queryBehind(filter, after), order: NEWEST_FIRST }), after),
      sweep,
      stats: () => inBackground('counting', () => totals(background, names.everyIndex)),
      expiringBy: (times) => inBackground('counting', () => countExpiring(background, names.everyIndex, times)),
      removals: () => ({ ...removals }),
      check: () => Promise.resolve().then(breaker.assertClosed),
      close,
    },
  };
}

/** Whether it is over some time without anybody's doing something about our configuration. */
function passes(error: unknown): boolean {
  return error instanceof ElasticsearchFailure && ['unreachable', 'overloaded', 'blocked'].includes(error.kind);
}

/** The index would refuse it as well, entry by entry. */
function refuseForeign({ vector, embedder }: Entry, { identity, dims }: VectorSpace): void {
  if (vector === undefined) return;
  if (embedder !== identity || vector.length !== dims) {
    throw new StoreError(
      `an entry of another model or of ${vector.length} dimensions: the index holds ${dims} of ${identity}`,
    );
  }
  if (vector.every((x) => x === 0)) throw new StoreError('a vector of zeros has no direction');
}
