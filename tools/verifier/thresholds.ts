import type { Judges } from '../../src/app/judges';
import { logistic } from '../../src/core/logistic';
import type { Fitted } from './fit';
import { labelledPairs } from './sources';
import { measured } from './training-set';

/** Precision, by the labels as they are, from which a mode serves. Nearly half of the "different" labels near the top are wrong. */
const PRECISIONS = { standard: 0.9, strict: 0.93 } as const;

/** The least scores whose pairs of Quora Question Pairs have the wanted precision. */
export async function thresholdsOf(
  dir: string,
  { weights, bias }: Fitted,
  judges: Judges,
): Promise<Readonly<Record<keyof typeof PRECISIONS, number>>> {
  const ranked = (await measured(await labelledPairs(dir, 'qqp_pairs'), judges))
    .filter(({ vetoed }) => !vetoed)
    .map(({ row, same }) => ({
      same,
      score: logistic(row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias)),
    }))
    .sort((x, y) => y.score - x.score);
  const least = (precision: number): number => {
    let right = 0;
    let found = 1;
    ranked.forEach(({ same, score }, i) => {
      right += Number(same);
      if (right / (i + 1) >= precision) found = score;
    });
    return Number(found.toFixed(3));
  };
  return { standard: least(PRECISIONS.standard), strict: least(PRECISIONS.strict) };
}
