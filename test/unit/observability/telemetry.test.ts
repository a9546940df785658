import type { Clock } from '../../../src/core/clock';
import type { CheckRecord, DecisionRecord } from '../../../src/core/decision';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS, STORE_REFUSALS } from '../../../src/core/reason';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import type { LogFields, Logger } from '../../../src/observability/logger';
import { createTelemetry, type Telemetry, type TelemetryOptions } from '../../../src/observability/telemetry';
import { HIT as A_HIT, samplesOf, SOURCES as QUIET } from '../../support/telemetry';

const SOURCES: TelemetryOptions['sources'] = {
  ...QUIET,
  embedWaiting: () => 3,
  opinionWaiting: () => 2,
  store: async () => ({ entries: 7, bytes: 4096, nextExpiry: undefined }),
  removals: () => ({ expired: 1, capacity: 2, invalidated: 0, replaced: 5 }),
  writeQueue: () => ({ jobs: 4, bytes: 99 }),
  policyProblems: () => ({ configuration: 0, annotations: 2 }),
};

const HIT: DecisionRecord = { ...A_HIT, upstreamMs: undefined, phases: { parse: 0.4, embed: 6.1234, total: 8 } };
const STORED: DecisionRecord = {
  ...HIT,
  verdict: { kind: 'miss', reason: 'no-entry' },
  similarity: undefined,
  score: undefined,
  ageSeconds: undefined,
  store: { kind: 'stored' },
  saved: undefined,
};

interface Line extends LogFields {
  readonly level: string;
}

function observed(sources: Partial<TelemetryOptions['sources']> = {}): {
  telemetry: Telemetry;
  lines: Line[];
  time: { ms: number };
} {
  const lines: Line[] = [];
  const time = { ms: 0 };
  const clock: Clock = { now: () => time.ms, monotonic: () => time.ms };
  const at = (level: string) => (_message: string, fields?: LogFields) => void lines.push({ level, ...fields });
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const prices = { currency: 'USD', asOf: undefined, models: [], shipped: false };
  const telemetry = createTelemetry({ logger, clock, version: '1.2.3', prices, sources: { ...SOURCES, ...sources } });
  return { telemetry, lines, time };
}

/** The samples of our own metrics, without help and type lines. */
async function samples(telemetry: Telemetry): Promise<readonly string[]> {
  return samplesOf((await telemetry.metrics()).body);
}

