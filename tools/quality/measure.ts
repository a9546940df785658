import type { Judges } from '../../src/app/judges';
import type { Embedding } from '../../src/core/embedder';
import { hasLearnedScore, VERIFY_MODES, type LookupSettings, type VerifyMode } from '../../src/core/policy';
import { evaluateCache, searchAll, type CacheEvaluation } from '../../src/evaluation/cache-shaped';
import { judgePairs, PLAIN_SIMILARITY, type Rule } from '../../src/evaluation/judge';
import { cacheShapeOf } from '../../src/evaluation/labelled-cache';
import { evaluatePairs, type PairEvaluation } from '../../src/evaluation/pairs';
import { cacheSetOf } from './cache-set';
import type { QualityData } from './data';
import { embedRemembering } from './embedding-cache';

export interface Measured<E> {
  readonly mode: VerifyMode;
  readonly evaluation: E;
}

export interface Quality {
  readonly sets: readonly { readonly name: string; readonly modes: readonly Measured<PairEvaluation>[] }[];
  /** `undefined`: the question pairs are not there. */
  readonly cache: readonly Measured<CacheEvaluation>[] | undefined;
}

/** Every mode on every set, by the terms of a policy. */
export async function measure(
  { sets, qqp, distractors }: QualityData,
  judges: Judges,
  lookup: Pick<LookupSettings, 'minSimilarity' | 'candidates'>,
): Promise<Quality> {
  const cacheSet = cacheSetOf(qqp, distractors);
  const embeddings = await embedRemembering(judges, [
    ...sets.flatMap(({ pairs }) => pairs.flatMap(({ a, b }) => [a, b])),
    ...[...cacheSet.entries, ...cacheSet.queries].map(({ text }) => text),
  ]);
  const rules = VERIFY_MODES.map((mode) => ruleOf(mode, judges, lookup));
  return {
    sets: sets.map(({ name, pairs }) => ({
      name,
      modes: rules.map((rule) => ({
        mode: rule.mode,
        evaluation: evaluatePairs(judgePairs(pairs, embeddings, rule, judges.verifier), rule.threshold),
      })),
    })),
    cache: qqp.length === 0 ? undefined : measureCache(cacheSet, { embeddings, rules, judges }, lookup.candidates),
  };
}

/** Modes with a learned score look at what is near enough for the policy; in the others the similarity decides. */
function ruleOf(mode: VerifyMode, { verifier }: Judges, lookup: Pick<LookupSettings, 'minSimilarity'>): Rule {
  const minSimilarity = hasLearnedScore(mode) ? lookup.minSimilarity : PLAIN_SIMILARITY;
  return { mode, minSimilarity, threshold: verifier.threshold(mode, minSimilarity) };
}

function measureCache(
  cacheSet: ReturnType<typeof cacheSetOf>,
  by: { readonly embeddings: ReadonlyMap<string, Embedding>; readonly rules: readonly Rule[]; readonly judges: Judges },
  candidates: number,
): readonly Measured<CacheEvaluation>[] {
  const searched = searchAll(cacheShapeOf(cacheSet, by.embeddings, candidates));
  return by.rules.map((rule) => ({ mode: rule.mode, evaluation: evaluateCache(searched, rule, by.judges.verifier) }));
}
