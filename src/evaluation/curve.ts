import { NEVER } from './judge';
import type { Ranking } from './ranking';

/** Precisions at which recall is told, by the name that reports give them. */
export const PRECISIONS = { '0.90': 0.9, '0.95': 0.95, '0.97': 0.97, '0.99': 0.99 } as const;
export type PrecisionName = keyof typeof PRECISIONS;
export const PRECISION_NAMES = Object.keys(PRECISIONS) as readonly PrecisionName[];

export type RecallAtPrecision = Readonly<Record<PrecisionName, number>>;

/** How well a score tells pairs that ask the same from others. */
export interface Separation {
  /** Chance that a same pair is ranked above a different one, half for ties; `undefined` without pairs of both kinds. */
  readonly auc: number | undefined;
  /** The greatest recall over all thresholds with at least that precision; 0 when there is none. */
  readonly recallAtPrecision: RecallAtPrecision;
}

export function separationOf(ranking: Ranking, weights?: Uint16Array): Separation {
  const best = { '0.90': 0, '0.95': 0, '0.97': 0, '0.99': 0 };
  let total = { same: 0, different: 0 };
  // Twice the pairs of (same, different) that are ranked rightly, so that ties are whole numbers.
  let rightlyRanked = 0;
  ranking.walk(({ score, same, different }) => {
    rightlyRanked += (different - total.different) * (total.same + same);
    total = { same, different };
    if (score === NEVER) return;
    const precision = same / (same + different);
    for (const name of PRECISION_NAMES) if (precision >= PRECISIONS[name]) best[name] = Math.max(best[name], same);
  }, weights);
  const comparisons = 2 * total.same * total.different;
  return {
    auc: comparisons === 0 ? undefined : rightlyRanked / comparisons,
    recallAtPrecision: mapPrecisions((name) => (total.same === 0 ? 0 : best[name] / total.same)),
  };
}

export function mapPrecisions<T>(of: (name: PrecisionName) => T): Readonly<Record<PrecisionName, T>> {
  return { '0.90': of('0.90'), '0.95': of('0.95'), '0.97': of('0.97'), '0.99': of('0.99') };
}

export interface CurvePoint {
  readonly threshold: number;
  readonly recall: number;
  readonly precision: number;
}

/** Precision against recall, a point for each threshold that changes anything, strictest first. */
export function precisionRecallCurve(ranking: Ranking): readonly CurvePoint[] {
  let allSame = 0;
  ranking.walk(({ same }) => (allSame = same));
  const points: CurvePoint[] = [];
  ranking.walk(({ score, same, different }) => {
    if (score === NEVER) return;
    points.push({
      threshold: score,
      recall: allSame === 0 ? 0 : same / allSame,
      precision: same / (same + different),
    });
  });
  return points;
}
