import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { systemClock } from '../../src/core/clock';
import type { ConnectionOptions } from '../../src/store/elasticsearch/connect';
import type { IndexOptions } from '../../src/store/elasticsearch/layout';
import type { ElasticsearchStoreOptions } from '../../src/store/elasticsearch/open';
import { DIMS, EMBEDDER } from '../contract/entry-store';
import type { ElasticsearchPlace } from './elasticsearch';

export const SPACE = { identity: EMBEDDER, dims: DIMS };

export const SILENT: ElasticsearchStoreOptions['observer'] = {
  failed: () => undefined,
  breaker: () => undefined,
  writeRetried: () => undefined,
  indexDropped: () => undefined,
};

/** Options of a store with indices of its own; they are removed with the file's. */
export function storeOptions(
  { url, prefix }: ElasticsearchPlace,
  over: Partial<ElasticsearchStoreOptions> = {},
): ElasticsearchStoreOptions {
  return {
    ...indexOptions(`${prefix}-${randomBytes(4).toString('hex')}`),
    ...{ connection: connectionTo(url), space: SPACE, numCandidates: 100, maxEntries: 0, maxBytes: 0 },
    ...{ leaseTtlMs: 60_000, clock: systemClock, observer: SILENT },
    ...over,
  };
}

function indexOptions(indexPrefix: string): IndexOptions {
  return { indexPrefix, indexType: 'bbq_hnsw', shards: 1, replicas: '0', refreshIntervalMs: 1000 };
}

/** As an operator would talk to the cluster. */
export function clientFor(url: string): Client {
  return new Client({ node: url });
}

export function connectionTo(url: string, over: Partial<ConnectionOptions> = {}): ConnectionOptions {
  return { nodes: [url], ...over };
}
