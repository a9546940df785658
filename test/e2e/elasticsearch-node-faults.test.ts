import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { newestMajor } from '../../tools/fetch/elasticsearch';
import type { Answer } from '../../tools/harness/exchange';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { describeWithElasticsearch, NODE_MS, ownNode, type OwnNode } from '../support/elasticsearch';
import { sharedStore, type SharedStore } from '../support/shared-store';
import { startStack, stored, type Ask, type Stack } from '../support/stack';
import { answersOf, failuresOf, startSteadyLoad, type SteadyLoad } from '../support/steady-load';

const KNOWN: Ask = { text: 'Which question is asked again and again?' };
const UNCACHED_HOST = 'uncached.example';
const BUDGET_MS = 150;
/** Two cores run the node, both ends, Envoy and the server: what one of them takes from the others, ms. */
const MACHINE_MS = 100;
/** Why lookups were given up; none when it was Envoy that did not wait. */
const LATE = ['budget-spent', 'store-error', undefined];
const DRAIN_MS = 5000;
/** What a stop takes besides when the cluster hangs: a step of the sweeper, and giving things back, ms. */
const STOP_MS = 3000;

const opened: Metric = ['llm_semantic_cache_store_breaker_changes_total', { to: 'open' }];
const closed: Metric = ['llm_semantic_cache_store_breaker_changes_total', { to: 'closed' }];
const isClosed: Metric = ['llm_semantic_cache_store_breaker_state', { state: 'closed' }];
const policies = [
  { name: 'uncached', match: { hosts: [UNCACHED_HOST] } },
  { name: 'test', lookup: { scoreThreshold: 0.1 }, store: { ttl: 3600 } },
];

