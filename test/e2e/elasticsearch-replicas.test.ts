import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestMajor } from '../../tools/fetch/elasticsearch';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { describeWithElasticsearch, NODE_MS } from '../support/elasticsearch';
import { countEntries, entriesIndex, sharedStore, type SharedStore } from '../support/shared-store';
import { startStack, type Ask, type Stack } from '../support/stack';

const TOKEN = 'token-of-the-operator';
/** Each replica's Envoy has an address of its own; clients of both ask for the same host. */
const headers = { host: 'api.example' };
const REFUND: Ask = { text: 'What is the refund policy for orders older than 30 days?', headers };
const PARAPHRASE: Ask = { text: 'What refund policy applies to orders that are older than 30 days?', headers };
const SWEPT: Metric = ['llm_semantic_cache_swept_total'];
const EXPIRED = 2000;

describeWithElasticsearch(newestMajor(), (place) => {
  let dir: string;
  let shared: SharedStore;
  let a: Stack;
  let b: Stack;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    await writeFile(join(dir, 'token'), TOKEN);
    shared = await sharedStore(place());
    const sweeper = { ...shared.config.sweeper, batch: 20 };
    const config = { ...shared.config, sweeper, admin: { 'token-file': join(dir, 'token') } };
    // At once, as replicas start: both find no indices.
    [a, b] = await Promise.all([startStack({ config }), startStack({ config })]);
  }, NODE_MS);
  afterAll(async () => {
    await Promise.all([a.stop(), b.stop()]);
    await shared.remove();
    await rm(dir, { recursive: true });
  });

  const leads = async ({ server }: Stack): Promise<boolean> =>
    (await server.metrics()).gauge('llm_semantic_cache_sweep_leader') === 1;

  async function purge({ server }: Stack, query: string): Promise<unknown> {
    const authorization = `Bearer ${TOKEN}`;
    const answer = await fetch(`${server.adminUrl}/entries/purge?${query}`, {
      method: 'POST',
      headers: { authorization },
    });
    return answer.json();
  }

  it('what one replica stores the other serves, at once exactly, and to a paraphrase within about a second', async () => {
    await a.askAndKeep(REFUND);
    const since = performance.now();
    expect(await b.decision(REFUND)).toBe('hit exact');
    await until('a semantic hit', async () => ((await b.decision(PARAPHRASE)) === 'hit semantic' ? true : undefined));
    expect(performance.now() - since).toBeLessThan(3000);
    expect(b.upstream.count()).toBe(0);
  });

  it('what is purged on one replica is gone on the other', async () => {
    await a.askAndKeep(REFUND);
    await countEntries(place());
    expect(await purge(a, 'policy=test&dry-run=true')).toMatchObject({ matched: 1, removed: 0 });
    expect(await b.decision(REFUND)).toBe('hit exact');
    expect(await purge(a, 'policy=test')).toMatchObject({ matched: 1, removed: 1 });
    expect(await b.decision(REFUND)).toBe('miss no-entry');
    expect(await b.decision(PARAPHRASE)).toBe('miss no-entry');
  });

  it('one of them sweeps; when it is killed in the middle of it, the other does the rest', async () => {
    const [leader, other] = await until('a leader', async () => {
      if (await leads(a)) return [a, b] as const;
      return (await leads(b)) ? ([b, a] as const) : undefined;
    });
    expect(await leads(other)).toBe(false);
    await putExpired();
    await until('the first deletions', async () => ((await countEntries(place())) < EXPIRED ? true : undefined));
    await leader.server.signal('SIGKILL');
    const left = await countEntries(place());
    expect(left).toBeGreaterThan(0);
    await until('the other one to lead', async () => ((await leads(other)) ? true : undefined));
    await until('the end of the sweep', async () => ((await countEntries(place())) === 0 ? true : undefined), 30_000);
    await reached(other.server.adminUrl, SWEPT, left);
    expect((await other.server.metrics()).sum(...SWEPT)).toBe(left);

    await leader.server.start();
    await until('the lease to be looked at', async () => ((await leads(other)) && !(await leads(leader))) || undefined);
  });

  async function putExpired(): Promise<void> {
    const { alias } = await entriesIndex(place());
    const now = Date.now();
    const lines = Array.from({ length: EXPIRED }, (_, i) => [
      { index: { _index: alias, _id: `expired-${i}`, routing: `partition-${i}` } },
      { partition: `partition-${i}`, created_at: now - 2000, expires_at: now - 1000, bytes: 1 },
    ]);
    const answer = await fetch(`${place().url}/_bulk?refresh=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines
        .flat()
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    });
    expect(await answer.json()).toMatchObject({ errors: false });
  }
});
