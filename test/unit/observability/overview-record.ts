import type { DecisionRecord } from '../../../src/core/decision';

/** A miss of which nothing more is known. */
export function recordOf(over: Partial<DecisionRecord>): DecisionRecord {
  return {
    exchange: 'e-1',
    policy: 'default',
    problem: undefined,
    dialect: 'openai-chat',
    model: 'gpt-4o',
    verdict: { kind: 'miss', reason: 'no-entry' },
    similarity: undefined,
    score: undefined,
    entry: undefined,
    ageSeconds: undefined,
    partition: undefined,
    form: 'json',
    store: undefined,
    upstreamMs: undefined,
    phases: {},
    trace: undefined,
    timeline: { from: 0, to: 0, steps: [], epoch: 0 },
    saved: undefined,
    ...over,
  };
}
