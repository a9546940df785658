import type { Clock } from '../../../src/core/clock';
import type { DecisionRecord } from '../../../src/core/decision';
import type { StoreStats } from '../../../src/core/entry';
import { StoreUnavailableError } from '../../../src/core/errors';
import type { LogFields, Logger } from '../../../src/observability/logger';
import { createTelemetry, type Telemetry, type TelemetryOptions } from '../../../src/observability/telemetry';
import { recordOf } from './overview-record';

const NOW = 1_800_000_000_000;
const WEEK = [300, 3600, 21_600, 86_400, 604_800];

type Sources = TelemetryOptions['sources'];

const SOURCES: Sources = {
  embedWaiting: () => 3,
  opinionWaiting: () => 2,
  store: async () => ({ entries: 7, bytes: 4096, nextExpiry: NOW - 2500 }),
  removals: () => ({}),
  captured: () => 0,
  writeQueue: () => ({ jobs: 4, bytes: 99 }),
  logLinesDropped: () => 0,
  checksWaiting: () => 1,
  thresholds: () => [],
  policyProblems: () => ({}),
  overview: {
    store: { kind: 'embedded', prompts: 'clear', maxEntries: 100, maxBytes: 1e6 },
    queueLimits: { embedding: 40, 'second-opinion': undefined, writes: 1000, checks: 200 },
    expiringBy: async () => [1, 2, 3, 4, 5],
  },
};

const OWN = [{ model: 'gpt-4o', prompt: 2, completion: 10 }];

interface Observed {
  readonly telemetry: Telemetry;
  readonly lines: LogFields[];
  readonly time: { ms: number };
}

function observed(over: Partial<Sources> = {}): Observed {
  const lines: LogFields[] = [];
  const time = { ms: 0 };
  const clock: Clock = { now: () => NOW + time.ms, monotonic: () => time.ms };
  const log = (_message: string, fields?: LogFields): void => void lines.push(fields ?? {});
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const prices = { currency: 'USD', asOf: '2026-11-01', models: OWN, shipped: false };
  const telemetry = createTelemetry({ logger, clock, version: '1.2.3', prices, sources: { ...SOURCES, ...over } });
  return { telemetry, lines, time };
}

const hit = (over: Partial<DecisionRecord> = {}): DecisionRecord =>
  recordOf({
    verdict: { kind: 'hit', reason: 'exact' },
    saved: { promptTokens: 1000, completionTokens: 200, upstreamMs: 1500 },
    ...over,
  });

