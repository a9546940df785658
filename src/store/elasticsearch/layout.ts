import { hash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';

/** Raised when documents of an older release could no longer be read; the new one then starts an index of its own. */
const MAPPING_VERSION = 1;
/** The same of labels. */
const LABELS_VERSION = 1;

/** The vectors that an index holds. */
export interface VectorSpace {
  /** Identity of the embedder. */
  readonly identity: string;
  readonly dims: number;
}

/** How a new index is made. */
export interface IndexOptions {
  readonly indexPrefix: string;
  readonly indexType: IndexType;
  /** 0: as the cluster decides. */
  readonly shards: number;
  /** A number, a range, or `cluster`. */
  readonly replicas: string;
  readonly refreshIntervalMs: number;
}

/**
 * `flat` compares every vector of the partition. The others are graphs over quantised vectors; their best candidates are scored
 * again with the exact vectors, for a quantised score is wrong by more than a threshold can bear.
 */
export type IndexType = 'bbq_hnsw' | 'int8_hnsw' | 'flat';

const VECTOR_INDEX = {
  bbq_hnsw: { type: 'bbq_hnsw', rescore_vector: { oversample: 3 } },
  int8_hnsw: { type: 'int8_hnsw', rescore_vector: { oversample: 2 } },
  flat: { type: 'flat' },
} as const satisfies Record<IndexType, unknown>;

/** Fewer dimensions cannot be quantised to single bits. */
export const LEAST_BBQ_DIMS = 64;

export interface Names {
  /** Entries of one vector space; what reads and writes go to. */
  readonly alias: string;
  /** The index that we make behind the alias. */
  readonly index: string;
  /** All indices of entries, of whatever space. */
  readonly everyIndex: string;
  /** Holds the sweeper's lease. */
  readonly meta: string;
  /** Alias of what was learned of candidates, of whatever space. */
  readonly labels: string;
  /** The index that we make behind it. */
  readonly labelsIndex: string;
}

/** One index for each model, number of dimensions, index type and mapping version: a change starts anew and leaves the old to expire. */
export function namesOf(
  { indexPrefix, indexType }: Pick<IndexOptions, 'indexPrefix' | 'indexType'>,
  space: VectorSpace,
): Names {
  const model = hash('sha256', space.identity, 'hex').slice(0, 12);
  const alias = `${indexPrefix}-entries-v${MAPPING_VERSION}-${model}-${space.dims}-${indexType}`;
  const labels = `${indexPrefix}-labels-v${LABELS_VERSION}`;
  return {
    alias,
    index: `${alias}-000001`,
    everyIndex: `${indexPrefix}-entries-*`,
    meta: `${indexPrefix}-meta`,
    labels,
    labelsIndex: `${labels}-000001`,
  };
}

const STORED_ONLY = { type: 'keyword', index: false, doc_values: false } as const;

/** Fields that are filtered, sorted or summed are indexed; all others are only kept. */
export function mappingsOf(indexType: IndexType, { identity, dims }: VectorSpace): estypes.MappingTypeMapping {
  return {
    dynamic: false,
    _routing: { required: true },
    _meta: { embedder: identity, version: MAPPING_VERSION },
    properties: {
      partition: { type: 'keyword' },
      policy: { type: 'keyword' },
      dialect: { type: 'keyword' },
      model: { type: 'keyword' },
      tag: { type: 'keyword' },
      created_at: { type: 'date', format: 'epoch_millis' },
      expires_at: { type: 'date', format: 'epoch_millis' },
      bytes: { type: 'long' },
      text: STORED_ONLY,
      embedder: STORED_ONLY,
      upstream_ms: { type: 'double', index: false, doc_values: false },
      form: STORED_ONLY,
      usage: { type: 'object', enabled: false },
      // Base64.
      body: { type: 'binary' },
      vector: { type: 'dense_vector', dims, index: true, similarity: 'cosine', index_options: VECTOR_INDEX[indexType] },
    },
  };
}

/** Labels hold no text. */
export const LABEL_MAPPINGS: estypes.MappingTypeMapping = {
  dynamic: false,
  _meta: { version: LABELS_VERSION },
  properties: {
    id: { type: 'keyword' },
    group: { type: 'keyword' },
    at: { type: 'date', format: 'epoch_millis' },
    scale: STORED_ONLY,
    mode: STORED_ONLY,
    score: { type: 'double', index: false, doc_values: false },
    same: { type: 'boolean', index: false, doc_values: false },
    source: STORED_ONLY,
  },
};

export function settingsOf({ shards, replicas, refreshIntervalMs }: IndexOptions): estypes.IndicesIndexSettings {
  return {
    // Stated, for without it an index that is not searched for a while stops refreshing.
    refresh_interval: `${refreshIntervalMs}ms`,
    ...(shards === 0 ? {} : { number_of_shards: shards }),
    ...replicasOf(replicas),
  };
}

function replicasOf(replicas: string): estypes.IndicesIndexSettings {
  if (replicas === 'cluster') return {};
  return replicas.includes('-') ? { auto_expand_replicas: replicas } : { number_of_replicas: Number(replicas) };
}
