import type { Clock } from '../../src/core/clock';
import type { DecisionRecord } from '../../src/core/decision';
import type { Logger } from '../../src/observability/logger';
import { createTelemetry, type Telemetry, type TelemetryOptions } from '../../src/observability/telemetry';

/** Of a process that does nothing. */
export const SOURCES: TelemetryOptions['sources'] = {
  embedWaiting: () => 0,
  opinionWaiting: () => 0,
  store: async () => ({ entries: 0, bytes: 0, nextExpiry: undefined }),
  removals: () => ({ expired: 0, capacity: 0, invalidated: 0, replaced: 0 }),
  captured: () => 0,
  writeQueue: () => ({ jobs: 0, bytes: 0 }),
  logLinesDropped: () => 0,
  checksWaiting: () => 0,
  thresholds: () => [],
  policyProblems: () => ({ configuration: 0, annotations: 0 }),
  overview: {
    store: { kind: 'embedded', prompts: 'clear', maxEntries: 0, maxBytes: 0 },
    queueLimits: { embedding: 1, 'second-opinion': 1, writes: 1, checks: 1 },
    expiringBy: async () => [],
  },
};
const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real telemetry with nothing behind it, and a clock that stands still until it is moved. */
export function quietTelemetry(): { readonly telemetry: Telemetry; readonly time: { ms: number } } {
  const time = { ms: 0 };
  const clock: Clock = { now: () => time.ms, monotonic: () => time.ms };
  const prices = { currency: 'USD', asOf: undefined, models: [], shipped: true };
  return { time, telemetry: createTelemetry({ logger: SILENT, clock, version: '1', prices, sources: SOURCES }) };
}

export const HIT: DecisionRecord = {
  exchange: 'e-1',
  policy: 'default',
  problem: undefined,
  dialect: 'openai-chat',
  model: 'gpt-4o',
  verdict: { kind: 'hit', reason: 'semantic' },
  similarity: 0.97,
  score: 0.91,
  entry: 'ab',
  ageSeconds: 12,
  partition: 'cd',
  form: 'sse',
  store: undefined,
  upstreamMs: 900,
  phases: { parse: 0.4, embed: 6, total: 8 },
  trace: undefined,
  timeline: { from: 0, to: 8, steps: [], epoch: 0 },
  saved: { promptTokens: 10, completionTokens: 25, upstreamMs: 1500 },
};

/** Lines of samples, without comments and the prefix of our names. */
export function samplesOf(body: string): readonly string[] {
  return body.split('\n').flatMap((line) => /^llm_semantic_cache_(.*)$/.exec(line)?.[1] ?? []);
}