describeWithElasticsearch(newestMajor(), () => {
  let node: OwnNode;
  let shared: SharedStore;
  let stack: Stack;
  beforeAll(async () => {
    node = await ownNode(newestMajor());
    shared = await sharedStore({ url: node.url, prefix: 'faults' });
    const limits = { drain: `${DRAIN_MS}ms`, 'write-queue': 10_000 };
    stack = await startStack({ config: { ...shared.config, policies, limits } });
    await stack.askAndKeep(KNOWN);
  }, NODE_MS);
  afterAll(async () => {
    await stack.stop();
    await shared.remove();
    await node.remove();
  });

  /** Calls without a policy, calls that hit, and calls that are to be kept. */
  function startLoad(subject: string): SteadyLoad {
    return startSteadyLoad(stack, [
      ['uncached', (n) => ({ text: `What is ${subject} ${n} about?`, headers: { host: UNCACHED_HOST } })],
      ['known', () => KNOWN],
      ['new', (n) => ({ text: `What is ${subject} ${n} about?` })],
    ]);
  }

  beforeEach(async () => {
    await until('an empty queue', async () => (await queued()) === 0 || undefined);
    await servesExactly(KNOWN);
  });

  const queued = async (): Promise<number> =>
    (await stack.server.metrics()).gauge('llm_semantic_cache_write_queue_entries');

  async function servesExactly(call: Ask): Promise<void> {
    expect([call.text, await stack.decision(call)]).toEqual([call.text, 'hit exact']);
  }

  const count = async (metric: Metric): Promise<number> => (await stack.server.metrics()).sum(...metric);

  it(
    'when the node is killed and started again under load, no call fails and no entry is lost',
    async () => {
      const before = await stored(stack.server);
      const load = startLoad('chapter');
      await load.answered(90);
      node.process().kill('SIGKILL');
      await reached(stack.server.adminUrl, opened, 1);
      await load.answered(30);
      await node.restart();
      await reached(stack.server.adminUrl, closed, 1);
      await load.answered(90);
      const calls = await load.stop();
      expect(failuresOf(calls)).toEqual([]);
      expect(answersOf(calls, 'new').map(({ reason }) => reason)).toContain('store-unavailable');

      const kept = calls.filter(({ answer }) => !(answer instanceof Error) && answer.stored);
      expect(kept.length).toBeGreaterThan(0);
      await reached(stack.server.adminUrl, ['llm_semantic_cache_store_total'], before + kept.length);
      expect(await stored(stack.server)).toBe(before + kept.length);
      for (const { ask } of kept) await servesExactly(ask);
      expect(await count(isClosed)).toBe(1);
    },
    NODE_MS,
  );

  it('when the node hangs for 5 s under load, calls take as long as without a cache, and the budget at most', async () => {
    const [opens, closes] = [await count(opened), await count(closed)];
    const load = startLoad('verse');
    await load.answered(90);
    const from = performance.now();
    node.process().kill('SIGSTOP');
    await pause(5000);
    const to = performance.now();
    node.process().kill('SIGCONT');
    await reached(stack.server.adminUrl, closed, closes + 1);
    const calls = await load.stop();
    expect(failuresOf(calls)).toEqual([]);
    expect(await count(opened)).toBeGreaterThan(opens);

    const during = calls.filter(({ sentAt, answeredAt }) => answeredAt > from && sentAt < to);
    const cached = answersOf(during, 'new');
    const uncached = answersOf(during, 'uncached');
    expect(percentile(cached, 99)).toBeLessThanOrEqual(percentile(uncached, 99) + BUDGET_MS + MACHINE_MS);

    // Exact: had been answered before, or comes from memory, where its answer of this time waits to be written.
    const known = answersOf(during, 'known').map(({ reason }) => reason);
    expect([...LATE, 'store-unavailable', 'exact']).toEqual(expect.arrayContaining(known));
    const asked = cached.filter(({ reason }) => reason !== 'store-unavailable');
    const waited = asked.filter(({ milliseconds }) => milliseconds >= BUDGET_MS).map(({ reason }) => reason);
    expect(LATE).toEqual(expect.arrayContaining(waited));
    // What was under way until the third lookup had failed.
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(cached.length).toBeGreaterThan(5 * asked.length);
    await servesExactly(KNOWN);
  });

  it(
    'when the node hangs, SIGTERM ends the server within its drain; started without a node, it serves, and uses it once it is there',
    async () => {
      node.process().kill('SIGSTOP');
      const answers: Answer[] = [];
      for (let n = 0; n < 40; n++) answers.push(await stack.ask({ text: `What is poem ${n} about?` }));
      expect(answers.map(({ status, stored: kept }) => `${status} ${kept}`)).toEqual(answers.map(() => '200 true'));
      const since = performance.now();
      await stack.server.signal('SIGTERM');
      expect(await stack.server.exited()).toBe('ended with code 0');
      const took = performance.now() - since;
      expect(took).toBeLessThan(DRAIN_MS + STOP_MS + 1000);
      const givenUp = /"event":"decision".*"storeReason":"store-error"/g;
      await until('each of them in the log', async () => {
        const lines = (await readFile(stack.server.logFile, 'utf8')).match(givenUp);
        return lines?.length === answers.length || undefined;
      });

      node.process().kill('SIGKILL');
      await node.process().exited;
      await stack.server.start();
      expect(await stack.ask(KNOWN)).toMatchObject({ status: 200, verdict: 'miss', reason: 'store-unavailable' });
      const ready = await fetch(`${stack.server.adminUrl}/readyz`);
      expect([ready.status, await ready.text()]).toEqual([200, expect.stringMatching(/degraded: .*cannot be reached/)]);
      await node.restart();
      await reached(stack.server.adminUrl, isClosed, 1);
      await servesExactly(KNOWN);
    },
    NODE_MS,
  );
});

function percentile(answers: readonly Pick<Answer, 'milliseconds'>[], p: number): number {
  const sorted = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return sorted[Math.ceil((p / 100) * sorted.length) - 1] ?? NaN;
}
