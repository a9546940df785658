import { NEVER } from './judge';
import type { Ranked } from './ranking';

const BINS = 15;

/**
 * Expected calibration error of scores taken as probabilities of "same", over bins of equal width: the mean distance of a bin's mean score
 * from its share of same pairs, weighted by size. What can never be a hit has no score; `undefined` when nothing has.
 */
export function calibrationError(pairs: readonly Ranked[]): number | undefined {
  const bins = Array.from({ length: BINS }, () => ({ score: 0, same: 0 }));
  let count = 0;
  for (const { score, same } of pairs) {
    if (score === NEVER) continue;
    const probability = Math.min(1, Math.max(0, score));
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    count += 1;
    bin.score += probability;
    bin.same += same ? 1 : 0;
  }
  // |mean score - share of same| × size is the distance of the sums.
  return count === 0 ? undefined : bins.reduce((sum, bin) => sum + Math.abs(bin.score - bin.same), 0) / count;
}
