import type { DecisionRecord } from '../core/decision';
import { MAX_FOREIGN_TEXT, type DecisionFields } from './decision-line';

/** The decision record as flat fields of one log line: times in ms, absent values left out. */
export function decisionFields(record: DecisionRecord): DecisionFields {
  const { verdict, store, phases, saved, exchange, model, trace } = record;
  return {
    event: 'decision',
    exchange: exchange.slice(0, MAX_FOREIGN_TEXT),
    trace: trace?.traceId,
    model: model?.slice(0, MAX_FOREIGN_TEXT),
    verdict: verdict.kind,
    reason: verdict.reason,
    policy: record.policy,
    problem: record.problem,
    dialect: record.dialect,
    similarity: record.similarity,
    score: record.score,
    entry: record.entry,
    ageSeconds: record.ageSeconds,
    partition: record.partition,
    form: record.form,
    upstreamMs: record.upstreamMs,
    store: store?.kind,
    storeReason: store?.kind === 'refused' ? store.reason : undefined,
    phasesMs: Object.fromEntries(Object.entries(phases).map(([phase, ms]) => [phase, round(ms)])),
    ...(saved && {
      savedPromptTokens: saved.promptTokens,
      savedCompletionTokens: saved.completionTokens,
      savedUpstreamMs: round(saved.upstreamMs),
    }),
  };
}

/** Requests that no policy covers (health checks, other paths) would drown the decisions that were made. */
export function isRoutine({ verdict }: DecisionRecord): boolean {
  return verdict.reason === 'not-a-completion' || verdict.reason === 'no-policy';
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
