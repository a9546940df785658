import type { Clock } from '../../src/core/clock';
import type { Observer, StoreObserver } from '../../src/core/decision';
import type { EntryStore } from '../../src/core/entry';
import type { Lease } from '../../src/core/lease';
import { openElasticsearchStore } from '../../src/store/elasticsearch/open';
import { openEmbeddedStore } from '../../src/store/embedded/open';
import { soleLease } from '../../src/sweeper/sole-lease';
import { DIMS, EMBEDDER } from './dataset';
import type { StorePlace } from './tasks';

export interface OpenedStore {
  readonly store: EntryStore;
  readonly lease: Lease;
}

/** Roomy: nothing is to be evicted. */
const BOUNDS = { maxBytes: 64 * 2 ** 30, maxEntries: 100_000_000 };

/** Opened as the server opens it, with the settings that it has by default. */
export async function openAt(place: StorePlace, clock: Clock): Promise<OpenedStore> {
  if (place.kind === 'embedded') {
    return { store: await openEmbeddedStore({ path: place.path, ...BOUNDS, clock }), lease: soleLease };
  }
  return openElasticsearchStore({
    connection: { nodes: [place.url] },
    space: { identity: EMBEDDER, dims: DIMS },
    indexPrefix: place.indexPrefix,
    indexType: place.indexType,
    ...{ shards: 1, replicas: '0-1', refreshIntervalMs: 1000, numCandidates: 100 },
    ...{ maxEntries: 0, maxBytes: 0, leaseTtlMs: 90_000 },
    clock,
    observer: REPORTING,
  });
}

/** What happened besides is not wrong, but explains odd figures. */
const REPORTING: StoreObserver & Pick<Observer, 'failed'> = {
  failed(where, error) {
    console.error(where, error);
  },
  breaker(state, why) {
    console.error(`the store's circuit breaker is ${state}`, why ?? '');
  },
  writeRetried(entries) {
    console.error(`${entries} writes are tried again`);
  },
  indexDropped: () => undefined,
};
