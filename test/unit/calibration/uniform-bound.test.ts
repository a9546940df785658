import {
  boundThreshold,
  leastLabels,
  type RatePromise,
  type ScoredLabel,
} from '../../../src/calibration/uniform-bound';
import { binomialTail } from '../../../src/calibration/intervals';
import { seededRandom } from '../../../src/evaluation/random';

const ONE_PERCENT: RatePromise = { maxFalseHitRate: 0.01, confidence: 0.95 };

/** Scores from 1 downwards; false at these places. */
function ranked(count: number, falseAt: readonly number[] = []): readonly ScoredLabel[] {
  return Array.from({ length: count }, (_, i) => ({ score: 1 - i / count, same: !falseAt.includes(i) }));
}

describe('the least number of labels', () => {
  it('is the rule of three, exactly', () => {
    expect(leastLabels(ONE_PERCENT)).toBe(299);
    expect(leastLabels({ maxFalseHitRate: 0.1, confidence: 0.9 })).toBe(22);
  });

  it('is what makes the difference', () => {
    expect(boundThreshold(ranked(298), ONE_PERCENT)).toEqual({ found: undefined, tested: 0, needed: 299 });
    const { found } = boundThreshold(ranked(299), ONE_PERCENT);
    expect(found).toMatchObject({ served: 299, falseHits: 0, threshold: 1 - 298 / 299 });
    expect(found?.bound).toBeLessThanOrEqual(0.01);
  });

  it('is not enough with one false among them', () => {
    expect(boundThreshold(ranked(299, [10]), ONE_PERCENT).found).toBeUndefined();
  });
});

describe('the proposed threshold', () => {
  it('serves what comes before the false ones, and not all of them', () => {
    const falseOnes = Array.from({ length: 1000 }, (_, i) => 1000 + i);
    const { found } = boundThreshold(ranked(2000, falseOnes), ONE_PERCENT);
    expect(found?.served).toBeGreaterThan(900);
    expect(found?.falseHits).toBeLessThan(10);
  });

  it('is not given up for one unlucky label at the top', () => {
    expect(boundThreshold(ranked(4000, [3]), ONE_PERCENT).found?.served).toBe(4000);
  });

  it('takes all labels of a score or none', () => {
    const labels = ranked(400).map((label, i) => (i < 350 ? label : { score: 0.1, same: true }));
    const { found } = boundThreshold(labels, ONE_PERCENT);
    expect(found).toMatchObject({ threshold: 0.1, served: 400 });
  });

  it('does not depend on the order of the labels', () => {
    const labels = ranked(900, [500, 700, 701]);
    expect(boundThreshold([...labels].reverse(), ONE_PERCENT)).toEqual(boundThreshold(labels, ONE_PERCENT));
  });
});

/** A world in which a candidate of score s is false with a probability that falls with s. */
interface World {
  readonly falseRate: (score: number) => number;
  /** True false-hit rate of a threshold: the mean over the scores above it, which are spread evenly. */
  readonly rateAbove: (threshold: number) => number;
}

const WORLDS: Readonly<Record<string, World>> = {
  // Wrong by a hair at every threshold: whatever is proposed breaks the promise.
  'just above the rate everywhere': { falseRate: () => 0.0501, rateAbove: () => 0.0501 },
  'falling with the score': { falseRate: (s) => 0.3 * (1 - s), rateAbove: (t) => 0.15 * (1 - t) },
  'good above a cliff': {
    falseRate: (s) => (s > 0.6 ? 0.02 : 0.5),
    rateAbove: (t) => (t > 0.6 ? 0.02 : (0.4 * 0.02 + (0.6 - t) * 0.5) / (1 - t)),
  },
};

function drawn({ falseRate }: World, count: number, seed: number): readonly ScoredLabel[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const score = random();
    return { score, same: random() >= falseRate(score) };
  });
}

const RUNS = 500;
const FIVE_PERCENT: RatePromise = { maxFalseHitRate: 0.05, confidence: 0.95 };
/** Runs that a true share of 5 % exceeds by chance once in a thousand. */
const MOST_BROKEN = Array.from({ length: RUNS }, (_, k) => k).find((k) => binomialTail(k, RUNS, 0.05) > 0.999) ?? RUNS;

describe('the promise, over 500 sets of labels', () => {
  const broken = (
    world: World,
    runs: number,
    propose: (labels: readonly ScoredLabel[]) => number | undefined,
  ): number =>
    Array.from({ length: runs }, (_, seed) => propose(drawn(world, 600, seed + 1))).filter(
      (threshold) => threshold !== undefined && world.rateAbove(threshold) > FIVE_PERCENT.maxFalseHitRate,
    ).length;

  it.each(Object.entries(WORLDS))('is broken no more often than it says, %s', (_name, world) => {
    expect(broken(world, RUNS, (labels) => boundThreshold(labels, FIVE_PERCENT).found?.threshold)).toBeLessThanOrEqual(
      MOST_BROKEN,
    );
  });

  it('would be by the best of many bounds that each hold alone', () => {
    const picked = (labels: readonly ScoredLabel[]): number | undefined => {
      const sorted = [...labels].sort((x, y) => y.score - x.score);
      const passing = Array.from({ length: 100 }, (_, i) => 6 * (i + 1)).filter((size) => {
        const falseHits = sorted.slice(0, size).filter(({ same }) => !same).length;
        return binomialTail(falseHits, size, FIVE_PERCENT.maxFalseHitRate) <= 0.05;
      });
      return sorted[(passing.at(-1) ?? NaN) - 1]?.score;
    };
    expect(broken(WORLDS['just above the rate everywhere']!, 100, picked) / 100).toBeGreaterThan(0.1);
  });

  it('is worth something: most sets of a good score give a threshold', () => {
    const world = WORLDS['good above a cliff']!;
    const outcomes = Array.from({ length: 50 }, (_, seed) =>
      boundThreshold(drawn(world, 2000, seed + 1), FIVE_PERCENT),
    );
    expect(outcomes.filter(({ found }) => found !== undefined).length).toBeGreaterThan(45);
  });
});