describe('the overview', () => {
  it('of a process in which nothing has happened has zeros and no invented figures', async () => {
    const { telemetry } = observed();
    expect(await telemetry.overview()).toEqual({
      version: '1.2.3',
      startedAt: NOW,
      now: NOW,
      exchanges: { hits: {}, misses: {}, bypasses: {} },
      stores: { stored: 0, refused: {} },
      latency: [],
      saved: {
        promptTokens: 0,
        completionTokens: 0,
        upstreamSeconds: 0,
        money: { currency: 'USD', amount: 0, unpricedHits: 0, pricesAsOf: '2026-11-01' },
      },
      falseHits: [],
      store: {
        ...{ kind: 'embedded', prompts: 'clear', maxEntries: 100, maxBytes: 1e6, breaker: 'closed' },
        holds: {
          ...{ entries: 7, bytes: 4096, sweepLagSeconds: 2.5 },
          expiring: WEEK.map((withinSeconds, i) => ({ withinSeconds, entries: i + 1 })),
        },
      },
      queues: [
        { name: 'embedding', waiting: 3, limit: 40 },
        { name: 'writes', waiting: 4, limit: 1000 },
        { name: 'checks', waiting: 1, limit: 200 },
      ],
      streams: { active: 0, ended: { finished: 0, reset: 0, failed: 0, drained: 0 } },
      failures: {},
      history: { stepSeconds: 10, steps: [expect.objectContaining({ at: NOW, exact: 0 })] },
    });
  });

  it('says the same as the metrics, summed over policies and dialects', async () => {
    const { telemetry, time } = observed();
    telemetry.decided(hit());
    telemetry.decided(hit({ policy: 'other', dialect: 'anthropic-messages' }));
    telemetry.decided(hit({ verdict: { kind: 'hit', reason: 'semantic' }, similarity: 0.97 }));
    telemetry.decided(recordOf({ store: { kind: 'stored' } }));
    telemetry.decided(recordOf({ store: { kind: 'refused', reason: 'tool-calls' } }));
    telemetry.decided(recordOf({ verdict: { kind: 'bypass', reason: 'client-no-store' } }));
    telemetry.streamOpened();
    telemetry.streamOpened();
    telemetry.streamEnded('reset');
    telemetry.failed('store-put', new Error('x'));
    telemetry.breaker('open', new Error('x'));
    time.ms = 4000;
    expect(await telemetry.overview()).toMatchObject({
      ...{ startedAt: NOW, now: NOW + 4000 },
      exchanges: {
        hits: { exact: 2, semantic: 1 },
        misses: { 'no-entry': 2 },
        bypasses: { 'client-no-store': 1 },
      },
      stores: { stored: 1, refused: { 'tool-calls': 1 } },
      saved: { promptTokens: 3000, completionTokens: 600, upstreamSeconds: 4.5 },
      store: { breaker: 'open' },
      streams: { active: 1, ended: { finished: 0, reset: 1, failed: 0, drained: 0 } },
      failures: { 'store-put': 1 },
      history: { steps: [{ exact: 2, semantic: 1, miss: 2, bypass: 1 }] },
    });
  });

  it('shows no setting of the store besides those it names', async () => {
    const settings = { ...SOURCES.overview.store, path: '/var/lib/x', encryption: { keys: '/keys', active: 'k' } };
    const { telemetry } = observed({ overview: { ...SOURCES.overview, store: settings } });
    expect(JSON.stringify(await telemetry.overview())).not.toMatch(/var|keys/);
  });

  it('joins what is known of false hits with what their policy allows', async () => {
    const rules = { threshold: 0.91, maxFalseHitRate: 0.02, confidence: 0.95 };
    const { telemetry } = observed({
      thresholds: () => [
        { policy: 'support', ...rules, estimate: { checked: 200, rate: 0.01, low: 0.001, high: 0.03 } },
        { policy: 'young', ...rules, estimate: { checked: 0, rate: 0, low: 0, high: 1 } },
      ],
    });
    expect((await telemetry.overview()).falseHits).toEqual([
      { policy: 'support', ...rules, checked: 200, rate: 0.01, low: 0.001, high: 0.03 },
      { policy: 'young', ...rules, checked: 0, rate: undefined, low: 0, high: 1 },
    ]);
  });

  it('shows the second opinion where there is one', async () => {
    const queueLimits = { ...SOURCES.overview.queueLimits, 'second-opinion': 40 };
    const { telemetry } = observed({ overview: { ...SOURCES.overview, queueLimits } });
    expect((await telemetry.overview()).queues[1]).toEqual({ name: 'second-opinion', waiting: 2, limit: 40 });
  });
});

describe('latencies', () => {
  it('are interpolated within buckets as histogram_quantile does it', async () => {
    const { telemetry } = observed();
    // 4 between 5 and 10 ms, 4 between 10 and 25 ms, 2 between 25 and 50 ms.
    for (const ms of [6, 7, 8, 9, 11, 12, 13, 14, 30, 40]) telemetry.decided(recordOf({ phases: { embed: ms } }));
    const { latency } = await telemetry.overview();
    expect(latency).toEqual([
      {
        ...{ phase: 'embed', count: 10 },
        p50: expect.closeTo(0.01 + 0.015 * (1 / 4), 10) as number,
        p95: expect.closeTo(0.025 + 0.025 * (1.5 / 2), 10) as number,
        p99: expect.closeTo(0.025 + 0.025 * (1.9 / 2), 10) as number,
      },
    ]);
  });

  it('begin at 0 and end at the last bound, for that is all that is known', async () => {
    const { telemetry } = observed();
    telemetry.decided(recordOf({ phases: { exact: 0.05, total: 5000 } }));
    expect((await telemetry.overview()).latency).toEqual([
      expect.objectContaining({ phase: 'exact', p50: expect.closeTo(0.00005, 10) as number }),
      expect.objectContaining({ phase: 'total', p50: 1, p99: 1 }),
    ]);
  });

  it('come in the order of the phases, the upstream last', async () => {
    const { telemetry } = observed();
    telemetry.decided(recordOf({ phases: { total: 9, verify: 1, parse: 1, nearest: 1 }, upstreamMs: 750 }));
    const { latency } = await telemetry.overview();
    expect(latency.map(({ phase }) => phase)).toEqual(['parse', 'nearest', 'verify', 'total', 'upstream']);
    expect(latency.at(-1)).toMatchObject({ count: 1, p50: expect.closeTo(0.75, 10) as number });
  });
});

