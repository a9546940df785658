import type { Interval } from '../calibration/intervals';
import { mapPrecisions, separationOf, type PrecisionName, type Separation } from './curve';
import { seededRandom } from './random';
import type { Ranking } from './ranking';

export interface SeparationIntervals {
  readonly auc: Interval | undefined;
  readonly recallAtPrecision: Readonly<Record<PrecisionName, Interval>>;
}

const DRAWS = 400;
const SEED = 9;
const CONFIDENCE = 0.95;

/** 95 % percentile intervals over seeded draws of as many pairs, with replacement: the same pairs give the same intervals. */
export function bootstrap(ranking: Ranking): SeparationIntervals {
  const random = seededRandom(SEED);
  const draws = Array.from({ length: DRAWS }, () => separationOf(ranking, drawWeights(ranking.size, random)));
  const aucs = draws.flatMap(({ auc }) => auc ?? []);
  const recalls = (name: PrecisionName): readonly number[] =>
    draws.map(({ recallAtPrecision }: Separation) => recallAtPrecision[name]);
  return {
    auc: aucs.length === 0 ? undefined : percentileInterval(aucs),
    recallAtPrecision: mapPrecisions((name) => percentileInterval(recalls(name))),
  };
}

function drawWeights(size: number, random: () => number): Uint16Array {
  const weights = new Uint16Array(size);
  for (let i = 0; i < size; i += 1) {
    const drawn = Math.floor(random() * size);
    weights[drawn] = (weights[drawn] ?? 0) + 1;
  }
  return weights;
}

/** Nearest rank. */
function percentileInterval(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
  return { low: at((1 - CONFIDENCE) / 2), high: at((1 + CONFIDENCE) / 2) };
}
