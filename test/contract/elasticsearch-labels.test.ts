import { newestMajor } from '../../tools/fetch/elasticsearch';
import { until } from '../../tools/harness/waiting';
import type { StoreError } from '../../src/core/errors';
import {
  openElasticsearchStore,
  type ElasticsearchStore,
  type ElasticsearchStoreOptions,
} from '../../src/store/elasticsearch/open';
import { describeWithElasticsearch, removeIndices, type ElasticsearchPlace } from '../support/elasticsearch';
import { storeOptions } from '../support/elasticsearch-store';
import { elasticsearch } from '../support/shared-store';
import { NOW } from './entry-store';
import { KEPT, labelLogContract, labelOf, readAll, type OpenedLog } from './label-log';

/** Of labels, none is older than the overlap then. */
const clock = { now: () => NOW + 10_000, monotonic: () => performance.now() };

interface OpenedStores extends OpenedLog {
  readonly options: ElasticsearchStoreOptions;
}

async function open(place: ElasticsearchPlace): Promise<OpenedStores> {
  const options = storeOptions(place, { labelsKept: KEPT, clock });
  const stores: ElasticsearchStore[] = [];
  const another = async () => {
    const opened = await openElasticsearchStore(options);
    stores.push(opened);
    return opened.labels;
  };
  const { indexPrefix: prefix } = options;
  const settle = async (): Promise<void> => {
    await elasticsearch(place.url, 'POST', `${prefix}-labels-*/_refresh`);
  };
  const log = await another();
  return {
    options,
    log,
    // Another replica, beside the first.
    again: another,
    settle,
    trimmed: () =>
      until('old labels to go', async () => {
        await settle();
        const { labels } = await readAll(log);
        return labels.length < KEPT + 600 || undefined;
      }).then(() => undefined),
    async close() {
      for (const { store } of stores) await store.close();
      await removeIndices({ url: place.url, prefix });
    },
  };
}

describeWithElasticsearch(8, (place) => {
  labelLogContract('the log of labels in Elasticsearch', () => open(place()));
});

describeWithElasticsearch(newestMajor(), (place) => {
  let opened: OpenedStores;
  beforeEach(async () => {
    opened = await open(place());
  });
  afterEach(() => opened.close());
  labelLogContract('the log of labels in Elasticsearch', () => open(place()));

  it('makes no index by the way when its own is gone, and makes that anew', async () => {
    const { indexPrefix } = opened.options;
    await elasticsearch(place().url, 'DELETE', `${indexPrefix}-labels-v1-000001`);
    const refusal = (await opened.log.append(labelOf()).catch((error: unknown) => error)) as StoreError;
    expect(refusal.message).toContain('has lost an index');
    const label = labelOf({ at: NOW });
    await until('the index', async () =>
      opened.log.append(label).then(
        () => true,
        () => undefined,
      ),
    );
    await opened.settle?.();
    expect((await readAll(opened.log)).labels).toEqual([label]);
    const mapping = await elasticsearch<Record<string, { mappings: { dynamic: string } }>>(
      place().url,
      'GET',
      `${indexPrefix}-labels-v1/_mapping`,
    );
    expect(Object.values(mapping).map(({ mappings }) => mappings.dynamic)).toEqual(['false']);
  });

  it('takes no notice of documents that are no labels', async () => {
    const label = labelOf({ at: NOW });
    await opened.log.append(label);
    const strange = { id: 'x', at: NOW + 1, group: 'support' };
    await elasticsearch(place().url, 'POST', `${opened.options.indexPrefix}-labels-v1/_doc/x`, strange);
    await opened.settle?.();
    expect((await readAll(opened.log)).labels).toEqual([label]);
  });

  it('loses no label of the others to one from the future', async () => {
    await opened.log.append(labelOf({ at: NOW + 3_600_000 }));
    await opened.settle?.();
    const { next } = await readAll(opened.log);
    const label = labelOf({ at: NOW });
    await opened.log.append(label);
    await opened.settle?.();
    expect((await readAll(opened.log, next)).labels.map(({ id }) => id)).toContain(label.id);
  });
});
