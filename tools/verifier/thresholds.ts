import type { Judges } from '../../src/app/judges';
import { logistic } from '../../src/core/logistic';
import { precisionRecallCurve } from '../../src/evaluation/curve';
import { rankingOf } from '../../src/evaluation/ranking';
import { logOddsOf, type Fitted } from './fit';
import { labelledPairs } from './sources';
import { measured } from './training-set';

/** Precision, by the labels as they are, from which a mode serves. Nearly half of the "different" labels near the top are wrong. */
const PRECISIONS = { standard: 0.9, strict: 0.93 } as const;

/** The least scores whose pairs of Quora Question Pairs have the wanted precision. */
export async function thresholdsOf(
  dir: string,
  fitted: Fitted,
  judges: Judges,
): Promise<Readonly<Record<keyof typeof PRECISIONS, number>>> {
  const ranked = (await measured(await labelledPairs(dir, 'qqp_pairs'), judges))
    .filter(({ vetoed }) => !vetoed)
    .map(({ row, same }) => ({ same, score: logistic(logOddsOf(fitted, row)) }));
  const curve = precisionRecallCurve(rankingOf(ranked));
  const least = (precision: number): number =>
    Number((curve.findLast((point) => point.precision >= precision)?.threshold ?? 1).toFixed(3));
  return { standard: least(PRECISIONS.standard), strict: least(PRECISIONS.strict) };
}