describe('money', () => {
  it('is what the tokens of hits would have cost; hits without a price are counted beside it', async () => {
    const { telemetry } = observed();
    telemetry.decided(hit());
    telemetry.decided(hit({ model: 'GPT-4o' }));
    telemetry.decided(hit({ model: 'unheard-of' }));
    telemetry.decided(hit({ model: undefined }));
    telemetry.decided(hit({ saved: { promptTokens: 0, completionTokens: 0, upstreamMs: 900 } }));
    telemetry.decided(recordOf({}));
    const { saved, history } = await telemetry.overview();
    expect(saved.money).toEqual({
      ...{ currency: 'USD', pricesAsOf: '2026-11-01', unpricedHits: 3 },
      amount: expect.closeTo(0.008, 12) as number,
    });
    expect(history.steps[0]?.money).toBeCloseTo(0.008, 12);
    const { body } = await telemetry.metrics();
    expect(body).toContain('llm_semantic_cache_saved_cost_total{currency="USD"} 0.008');
    expect(body).toContain('llm_semantic_cache_unpriced_hits_total 3');
  });

  it('goes by new prices from then on', async () => {
    const { telemetry } = observed();
    telemetry.decided(hit());
    const dearer = [{ model: 'gpt-4o', prompt: 20, completion: 100 }];
    telemetry.priced({ currency: 'USD', asOf: '2026-12-01', models: dearer, shipped: false });
    telemetry.decided(hit());
    const { saved, history } = await telemetry.overview();
    expect(saved.money).toMatchObject({ amount: expect.closeTo(0.044, 12) as number, pricesAsOf: '2026-12-01' });
    expect(history.steps[0]?.money).toBeCloseTo(0.044, 12);
  });

  it('of another currency is never added to it', async () => {
    const { telemetry } = observed();
    telemetry.decided(hit());
    telemetry.priced({ currency: 'EUR', asOf: '2026-12-01', models: OWN, shipped: false });
    telemetry.decided(hit());
    const { saved, history } = await telemetry.overview();
    expect(saved.money).toMatchObject({ currency: 'EUR', amount: expect.closeTo(0.004, 12) as number });
    expect(history.steps[0]?.money).toBeCloseTo(0.004, 12);
  });
});

describe('what the store holds', () => {
  function counted(took = 0): { over: Partial<Sources>; asked: () => number; time: (time: { ms: number }) => void } {
    let count = 0;
    let clock: { ms: number } | undefined;
    const store = async (): Promise<StoreStats> => {
      count += 1;
      if (clock) clock.ms += took;
      return { entries: count, bytes: 1, nextExpiry: undefined };
    };
    return { over: { store }, asked: () => count, time: (time) => (clock = time) };
  }

  it('is asked for once, however many watch', async () => {
    const { over, asked } = counted();
    const { telemetry, time } = observed(over);
    await Promise.all([telemetry.overview(), telemetry.overview()]);
    time.ms = 4999;
    await telemetry.overview();
    expect(asked()).toBe(1);
    time.ms = 5000;
    expect((await telemetry.overview()).store.holds?.entries).toBe(2);
  });

  it.each([
    [40, 8000],
    [1000, 60_000],
  ])('is asked for less often when the store takes %i ms for it: every %i ms', async (took, every) => {
    const { over, asked, time: runs } = counted(took);
    const { telemetry, time } = observed(over);
    runs(time);
    await telemetry.overview();
    time.ms = took + every - 1;
    await telemetry.overview();
    expect(asked()).toBe(1);
    time.ms = took + every;
    await telemetry.overview();
    expect(asked()).toBe(2);
  });

  it('is not known of a store that hangs; that takes a second, and it is not asked anew meanwhile', async () => {
    let asked = 0;
    const expiringBy = (): Promise<never> => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const { telemetry } = observed({ overview: { ...SOURCES.overview, expiringBy } });
    const began = performance.now();
    expect((await telemetry.overview()).store.holds).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1500);
    await telemetry.overview();
    expect(asked).toBe(1);
  });

  it('is not known of a store that fails, which is logged, unless it is known to be away', async () => {
    const failing = observed({ store: () => Promise.reject(new Error('broken')) });
    expect((await failing.telemetry.overview()).store.holds).toBeUndefined();
    expect(failing.lines).toMatchObject([{ event: 'failure', where: 'overview' }]);
    const away = observed({ store: () => Promise.reject(new StoreUnavailableError('away')) });
    expect((await away.telemetry.overview()).store.holds).toBeUndefined();
    expect(away.lines).toEqual([]);
  });
});
