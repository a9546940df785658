import { openElasticsearchStore, type ElasticsearchStoreOptions } from '../../src/store/elasticsearch/open';
import { describeWithElasticsearch, removeIndices, type ElasticsearchPlace } from '../support/elasticsearch';
import { storeOptions } from '../support/elasticsearch-store';
import { entryStoreContract, type OpenedStore } from './entry-store';

/** A store with indices of its own on the shared node. */
async function open(place: ElasticsearchPlace, over: Partial<ElasticsearchStoreOptions>): Promise<OpenedStore> {
  const options = storeOptions(place, over);
  const { store } = await openElasticsearchStore(options);
  const { indexPrefix } = options;
  const { url } = place;
  return {
    store,
    refusesForeignVectors: true,
    async settle() {
      await fetch(`${url}/${indexPrefix}-*/_refresh`, { method: 'POST' });
    },
    async close() {
      await store.close();
      await removeIndices({ url, prefix: indexPrefix });
    },
  };
}

/** The suite's vectors are random: all about equally far apart, as those of texts are not, so more of them have to be compared. */
const WIDE = { numCandidates: 400 };

describeWithElasticsearch(8, (place) => {
  entryStoreContract('the Elasticsearch store', async () => ({ ...(await open(place(), WIDE)), recall: 0.9 }));
  entryStoreContract('the Elasticsearch store that compares exactly, over three shards', () =>
    open(place(), { indexType: 'flat', shards: 3 }),
  );
});

describeWithElasticsearch(9, (place) => {
  entryStoreContract('the Elasticsearch store', async () => ({
    ...(await open(place(), WIDE)),
    recall: 0.9,
    partitions: 10_000,
  }));
  entryStoreContract('the Elasticsearch store with bytes for floats', async () => ({
    ...(await open(place(), { indexType: 'int8_hnsw' })),
    recall: 0.9,
  }));
});
