import { newestMajor } from '../../tools/fetch/elasticsearch';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { describeWithElasticsearch, NODE_MS } from '../support/elasticsearch';
import { elasticsearch, entriesIndex, sharedStore, type SharedStore } from '../support/shared-store';
import { startStack, type Ask, type Stack } from '../support/stack';

const KNOWN: Ask = { text: 'Which question is asked again and again?' };
const UNRELATED: Ask = { text: 'How long do I boil an egg?' };
const isClosed: Metric = ['llm_semantic_cache_store_breaker_state', { state: 'closed' }];
const RETRIES: Metric = ['llm_semantic_cache_store_write_retries_total'];
const KEPT: Metric = ['llm_semantic_cache_store_total', { outcome: 'stored' }];
// The verifier would hide a wrong similarity.
const policies = [{ name: 'test', lookup: { scoreThreshold: 0.1, verify: 'off' }, store: { ttl: 3600 } }];

type Mappings = Record<string, { mappings: { dynamic?: string; properties: { vector?: { similarity?: string } } } }>;

describeWithElasticsearch(newestMajor(), (place) => {
  let shared: SharedStore;
  let stack: Stack;
  let alias: string;
  let index: string;
  beforeAll(async () => {
    shared = await sharedStore(place());
    stack = await startStack({ config: { ...shared.config, policies } });
    ({ alias, index } = await entriesIndex(place()));
  }, NODE_MS);
  afterAll(async () => {
    await stack.stop();
    await shared.remove();
  });
  beforeEach(async () => {
    await reached(stack.server.adminUrl, isClosed, 1);
    await stack.askAndKeep(KNOWN);
    // What waits since the fault before is in the index, too.
    await until('an empty queue', async () => (await queued()) === 0 || undefined);
    expect(await stack.decision(KNOWN)).toBe('hit exact');
  });

  const node = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    elasticsearch<T>(place().url, method, path, body);
  const queued = async (): Promise<number> =>
    (await stack.server.metrics()).gauge('llm_semantic_cache_write_queue_entries');
  const count = async (metric: Metric): Promise<number> => (await stack.server.metrics()).sum(...metric);

  /** Calls get no answer but their own (an exact hit is one that waits to be written) until the store says why it is not used. */
  async function degraded(why: RegExp): Promise<void> {
    await until(`readiness with ${String(why)}`, async () => {
      for (const call of [KNOWN, UNRELATED]) {
        const { status, reason } = await stack.ask(call);
        expect(status).toBe(200);
        expect(reason).not.toBe('semantic');
      }
      const answer = await fetch(`${stack.server.adminUrl}/readyz`);
      expect(answer.status).toBe(200);
      return why.test(await answer.text()) ? true : undefined;
    });
  }

  it.each(['write', 'read_only_allow_delete'])(
    'while index.blocks.%s is set hits are served and calls go on; what is to be kept is kept afterwards',
    async (block) => {
      await node('PUT', `${index}/_settings`, { [`index.blocks.${block}`]: true });
      const [kept, retries] = [await count(KEPT), await count(RETRIES)];
      const call = { text: `What does a block of ${block} mean to a cache?` };
      expect(await stack.ask(call)).toMatchObject({ status: 200, verdict: 'miss', stored: true });
      await reached(stack.server.adminUrl, RETRIES, retries + 2);
      expect(await stack.decision(KNOWN)).toBe('hit exact');
      // From memory.
      expect(await stack.decision(call)).toBe('hit exact');
      expect(await count(KEPT)).toBe(kept);
      await node('PUT', `${index}/_settings`, { [`index.blocks.${block}`]: null });
      await reached(stack.server.adminUrl, KEPT, kept + 1);
      expect(await stack.decision(call)).toBe('hit exact');
    },
  );

  it.each([
    ['a lookup', KNOWN],
    ['a write', { ...UNRELATED, headers: { 'cache-control': 'no-cache' } }],
  ])('an index that is deleted comes back by itself, noticed by %s', async (_by, call) => {
    await node('DELETE', index);
    const answer = await stack.ask(call);
    expect([answer.status, answer.verdict]).toEqual([200, 'miss']);
    await until('the index', async () => (await entriesIndex(place())).index === index || undefined);
    const { mappings } = (await node<Mappings>('GET', `${alias}/_mapping`))[index] ?? {};
    expect(mappings).toMatchObject({ dynamic: 'false', properties: { vector: { similarity: 'cosine' } } });
    await reached(stack.server.adminUrl, isClosed, 1);
    await until('an entry that is kept', async () => {
      await stack.ask(call);
      return (await node<{ count: number }>('GET', `${alias}/_count`)).count > 0 || undefined;
    });
    expect(await stack.decision({ text: call.text })).toBe('hit exact');
  });

  it("an index that a foreign write makes under the alias's name is not used until it is gone", async () => {
    await node('DELETE', index);
    await node('PUT', `${alias}/_doc/foreign?routing=x&refresh=true`, { answer: 42, vector: 'none' });
    await degraded(/degraded: .*is not one of ours/);
    expect((await node<{ count: number }>('GET', `${alias}/_count`)).count).toBe(1);
    await node('DELETE', alias);
    await until('the index', async () => (await entriesIndex(place())).index === index || undefined);
  });

  it('an alias that is moved to a foreign index is not used until it is moved back', async () => {
    const foreign = `${place().prefix}-foreign`;
    await node('PUT', foreign, { mappings: { properties: { vector: { type: 'dense_vector', dims: 3 } } } });
    await move(index, foreign);
    await degraded(/degraded: .*-foreign is not one of ours/);
    expect((await node<{ count: number }>('GET', `${foreign}/_count`)).count).toBe(0);
    await move(foreign, index);
    await reached(stack.server.adminUrl, isClosed, 1);
    expect(await stack.decision(KNOWN)).toBe('hit exact');
  });

  it('an index that scores in another way gives no wrong answer', async () => {
    const { mappings } = (await node<Mappings>('GET', `${index}/_mapping`))[index] ?? {};
    const vector = { ...mappings?.properties.vector, similarity: 'max_inner_product' };
    const other = `${place().prefix}-entries-other`;
    await node('PUT', other, { mappings: { ...mappings, properties: { ...mappings?.properties, vector } } });
    await move(index, other);
    await stack.askAndKeep(KNOWN);
    await node('POST', `${other}/_refresh`);
    expect(await stack.ask(UNRELATED)).toMatchObject({ status: 200, verdict: 'miss' });
    await degraded(/degraded: .*-other is not one of ours/);
    await move(other, index);
  });

  async function move(from: string, to: string): Promise<void> {
    await node('POST', '_aliases', {
      actions: [{ remove: { index: from, alias } }, { add: { index: to, alias, is_write_index: true } }],
    });
  }
});