describe('decisions', () => {
  it('logs one line that holds the whole record, flat', () => {
    const { telemetry, lines } = observed();
    telemetry.decided(HIT);
    expect(lines).toEqual([
      {
        level: 'info',
        event: 'decision',
        exchange: 'e-1',
        policy: 'default',
        dialect: 'openai-chat',
        model: 'gpt-4o',
        verdict: 'hit',
        reason: 'semantic',
        similarity: 0.97,
        score: 0.91,
        entry: 'ab',
        ageSeconds: 12,
        partition: 'cd',
        form: 'sse',
        store: undefined,
        storeReason: undefined,
        phasesMs: { parse: 0.4, embed: 6.123, total: 8 },
        savedPromptTokens: 10,
        savedCompletionTokens: 25,
        savedUpstreamMs: 1500,
      },
    ]);
  });

  it('bounds what a client chose, and logs calls that no policy covers at debug only', () => {
    const { telemetry, lines } = observed();
    telemetry.decided({ ...HIT, model: 'm'.repeat(5000), exchange: 'x'.repeat(5000) });
    telemetry.decided({ ...HIT, verdict: { kind: 'bypass', reason: 'not-a-completion' } });
    expect(String(lines[0]?.['model'])).toHaveLength(128);
    expect(String(lines[0]?.['exchange'])).toHaveLength(128);
    expect(lines.map((line) => line.level)).toEqual(['info', 'debug']);
  });

  it('counts verdicts, phases in seconds, similarity and what was saved', async () => {
    const { telemetry } = observed();
    telemetry.decided(HIT);
    telemetry.decided(HIT);
    telemetry.decided(STORED);
    telemetry.decided({ ...STORED, store: { kind: 'refused', reason: 'tool-calls' } });
    const lines = await samples(telemetry);
    expect(lines).toEqual(
      expect.arrayContaining([
        'exchanges_total{verdict="hit",reason="semantic",dialect="openai-chat",policy="default"} 2',
        'exchanges_total{verdict="miss",reason="no-entry",dialect="openai-chat",policy="default"} 2',
        'store_total{outcome="stored",reason="none"} 1',
        'store_total{outcome="refused",reason="tool-calls"} 1',
        'lookup_phase_seconds_bucket{le="0.005",phase="embed"} 0',
        'lookup_phase_seconds_bucket{le="0.01",phase="embed"} 4',
        'hit_similarity_bucket{le="0.96"} 0',
        'hit_similarity_count 2',
        'saved_tokens_total{kind="prompt"} 20',
        'saved_tokens_total{kind="completion"} 50',
        'saved_upstream_seconds_total 3',
      ]),
    );
  });

  it('leaves exact hits out of the similarity', async () => {
    const { telemetry } = observed();
    telemetry.decided({ ...HIT, verdict: { kind: 'hit', reason: 'exact' }, similarity: 1 });
    expect(await samples(telemetry)).toContain('hit_similarity_count 0');
  });

  it('never makes a label of what a client wrote', async () => {
    const { telemetry } = observed();
    for (let i = 0; i < 200; i += 1) telemetry.decided({ ...HIT, model: `model-${i}`, exchange: `id-${i}` });
    const { body } = await telemetry.metrics();
    expect(body).not.toMatch(/model-\d|id-\d/);
  });

  it('keeps a bounded number of series when every reason has occurred', async () => {
    const { telemetry } = observed();
    for (const reason of HIT_REASONS) telemetry.decided({ ...HIT, verdict: { kind: 'hit', reason } });
    for (const reason of MISS_REASONS) telemetry.decided({ ...STORED, verdict: { kind: 'miss', reason } });
    for (const reason of BYPASS_REASONS) telemetry.decided({ ...STORED, verdict: { kind: 'bypass', reason } });
    for (const reason of STORE_REFUSALS) telemetry.decided({ ...STORED, store: { kind: 'refused', reason } });
    const exchanges = (await samples(telemetry)).filter((line) => line.startsWith('exchanges_total'));
    expect(exchanges).toHaveLength(HIT_REASONS.length + MISS_REASONS.length + BYPASS_REASONS.length);
  });

  it('survives a record that cannot be counted, and says so', async () => {
    const { telemetry, lines } = observed();
    telemetry.decided({ ...HIT, saved: { promptTokens: -1, completionTokens: 0, upstreamMs: 0 } });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', where: 'telemetry' });
    expect(await samples(telemetry)).toContain('failures_total{where="telemetry"} 1');
  });
});

describe('failures', () => {
  it('counts every one and logs the same place at most once a second, with the number left out', async () => {
    const { telemetry, lines, time } = observed();
    for (let i = 0; i < 5; i += 1) telemetry.failed('store-put', new Error('x'));
    telemetry.failed('embed', new Error('x'));
    time.ms = 999;
    telemetry.failed('store-put', new Error('x'));
    time.ms = 1000;
    telemetry.failed('store-put', new Error('x'));
    expect(lines.map((line) => [line['where'], line['suppressed']])).toEqual([
      ['store-put', 0],
      ['embed', 0],
      ['store-put', 5],
    ]);
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining(['failures_total{where="store-put"} 7', 'failures_total{where="embed"} 1']),
    );
  });
});

