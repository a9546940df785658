import type { DecisionRecord } from '../core/decision';
import type { LogFields } from './logger';

/** What a client or an upstream chose may be of any length. */
const MAX_FOREIGN_TEXT = 128;

/** The decision record as flat fields of one log line: times in ms, absent values left out. */
export function decisionFields(record: DecisionRecord): LogFields {
  const { verdict, store, phases, saved, exchange, model, ...same } = record;
  return {
    event: 'decision',
    exchange: exchange.slice(0, MAX_FOREIGN_TEXT),
    model: model?.slice(0, MAX_FOREIGN_TEXT),
    verdict: verdict.kind,
    reason: verdict.reason,
    ...same,
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
