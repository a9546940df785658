import { newestMajor } from '../../tools/fetch/elasticsearch';
import { until } from '../../tools/harness/waiting';
import { BOUNDED_POLICY } from '../support/bounded-policy';
import { describeWithElasticsearch, NODE_MS } from '../support/elasticsearch';
import { rewordings } from '../support/rewordings';
import { sharedStore, type SharedStore } from '../support/shared-store';
import { startStack, type Stack } from '../support/stack';

/** Each replica's Envoy has an address of its own; clients of both ask for the same host. */
const headers = { host: 'api.example' };

describeWithElasticsearch(newestMajor(), (place) => {
  let shared: SharedStore;
  let a: Stack;
  let b: Stack;
  beforeAll(async () => {
    shared = await sharedStore(place());
    const config = { ...shared.config, policies: [BOUNDED_POLICY] };
    [a, b] = await Promise.all([startStack({ config }), startStack({ config })]);
  }, NODE_MS);
  afterAll(async () => {
    await Promise.all([a.stop(), b.stop()]);
    await shared.remove();
  });

  it('what one replica learns the other serves by', async () => {
    const texts = rewordings();
    const ask = (stack: Stack) => stack.askAndKeep({ text: texts.next().value, headers });
    // The first reads of a cluster may take longer than a lookup may.
    await until('an answer to be kept', async () => (await ask(b)).stored || undefined);
    await until(
      'the entry to be found by meaning',
      async () => (await ask(b)).reason === 'threshold-learning' || undefined,
    );
    await until('a hit of the one that learns', async () => (await ask(a)).reason === 'semantic' || undefined, 60_000);
    const text = texts.next().value;
    await until(
      'a hit of the other',
      async () => (await b.decision({ text, headers })) === 'hit semantic' || undefined,
    );
    const learned = (await b.server.metrics()).sum('llm_semantic_cache_checks_total', { outcome: 'same' });
    expect(learned).toBeLessThan(3);
    expect((await b.server.metrics()).gauge('llm_semantic_cache_score_threshold')).toBe(
      (await a.server.metrics()).gauge('llm_semantic_cache_score_threshold'),
    );
  });
});
