import type { Client, estypes } from '@elastic/elasticsearch';
import { StoreError, StoreUnavailableError } from '../../../src/core/errors';
import { ElasticsearchFailure } from '../../../src/store/elasticsearch/failure';
import { mappingsOf, namesOf, type Names } from '../../../src/store/elasticsearch/layout';
import { openElasticsearchStore, type ElasticsearchStoreOptions } from '../../../src/store/elasticsearch/open';
import { until } from '../../../tools/harness/waiting';
import { entryOf, keptOf } from '../../contract/entry-store';
import { labelOf } from '../../contract/label-log';
import { describeWithElasticsearch, NODE_MS, ownNode } from '../../support/elasticsearch';
import { answering, errorReply, type Answering, type Reply } from './answering';
import { clientFor, connectionTo, SILENT, SPACE, storeOptions } from '../../support/elasticsearch-store';

/** Opens and closes; the message when it is refused. */
async function refusal(options: ElasticsearchStoreOptions): Promise<unknown> {
  try {
    const { store } = await openElasticsearchStore(options);
    await store.close();
    return 'opened';
  } catch (error) {
    return error;
  }
}

/** What the node behind says. */
async function passedOn(url: string, method: string, body: string): Promise<Reply> {
  const headers = { 'content-type': body.startsWith('{"index"') ? 'application/x-ndjson' : 'application/json' };
  const answer = await fetch(url, { method, ...(body !== '' && { body, headers }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as unknown) };
}

describe.each([8, 9] as const)('opening the shared store', (major) => {
  describeWithElasticsearch(major, (place) => {
    let client: Client;
    let options: ElasticsearchStoreOptions;
    let names: Names;
    beforeEach(() => {
      client = clientFor(place().url);
      options = storeOptions(place());
      names = namesOf(options, SPACE);
    });
    afterEach(() => client.close());

    const indices = async (): Promise<string[]> =>
      Object.keys(await client.indices.get({ index: `${options.indexPrefix}-*` }));
    const createWith = async (change: (mappings: estypes.MappingTypeMapping) => void): Promise<void> => {
      const mappings = structuredClone(mappingsOf(options.indexType, SPACE));
      change(mappings);
      const settings = { number_of_replicas: 0 };
      await client.indices.create({
        index: names.index,
        aliases: { [names.alias]: { is_write_index: true } },
        settings,
        mappings,
      });
    };
    const vectorField = (mappings: estypes.MappingTypeMapping): Record<string, unknown> =>
      mappings.properties!['vector'] as never;

    it('makes the indices once when 8 processes open it at the same time, and again changes nothing', async () => {
      expect(await Promise.all(Array.from({ length: 8 }, () => refusal(options)))).toEqual(Array(8).fill('opened'));
      expect((await indices()).sort()).toEqual([names.index, names.labelsIndex, names.meta].sort());
      const [alias] = Object.values(await client.indices.getAlias({ name: names.alias }));
      expect(alias?.aliases).toEqual({ [names.alias]: { is_write_index: true } });
      const made = async (): Promise<unknown> => client.indices.get({ index: `${options.indexPrefix}-*` });
      const before = await made();
      expect(await refusal(options)).toBe('opened');
      expect(await made()).toEqual(before);
    });

    it.each<[string, (mappings: estypes.MappingTypeMapping) => void, string]>([
      ['vectors of other dimensions', (m) => (vectorField(m)['dims'] = 64), 'vector.dims is 64 instead of 128'],
      [
        'another type of vector index',
        (m) => (vectorField(m)['index_options'] = { type: 'int8_hnsw' }),
        'index_options.type is int8_hnsw instead of bbq_hnsw',
      ],
      [
        'another similarity',
        (m) => (vectorField(m)['similarity'] = 'l2_norm'),
        'vector.similarity is l2_norm instead of cosine',
      ],
      ['no routing', (m) => delete m._routing, 'mappings._routing is missing'],
      [
        'another type of a field',
        (m) => (m.properties!['partition'] = { type: 'text' }),
        'partition.type is text instead of keyword',
      ],
      ['a field less', (m) => delete m.properties!['expires_at'], 'expires_at is missing'],
      ['fields of any kind', (m) => (m.dynamic = true), 'mappings.dynamic is true instead of false'],
      ['another embedder', (m) => (m._meta!['embedder'] = 'other'), '_meta.embedder is other'],
    ])('refuses an index with %s, and says what to do', async (_, change, difference) => {
      await createWith(change);
      const error = await refusal(options);
      expect(error).toBeInstanceOf(StoreError);
      expect((error as Error).message).toContain(`the index ${names.index} is not one of ours: `);
      expect((error as Error).message).toContain(difference);
      expect((error as Error).message).toContain(`DELETE /${names.index}`);
      expect((error as Error).message).toContain('store.index-prefix');
    });

    it('takes an index that has more fields than it needs', async () => {
      await createWith((m) => (m.properties!['note'] = { type: 'keyword' }));
      expect(await refusal(options)).toBe('opened');
    });

    it('refuses an index that came into being by a write to the name of the alias', async () => {
      await client.index({ index: names.alias, document: { vector: [1, 2, 3] } });
      expect(await refusal(options)).toMatchObject({
        message: expect.stringContaining(`the index ${names.alias} is not one of ours`) as string,
      });
    });

    it('refuses an index without its alias, and says how to add it', async () => {
      expect(await refusal(options)).toBe('opened');
      await client.indices.deleteAlias({ index: names.index, name: names.alias });
      const { message } = (await refusal(options)) as Error;
      expect(message).toContain(`the index ${names.index} is there, but no alias ${names.alias}`);
      const body = /\{"actions.*\}\]\}/.exec(message)![0];
      await client.indices.updateAliases(JSON.parse(body) as estypes.IndicesUpdateAliasesRequest);
      expect(await refusal(options)).toBe('opened');
    });

    it('refuses an alias of two indices', async () => {
      expect(await refusal(options)).toBe('opened');
      await client.indices.create({
        index: `${names.alias}-000002`,
        aliases: { [names.alias]: {} },
        settings: { number_of_replicas: 0 },
      });
      expect(await refusal(options)).toMatchObject({
        message: expect.stringMatching(/stands for 2 indices \(.*000001, .*000002\)/) as string,
      });
    });

    it('refuses bbq_hnsw for vectors of less than 64 dimensions, and makes nothing', async () => {
      const small = { ...options, space: { ...SPACE, dims: 63 } };
      expect(await refusal(small)).toMatchObject({
        message: expect.stringMatching(/^store.index-type: .*int8_hnsw or flat/) as string,
      });
      await expect(indices()).resolves.toEqual([]);
      expect(await refusal({ ...small, indexType: 'flat' })).toBe('opened');
    });

    it('refuses an index of labels that is none of ours', async () => {
      await client.indices.create({
        index: names.labelsIndex,
        aliases: { [names.labels]: {} },
        settings: { number_of_replicas: 0 },
        mappings: { dynamic: false, properties: { at: { type: 'keyword' } } },
      });
      const { message } = (await refusal(options)) as Error;
      expect(message).toContain(`the index ${names.labelsIndex} is not one of ours`);
    });

    it('opens without the index of labels where it may not make it; only labels fail then', async () => {
      // As with a key that was made before there were labels.
      const limited = await answering(({ method, path, body }) =>
        method === 'PUT' && path.startsWith(`/${names.labelsIndex}`)
          ? errorReply(403, 'security_exception')
          : passedOn(`${place().url}${path}`, method, body),
      );
      try {
        const { store, labels } = await openElasticsearchStore({ ...options, connection: connectionTo(limited.url) });
        await store.check();
        await store.put(entryOf({ expiresAt: Date.now() + 60_000 }));
        await expect(labels.append(labelOf())).rejects.toMatchObject({ kind: 'index-missing' });
        await expect(labels.read(undefined)).rejects.toMatchObject({ kind: 'index-missing' });
        await store.check();
        await store.close();
        expect(await indices()).not.toContain(names.labelsIndex);
      } finally {
        await limited.close();
      }
    });

    it('makes an index anew that was deleted underneath, and serves again', async () => {
      const states: string[] = [];
      const observer = { ...SILENT, breaker: (state: string) => states.push(state) };
      const { store } = await openElasticsearchStore({ ...options, observer });
      try {
        const entry = entryOf({ expiresAt: Date.now() + 60_000 });
        await store.put(entry);
        await client.indices.delete({ index: names.index });
        await expect(store.get(entry)).rejects.toMatchObject({ kind: 'index-missing' });
        await store.put(entry);
        await until('the store', () => store.check().then(() => true as const));
        expect(await store.get(entry)).toEqual(keptOf(entry));
        expect(states).toEqual(['open', 'half-open', 'closed']);
      } finally {
        await store.close();
      }
    });
  });
});

describeWithElasticsearch(9, () => {
  it(
    'opens without a cluster, asks nothing of it, and serves by itself when it is there',
    async () => {
      const node = await ownNode(9);
      try {
        const port = Number(new URL(node.url).port);
        node.process().kill('SIGKILL');
        await node.process().exited;
        const options = storeOptions({ url: `http://127.0.0.1:${port}`, prefix: 'later' });
        const { store } = await openElasticsearchStore(options);
        const entry = entryOf({ expiresAt: Date.now() + 300_000 });
        await expect(store.get(entry)).rejects.toThrow(StoreUnavailableError);
        await expect(store.check()).rejects.toThrow(/ECONNREFUSED/);
        const put = store.put(entry);
        await node.restart();
        await put;
        await until('the store', () => store.check().then(() => true as const));
        expect(await store.get(entry, 5000)).toEqual(keptOf(entry));
        await store.close();
      } finally {
        await node.remove();
      }
    },
    NODE_MS,
  );
});

describe('opening the shared store of a cluster', () => {
  let server: Answering | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const open = async (reply: Reply | Promise<Reply>): Promise<unknown> => {
    // A question whether something is there is not refused by a block.
    const blocked =
      reply !== 'cut' && JSON.stringify(reply).includes('"status":403,"body":{"error":{"type":"cluster_block');
    server = await answering(({ method }) => (blocked && method === 'HEAD' ? { status: 404, body: {} } : reply));
    return refusal({ ...storeOptions({ url: server.url, prefix: 'x' }), connection: connectionTo(server.url) });
  };

  it.each<[string, Reply, string]>([
    [
      'that knows us not',
      errorReply(401, 'security_exception', 'user [elastic]'),
      'does not accept our credentials: 401',
    ],
    ['that lets us do nothing', errorReply(403, 'security_exception'), 'refuses us: 403'],
    [
      'that does not let us read',
      errorReply(403, 'security_exception', 'action [indices:data/read/get] is unauthorized for user [elastic]'),
      'refuses us: 403',
    ],
    [
      'that is no Elasticsearch',
      { status: 200, body: {}, headers: { 'x-elastic-product': 'other' } },
      'is no Elasticsearch',
    ],
  ])('%s is refused', async (_, reply, words) => {
    const error = await open(reply);
    expect(error).toBeInstanceOf(ElasticsearchFailure);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toContain('[elastic]');
  });

  it.each<[string, Reply | Promise<Reply>]>([
    ['that is starting', errorReply(503, 'cluster_block_exception')],
    ['without a master', errorReply(503, 'master_not_discovered_exception')],
    ['that has too much to do', errorReply(429, 'es_rejected_execution_exception')],
    ['that is read-only for now', errorReply(403, 'cluster_block_exception')],
    ['that hangs up', 'cut'],
    ['that never answers', new Promise<Reply>(() => undefined)],
  ])('%s succeeds, and calls go upstream', async (_, reply) => {
    expect(await open(reply)).toBe('opened');
  });
});
