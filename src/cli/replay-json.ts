import type { Replayed } from '../app/replay';
import { hitsOf, otherShare, shareOf, tokenSums } from './replay-figures';
import type { ReplayFlags } from './replay-options';
import type { ComparedRun, ReplayRun } from './replay-text';

/** For programs. Times are milliseconds since the epoch; shares are of 1. */
export function replayJson(
  { found, facts }: ReplayRun,
  others: readonly ComparedRun[],
  { show, intervalMs }: ReplayFlags,
): object {
  return {
    recording: { ...facts, ...(facts.withTime < facts.calls && { assumedIntervalMs: intervalMs }) },
    ...decisionsOf(found),
    ...(show.length > 0 && { shown: found.shown }),
    ...(others.length > 0 && {
      compared: others.map(({ called, found: other }) => ({ terms: called, ...decisionsOf(other) })),
    }),
  };
}

function decisionsOf(found: Replayed): object {
  const { calls, lookedUp, hits, misses, bypasses, stores, store, policies, shadowed, bounded, failures } = found;
  const { saved, money, answers, halves } = found;
  const { prompt, completion } = tokenSums(saved);
  return {
    ...{ calls, lookedUp, hits, misses, bypasses, stores, store, policies, shadowed, bounded, failures },
    hitRate: shareOf(hitsOf(found), found.lookedUp),
    halves: halves.map((half) => ({ ...half, hitRate: shareOf(half.hits, half.lookedUp) })),
    saved: {
      ...{ promptTokens: prompt, completionTokens: completion, upstreamSeconds: saved.upstreamMs / 1000 },
      ...{ hitsWithoutTokens: saved.hitsWithoutTokens, hitsWithoutTime: saved.hitsWithoutTime, money },
    },
    answers: {
      semantic: { ...answers.semantic, other: otherShare(answers.semantic) },
      exact: { ...answers.exact, other: otherShare(answers.exact) },
    },
  };
}
