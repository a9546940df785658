import type { Judges } from '../../src/app/judges';
import { dot } from '../../src/core/dot';
import { FEATURES, featuresOf, type FeatureName } from '../../src/verifier/score/features';
import { firstVeto } from '../../src/verifier/guards';
import { inOneLanguage, tokenise } from '../../src/verifier/tokens';
import { embedRemembering } from '../quality/embedding-cache';
import type { Examples } from './fit';
import type { TrainingPair } from './pairs';

export const NAMES = Object.keys(FEATURES) as FeatureName[];

/**
 * How much an example counts, by its kind. Neighbours of other intents are what a cache meets most; rule-made pairs teach what a
 * change means, but all of them are nearer than real questions are. One of eight weightings that rank nearly alike; Quora Question
 * Pairs chose it.
 */
const WEIGHTS: Readonly<Record<string, number>> = { intent: 4, 'other-intent': 10 };
const RULE_MADE = 0.12;

/** A pair as the score sees it. */
export interface Measured extends TrainingPair {
  readonly row: readonly number[];
  readonly vetoed: boolean;
}

/** Pairs whose texts the model can tell the meaning of. */
export async function measured(pairs: readonly TrainingPair[], judges: Judges): Promise<readonly Measured[]> {
  const embeddings = await embedRemembering(
    judges,
    pairs.flatMap(({ a, b }) => [a, b]),
  );
  return pairs.flatMap((pair) => {
    const x = embeddings.get(pair.a);
    const y = embeddings.get(pair.b);
    if (x?.kind !== 'vector' || y?.kind !== 'vector') return [];
    const similarity = dot(x.vector, y.vector);
    const [a, b] = inOneLanguage(tokenise(pair.a), tokenise(pair.b));
    const features = featuresOf(a, b, similarity);
    const row = NAMES.map((name) => features[name]);
    return [{ ...pair, row, vetoed: firstVeto(a, b) !== undefined }];
  });
}

/** The score decides what the guards leave open: it learns from nothing else. */
export function examplesOf(pairs: readonly Measured[]): Examples {
  const open = pairs.filter(({ vetoed }) => !vetoed);
  return {
    x: Float64Array.from(open.flatMap(({ row }) => row)),
    y: Uint8Array.from(open.map(({ same }) => Number(same))),
    weight: Float64Array.from(open.map(({ kind }) => WEIGHTS[kind] ?? RULE_MADE)),
  };
}