describe('what became of hits', () => {
  const CHECK: CheckRecord = {
    exchange: 'e-1',
    policy: 'support',
    source: 'check',
    outcome: 'different',
    entry: 'ab',
    score: 0.93,
  };

  it('is counted; a hit that would have been wrong, and a report, are logged', async () => {
    const { telemetry, lines } = observed();
    telemetry.checked(CHECK);
    telemetry.checked({ ...CHECK, outcome: 'same' });
    telemetry.checked({ ...CHECK, source: 'near-miss' });
    telemetry.reported('cd', undefined);
    telemetry.falseEntryRemoved('check');
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining([
        'checks_total{policy="support",source="check",outcome="different"} 1',
        'checks_total{policy="support",source="check",outcome="same"} 1',
        'checks_total{policy="support",source="near-miss",outcome="different"} 1',
        'feedback_total{policy="none"} 1',
        'false_entries_removed_total{by="check"} 1',
      ]),
    );
    expect(lines).toEqual([
      { level: 'info', event: 'check', ...CHECK },
      { level: 'debug', event: 'check', ...CHECK, outcome: 'same' },
      { level: 'debug', event: 'check', ...CHECK, source: 'near-miss' },
      { level: 'info', event: 'feedback', entry: 'cd', policy: undefined },
    ]);
  });

  it('shows as estimate and threshold of each policy', async () => {
    const estimate = { checked: 200, rate: 0.01, low: 0.001, high: 0.03 };
    const unknown = { checked: 0, rate: 0, low: 0, high: 1 };
    const rule = { maxFalseHitRate: 0.02, confidence: 0.95 };
    const { telemetry } = observed({
      thresholds: () => [
        { policy: 'support', threshold: 0.91, ...rule, estimate },
        { policy: 'young', threshold: NOTHING_SERVED, ...rule, estimate: unknown },
      ],
    });
    const shown = (await samples(telemetry)).filter((line) =>
      /^(score_threshold|checked_hits|false_hit_rate)/.test(line),
    );
    expect(shown).toEqual([
      'score_threshold{policy="support"} 0.91',
      'score_threshold{policy="young"} 2',
      'checked_hits{policy="support"} 200',
      'checked_hits{policy="young"} 0',
      'false_hit_rate{policy="support",bound="estimate"} 0.01',
      'false_hit_rate{policy="support",bound="low"} 0.001',
      'false_hit_rate{policy="support",bound="high"} 0.03',
      'false_hit_rate{policy="young",bound="low"} 0',
      'false_hit_rate{policy="young",bound="high"} 1',
    ]);
  });
});

describe('sources', () => {
  it('are asked at each scrape', async () => {
    let asked = 0;
    const { telemetry } = observed({
      store: async () => {
        asked += 1;
        return { entries: asked, bytes: 10 * asked, nextExpiry: undefined };
      },
    });
    await telemetry.metrics();
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining([
        'embed_waiting 3',
        'second_opinion_waiting 2',
        'store_entries 2',
        'store_bytes 20',
        'write_queue_entries 4',
        'write_queue_bytes 99',
        'store_removed_total{reason="capacity"} 2',
        'store_removed_total{reason="replaced"} 5',
        'log_lines_dropped_total 0',
      ]),
    );
  });

  it('that fail leave only their own metrics out', async () => {
    const { telemetry, lines } = observed({ store: () => Promise.reject(new Error('gone')) });
    const names = (await samples(telemetry)).map((line) => line.split(/[ {]/, 1)[0]);
    expect(names).not.toContain('store_entries');
    expect(names).not.toContain('store_bytes');
    expect(names).not.toContain('sweep_lag_seconds');
    expect(names).toContain('embed_waiting');
    expect(lines[0]).toMatchObject({ level: 'warn', where: 'scrape' });
  });

  it('that hang do not hang the scrape', async () => {
    const { telemetry } = observed({ store: () => new Promise(() => undefined) });
    expect(await samples(telemetry)).toContain('embed_waiting 3');
  });
});

