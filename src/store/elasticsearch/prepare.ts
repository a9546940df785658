import type { Client, estypes } from '@elastic/elasticsearch';
import { StoreError } from '../../core/errors';
import { asFailure, errorType, failureKind } from './failure';
import {
  LABEL_MAPPINGS,
  LEAST_BBQ_DIMS,
  mappingsOf,
  namesOf,
  settingsOf,
  type IndexOptions,
  type VectorSpace,
} from './layout';

export interface Preparation {
  readonly client: Client;
  readonly options: IndexOptions;
  readonly space: VectorSpace;
  /** Ends it, for whatever reason. */
  readonly signal: AbortSignal;
}

/**
 * Makes the indices that are not there, and makes sure that those that are can be used. Safe to run again, and from several processes at
 * once.
 *
 * @throws ElasticsearchFailure when the cluster cannot be asked, StoreError when what is there is not ours
 */
export async function prepare({ client, options, space, signal }: Preparation): Promise<void> {
  const { indexType } = options;
  if (indexType === 'bbq_hnsw' && space.dims < LEAST_BBQ_DIMS) {
    throw new StoreError(
      `store.index-type: bbq_hnsw needs vectors of ${LEAST_BBQ_DIMS} dimensions or more, the model gives ${space.dims}: choose int8_hnsw or flat`,
    );
  }
  const names = namesOf(options, space);
  // Waits for a slow cluster, but is repeated by whoever calls.
  const transport = { signal, maxRetries: 0 };
  try {
    const mappings = mappingsOf(indexType, space);
    const settings = settingsOf(options);
    await create(client, { index: names.index, alias: names.alias, settings, mappings }, transport);
    const meta = settingsOf({ ...options, shards: Math.min(1, options.shards) });
    await create(client, { index: names.meta, settings: meta, mappings: { dynamic: false } }, transport);
    const labels = { index: names.labelsIndex, alias: names.labels, settings: meta, mappings: LABEL_MAPPINGS };
    await prepareLabels(client, labels, transport);
    verify(names.alias, await client.indices.getMapping({ index: names.alias }, transport), mappings);
    await tryReading(client, { alias: names.alias, dims: space.dims }, transport);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw asFailure(`preparing the indices ${options.indexPrefix}-…`, error);
  }
}

/**
 * Who runs with the least privileges may have made the other indices before there were labels: those can then not be read or written, which
 * only policies with a bound on false hits notice.
 */
async function prepareLabels(
  client: Client,
  wanted: NewIndex & { alias: string },
  transport: Transport,
): Promise<void> {
  const { alias, mappings } = wanted;
  try {
    await create(client, wanted, transport);
  } catch (error) {
    if (failureKind(error) === 'denied') return;
    throw error;
  }
  verify(alias, await client.indices.getMapping({ index: alias }, transport), mappings);
}

/** Both kinds of reads that lookups do: they may be forbidden, and the first ones are slow. */
async function tryReading(
  client: Client,
  { alias, dims }: { readonly alias: string; readonly dims: number },
  transport: Transport,
): Promise<void> {
  await client.get({ index: alias, id: '-', routing: '-' }, { ...transport, ignore: [404] });
  const somewhere = Array.from({ length: dims }, (_, i) => (i === 0 ? 1 : 0));
  await client.search(
    {
      index: alias,
      size: 1,
      _source: false,
      knn: { field: 'vector', query_vector: somewhere, k: 1, num_candidates: 10 },
    },
    transport,
  );
}

interface NewIndex {
  readonly index: string;
  readonly alias?: string;
  readonly settings: estypes.IndicesIndexSettings;
  readonly mappings: estypes.MappingTypeMapping;
}

type Transport = Readonly<{ signal: AbortSignal; maxRetries: number }>;

async function create(
  client: Client,
  { index, alias, settings, mappings }: NewIndex,
  transport: Transport,
): Promise<void> {
  if (await client.indices.exists({ index: alias ?? index }, transport)) return;
  try {
    await client.indices.create(
      { index, settings, mappings, ...(alias === undefined ? {} : { aliases: { [alias]: { is_write_index: true } } }) },
      transport,
    );
  } catch (error) {
    // Another replica was faster; or the index is there and the alias is not.
    if (errorType(error) !== 'resource_already_exists_exception') throw error;
    if (alias !== undefined && !(await client.indices.exists({ index: alias }, transport))) {
      throw new StoreError(
        `the index ${index} is there, but no alias ${alias}: add it (POST /_aliases {"actions":[{"add":{"index":"${index}","alias":"${alias}"}}]}), or delete the index (DELETE /${index}); it is a cache and fills again`,
      );
    }
  }
}

/** @throws StoreError unless there is one index behind the alias, with the fields that we rely on */
export function verify(
  alias: string,
  found: estypes.IndicesGetMappingResponse,
  expected: estypes.MappingTypeMapping,
): void {
  const indices = Object.keys(found).sort();
  const [index, ...others] = indices;
  if (index === undefined || others.length > 0) {
    throw new StoreError(
      `the alias ${alias} stands for ${indices.length} indices (${indices.join(', ')}), and must stand for one: a read by id needs it`,
    );
  }
  const difference = differenceOf(found[index]?.mappings, expected, 'mappings');
  if (difference === undefined) return;
  throw new StoreError(
    `the index ${index} is not one of ours: ${difference}. Delete it (DELETE /${index}; a cache fills again), or choose another store.index-prefix`,
  );
}

/** The first place where `found` lacks what is expected, in words. What it has besides does not matter. */
function differenceOf(found: unknown, expected: unknown, path: string): string | undefined {
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return `${path} is missing`;
    for (const [key, value] of Object.entries(expected)) {
      const difference = differenceOf(Reflect.get(found, key), value, `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  // The cluster leaves out what is its default, and gives some values as text.
  if (found === undefined && DEFAULTS_LEFT_OUT.includes(path)) return undefined;
  return String(found) === String(expected) ? undefined : `${path} is ${String(found)} instead of ${String(expected)}`;
}

const DEFAULTS_LEFT_OUT: readonly string[] = ['mappings.properties.usage.type'];
