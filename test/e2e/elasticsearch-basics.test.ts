import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { describeWithElasticsearch, NODE_MS, type ElasticsearchPlace } from '../support/elasticsearch';
import { startServer } from '../support/server';
import { countEntries, elasticsearch, entriesIndex, sharedStore, type SharedStore } from '../support/shared-store';
import { startStack, type Stack } from '../support/stack';

const DARK_MODE = 'How do I turn on dark mode in the app?';
const DARK_MODE_PARAPHRASE = 'How can I switch on dark mode in the app?';
const SHORT_LIVED = { host: 'short-lived.example' };
const EXPIRED: Metric = ['llm_semantic_cache_store_removed_total', { reason: 'expired' }];

const lookup = { scoreThreshold: 0.1, varyBy: ['header:x-tenant'] };
const policies = [
  { name: 'short', match: { hosts: [SHORT_LIVED.host] }, lookup, store: { ttl: 1 } },
  { name: 'test', lookup, store: { ttl: 3600 } },
];

describe.each([8, 9] as const)('the service', (major) => {
  describeWithElasticsearch(major, (place) => {
    let shared: SharedStore;
    let stack: Stack;
    beforeAll(async () => {
      shared = await sharedStore(place());
      stack = await startStack({ config: { ...shared.config, policies } });
    }, NODE_MS);
    afterAll(async () => {
      await stack.stop();
      await shared.remove();
    });

    it('stores an answer, serves it at once to the same question and within about a second to a paraphrase', async () => {
      expect(await stack.askAndKeep({ text: DARK_MODE })).toMatchObject({ verdict: 'miss', stored: true });
      const since = performance.now();
      expect(await stack.decision({ text: DARK_MODE })).toBe('hit exact');
      await until('a semantic hit', async () =>
        (await stack.decision({ text: DARK_MODE_PARAPHRASE })) === 'hit semantic' ? true : undefined,
      );
      expect(performance.now() - since).toBeLessThan(3000);
    });

    it('serves it to no other tenant, host or system prompt', async () => {
      const system = {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: DARK_MODE },
        ],
      };
      for (const call of [
        { headers: { 'x-tenant': 'globex' } },
        { headers: { host: 'other.example' } },
        { fields: system },
      ]) {
        expect(await stack.decision({ text: DARK_MODE, ...call })).toBe('miss no-entry');
      }
    });

    it('counts what is there', async () => {
      const entries = await countEntries(place());
      expect(entries).toBeGreaterThan(0);
      await until('the metric of entries', async () =>
        (await stack.server.metrics()).gauge('llm_semantic_cache_store_entries') >= entries ? true : undefined,
      );
    });

    it('still has it after a restart', async () => {
      await stack.server.signal('SIGTERM');
      expect(await stack.server.exited()).toBe('ended with code 0');
      await stack.server.start();
      expect(await stack.decision({ text: DARK_MODE })).toBe('hit exact');
      expect(await stack.decision({ text: DARK_MODE_PARAPHRASE })).toBe('hit semantic');
    });

    it('sweeps what has expired, and counts it', async () => {
      const call = { text: 'What is for lunch today?', headers: SHORT_LIVED };
      const before = await countEntries(place());
      await stack.askAndKeep(call);
      await reached(stack.server.adminUrl, EXPIRED, 1);
      await reached(stack.server.adminUrl, ['llm_semantic_cache_swept_total'], 1);
      // What has not expired is still there.
      expect(await countEntries(place())).toBe(before);
      expect(await stack.decision(call)).toBe('miss no-entry');
    });

    it('does not start on indices that are made differently, and says what to do', async () => {
      const { alias } = await entriesIndex(place());
      const other = { url: place().url, prefix: `${place().prefix}-other` };
      const foreign = alias.replace(place().prefix, other.prefix);
      const index = `${foreign}-000001`;
      await elasticsearch(other.url, 'PUT', index, { aliases: { [foreign]: {} } });
      expect(await refusal(other)).toMatch(
        new RegExp(`ended with code 1 [^]*${index} is not one of ours: [^]*DELETE /${index}`),
      );
    });
  });
});

/** The error of a start that is refused. */
async function refusal(place: ElasticsearchPlace): Promise<string> {
  const { config, remove } = await sharedStore(place);
  const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
  try {
    const server = await startServer({ dir, config });
    await server.stop();
    return 'it started';
  } catch (error) {
    return String(error);
  } finally {
    await remove();
    await rm(dir, { recursive: true });
  }
}