describe('streams and reloads', () => {
  it('are counted', async () => {
    const { telemetry } = observed();
    telemetry.streamOpened();
    telemetry.streamOpened();
    telemetry.streamEnded('finished');
    telemetry.reloaded('configuration', 'refused');
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining([
        'extproc_streams_active 1',
        'extproc_streams_total{end="finished"} 1',
        'config_reloads_total{of="configuration",result="refused"} 1',
        'policy_problems{of="annotations"} 2',
        expect.stringMatching(/^build_info\{version="1\.2\.3",node="v\d+/),
      ]),
    );
  });
});

describe('sweeps', () => {
  const NOTHING = { removed: 0, evicted: 0, conflicts: 0, failed: 0, milliseconds: 1 };

  it('are counted by what became of the entries', async () => {
    const { telemetry } = observed();
    telemetry.swept({ removed: 12, evicted: 5, conflicts: 3, failed: 2, milliseconds: 20 });
    telemetry.swept(NOTHING);
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining([
        'swept_total 12',
        'sweep_conflicts_total 3',
        'sweep_failures_total 2',
        'sweep_seconds_count 2',
        'sweep_seconds_sum 0.021',
      ]),
    );
  });

  it.each([
    ['warn', { failed: 1, removed: 1 }],
    ['info', { removed: 1 }],
    ['info', { evicted: 1 }],
    ['debug', { conflicts: 1 }],
    ['debug', {}],
  ])('are logged at level %s when they end with %j', (level, some) => {
    const { telemetry, lines } = observed();
    telemetry.swept({ ...NOTHING, ...some });
    const { milliseconds: ms, ...entries } = NOTHING;
    expect(lines).toEqual([{ level, event: 'sweep', ...entries, ...some, ms }]);
  });

  it.each([
    ['expired two and a half seconds ago', 7500, 2.5],
    ['expires later', 10_001, 0],
    ['does not exist', undefined, 0],
  ])('lag as the clock says when the first entry %s', async (_case, nextExpiry, seconds) => {
    const { telemetry, time } = observed({ store: async () => ({ entries: 1, bytes: 1, nextExpiry }) });
    time.ms = 10_000;
    expect(await samples(telemetry)).toContain(`sweep_lag_seconds ${seconds}`);
  });

  it('show whether this process makes them', async () => {
    const { telemetry } = observed();
    expect(await samples(telemetry)).toContain('sweep_leader 0');
    telemetry.leads(true);
    expect(await samples(telemetry)).toContain('sweep_leader 1');
    telemetry.leads(false);
    expect(await samples(telemetry)).toContain('sweep_leader 0');
  });
});

describe("a shared store's breaker", () => {
  const breaker = async (telemetry: Telemetry): Promise<string[]> =>
    (await samples(telemetry)).filter((line) => line.startsWith('store_breaker_'));

  it('is closed until one says otherwise', async () => {
    const { telemetry } = observed();
    expect(await breaker(telemetry)).toEqual([
      'store_breaker_state{state="closed"} 1',
      'store_breaker_state{state="open"} 0',
      'store_breaker_state{state="half-open"} 0',
      'store_breaker_changes_total{to="closed"} 0',
      'store_breaker_changes_total{to="open"} 0',
      'store_breaker_changes_total{to="half-open"} 0',
    ]);
  });

  it('shows the state it is in, and how often it changed', async () => {
    const { telemetry } = observed();
    for (const state of ['open', 'half-open', 'open', 'half-open'] as const) telemetry.breaker(state);
    expect(await breaker(telemetry)).toEqual([
      'store_breaker_state{state="closed"} 0',
      'store_breaker_state{state="open"} 0',
      'store_breaker_state{state="half-open"} 1',
      'store_breaker_changes_total{to="closed"} 0',
      'store_breaker_changes_total{to="open"} 2',
      'store_breaker_changes_total{to="half-open"} 2',
    ]);
  });

  it('warns once per outage, with the reason, and says when it is over', () => {
    const { telemetry, lines } = observed();
    const why = new Error('x');
    for (const state of ['open', 'half-open', 'open', 'half-open', 'closed', 'open'] as const) {
      telemetry.breaker(state, state === 'open' ? why : undefined);
    }
    expect(lines).toEqual([
      { level: 'warn', event: 'store', breaker: 'open', error: why },
      { level: 'debug', event: 'store', breaker: 'half-open' },
      { level: 'debug', event: 'store', breaker: 'open', error: why },
      { level: 'debug', event: 'store', breaker: 'half-open' },
      { level: 'info', event: 'store', breaker: 'closed' },
      { level: 'warn', event: 'store', breaker: 'open', error: why },
    ]);
  });
});

describe("a shared store's background work", () => {
  it('is counted; a dropped index, and why writes are tried again, are logged', async () => {
    const { telemetry, lines } = observed();
    telemetry.writeRetried(3, new Error('busy'));
    telemetry.writeRetried(4, new Error('busy'));
    telemetry.indexDropped('llm-semantic-cache-a');
    expect(await samples(telemetry)).toEqual(
      expect.arrayContaining(['store_write_retries_total 7', 'store_indices_dropped_total 1']),
    );
    expect(lines).toMatchObject([
      { level: 'warn', event: 'failure', where: 'store-write' },
      { level: 'info', event: 'store', index: 'llm-semantic-cache-a' },
    ]);
  });
});
