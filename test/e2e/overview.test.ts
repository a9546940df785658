import type { Overview } from '../../src/core/overview';
import { reached } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { startStack, type Stack } from '../support/stack';

/** Ten times as dear, so that rounding hides nothing. */
const PRICES = { asOf: '2026-10-01', models: [{ model: 'TEST-*', prompt: 1000, completion: 10_000 }] };

describe('GET /overview of a service behind Envoy', () => {
  let stack: Stack;
  beforeAll(async () => {
    const { asOf, models } = PRICES;
    stack = await startStack({ config: { prices: { 'as-of': asOf, models } } });
  });
  afterAll(() => stack.stop());

  async function overview(): Promise<Overview> {
    const answer = await fetch(`${stack.server.adminUrl}/overview`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Overview;
  }

  /** When that many hits have been counted: a moment after the answer has gone. */
  const afterHits = (hits: number): Promise<Overview> =>
    until(`${hits} hits in the overview`, async () => {
      const seen = await overview();
      const counted = Object.values(seen.exchanges.hits).reduce((sum, count) => sum + count, 0);
      return counted >= hits ? seen : undefined;
    });

  it('tells of a call that was answered, what it spared, and what is kept until when', async () => {
    const ask = { text: 'How many legs has the spider on the wall?' };
    const first = await stack.askAndKeep(ask);
    const usage = (JSON.parse(first.body) as { usage: { prompt_tokens: number; completion_tokens: number } }).usage;
    expect(await stack.decision(ask)).toBe('hit exact');
    const seen = await afterHits(1);

    expect(seen.exchanges.hits).toEqual({ exact: 1 });
    expect(seen.exchanges.misses['no-entry']).toBeGreaterThanOrEqual(1);
    expect(seen.stores.stored).toBe(1);
    expect(seen.saved).toMatchObject({
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      money: { currency: 'USD', unpricedHits: 0, pricesAsOf: '2026-10-01' },
    });
    const worth = (usage.prompt_tokens * 1000 + usage.completion_tokens * 10_000) / 1e6;
    expect(worth).toBeGreaterThan(0);
    expect(seen.saved.money.amount).toBeCloseTo(worth, 9);
    expect(seen.saved.upstreamSeconds).toBeGreaterThan(0);
    expect(seen.latency.map(({ phase }) => phase)).toEqual(
      expect.arrayContaining(['parse', 'exact', 'total', 'upstream']),
    );
    expect(seen.latency.every(({ p50, p95, p99 }) => p50 > 0 && p50 <= p95 && p95 <= p99)).toBe(true);
    const { steps } = seen.history;
    expect(steps.reduce((sum, { exact }) => sum + exact, 0)).toBe(1);
    expect(steps.reduce((sum, { money }) => sum + money, 0)).toBeCloseTo(worth, 9);
    expect(seen.store).toMatchObject({ kind: 'embedded', prompts: 'clear', breaker: 'closed', maxEntries: 1_000_000 });
    // Its figures may be some seconds old.
    const holds = await until(
      'the entry in the figures',
      async () => {
        const { store } = await overview();
        return store.holds?.entries === 1 ? store.holds : undefined;
      },
      60_000,
    );
    // It is kept for an hour.
    expect(holds.expiring.map(({ withinSeconds, entries }) => [withinSeconds, entries])).toEqual([
      [300, 0],
      [3600, 1],
      [21_600, 1],
      [86_400, 1],
      [604_800, 1],
    ]);
  });

  it('goes by new prices without a restart, and counts hits without one', async () => {
    const ask = { text: 'Which colour had the gate of the old mill?' };
    await stack.askAndKeep(ask);
    const before = await overview();
    const hits = before.exchanges.hits.exact ?? 0;
    await stack.server.configure({ prices: { shipped: false } });
    await reached(stack.server.adminUrl, ['llm_semantic_cache_config_reloads_total', { result: 'applied' }], 1);
    expect(await stack.decision(ask)).toBe('hit exact');
    const { saved } = await afterHits(hits + 1);
    expect(saved.money).toEqual({ currency: 'USD', amount: before.saved.money.amount, unpricedHits: 1 });
  });
});
