import fc from 'fast-check';
import { createThresholdLearner, type ScoredLabel, type ThresholdLearner } from '../../../src/calibration/learner';
import { NOTHING_SERVED } from '../../../src/core/thresholds';

const SETTINGS = { maxFalseHitRate: 0.01, confidence: 0.95, configured: 0.8, checkShare: 0.02, youngShare: 0.2 };
const LOWEST = 0.85;
const HIGHEST = 0.999;

function teach(learner: ThresholdLearner, label: ScoredLabel, times: number): void {
  for (let i = 0; i < times; i += 1) learner.learn(label);
}

function taught(label: ScoredLabel, times: number): ThresholdLearner {
  const learner = createThresholdLearner(SETTINGS);
  teach(learner, label, times);
  return learner;
}

describe('threshold learner', () => {
  it('serves nothing before it has learned', () => {
    const learner = createThresholdLearner(SETTINGS);
    expect(learner.threshold).toBe(NOTHING_SERVED);
    expect(learner.wantsNearMiss(0.8)).toBe(true);
    expect(learner.wantsNearMiss(1)).toBe(true);
    expect(learner.wantsNearMiss(0.799)).toBe(false);
    expect(learner.checkShare(1)).toBe(1);
    expect(learner.estimate).toMatchObject({ checked: 0, low: 0, high: 1 });
  });

  it.each([
    [0.01, 0.95, 715],
    [0.05, 0.95, 140],
    [0.01, 0.9, 638],
  ])(
    'with bound %p and confidence %p serves all after %p right labels and one, never below the configured threshold',
    (bound, confidence, labels) => {
      const learner = createThresholdLearner({ ...SETTINGS, maxFalseHitRate: bound, confidence });
      teach(learner, { score: LOWEST, same: true }, labels);
      expect(learner.threshold).toBe(NOTHING_SERVED);
      teach(learner, { score: LOWEST, same: true }, 1);
      expect(learner.threshold).toBe(0.8);
      teach(learner, { score: 0.79, same: true }, 5000);
      expect(learner.threshold).toBe(0.8);
    },
  );

  it('serves the scores whose answers are right and not those whose answers are wrong', () => {
    const learner = createThresholdLearner(SETTINGS);
    for (let i = 0; i < 1000; i += 1) {
      learner.learn({ score: HIGHEST, same: true });
      learner.learn({ score: LOWEST, same: i % 10 > 0 });
    }
    expect(learner.threshold).toBeGreaterThan(LOWEST);
    expect(learner.threshold).toBeLessThan(HIGHEST);
  });

  it('does not trust a higher score more than its labels: where high ones are wrong and many, nothing is served', () => {
    const learner = createThresholdLearner(SETTINGS);
    for (let i = 0; i < 3000; i += 1) learner.learn({ score: i % 5 === 0 ? HIGHEST : LOWEST, same: i % 50 > 0 });
    expect(learner.threshold).toBe(NOTHING_SERVED);
  });

  it('narrows what it serves when the lower scores go wrong, and still serves the higher ones', () => {
    const learner = createThresholdLearner(SETTINGS);
    for (let i = 0; i < 4000; i += 1) learner.learn({ score: i % 2 === 0 ? HIGHEST : LOWEST, same: true });
    expect(learner.threshold).toBe(0.8);
    teach(learner, { score: LOWEST, same: false }, 2);
    expect(learner.threshold).toBeGreaterThan(LOWEST);
    expect(learner.threshold).toBeLessThan(HIGHEST);
  });

  it('serves again when answers have become right again', () => {
    const learner = taught({ score: LOWEST, same: true }, 5000);
    teach(learner, { score: LOWEST, same: false }, 20);
    expect(learner.threshold).toBe(NOTHING_SERVED);
    teach(learner, { score: LOWEST, same: true }, 4000);
    expect(learner.threshold).toBe(0.8);
  });

  it('checks many hits at first, few later, many again after a false one', () => {
    const learner = taught({ score: LOWEST, same: true }, 800);
    expect(learner.checkShare(LOWEST)).toBe(0.2);
    teach(learner, { score: LOWEST, same: true }, 10_000);
    expect(learner.checkShare(LOWEST)).toBe(0.02);
    learner.learn({ score: LOWEST, same: false });
    expect(learner.threshold).toBe(0.8);
    expect(learner.checkShare(LOWEST)).toBe(0.2);
  });

  it('asks for all near misses where something is to be learned, and for a quarter where it is hopeless', () => {
    const learner = createThresholdLearner(SETTINGS);
    for (let i = 0; i < 3000; i += 1) learner.learn({ score: LOWEST + (i % 100) / 1e4, same: i % 2 > 0 });
    const wanted = (from: number): number =>
      Array.from({ length: 1000 }, (_, i) => from + i / 1e4).filter((score) => learner.wantsNearMiss(score)).length;
    expect(wanted(0.9)).toBe(1000);
    expect(wanted(0.8)).toBeGreaterThan(200);
    expect(wanted(0.8)).toBeLessThan(300);
  });

  it('estimates the rate from checks of hits only', () => {
    const learner = createThresholdLearner(SETTINGS);
    teach(learner, { score: LOWEST, same: true }, 716);
    expect(learner.estimate.checked).toBe(0);
    teach(learner, { score: LOWEST, same: true }, 99);
    learner.learn({ score: LOWEST, same: false });
    expect(learner.estimate).toMatchObject({ checked: 100, falseHits: 1, rate: 0.01 });
  });

  const labels = fc.array(
    fc.record({
      score: fc.double({ min: 0.7, max: 1, noNaN: true }),
      same: fc.integer({ max: 60 }).map((n) => n !== 0),
    }),
    { maxLength: 400 },
  );
  const GENEROUS = { ...SETTINGS, maxFalseHitRate: 0.2 };

  it('has the same threshold and shares wherever the same labels were learned', () => {
    fc.assert(
      fc.property(labels, (all) => {
        const [one, other] = [createThresholdLearner(GENEROUS), createThresholdLearner(GENEROUS)];
        for (const label of all) one.learn(label);
        for (const label of all) other.learn(label);
        for (const score of [0.8, 0.9, 0.99, 1]) {
          expect(other.checkShare(score)).toBe(one.checkShare(score));
          expect(other.wantsNearMiss(score)).toBe(one.wantsNearMiss(score));
        }
        expect(other.threshold).toBe(one.threshold);
        expect(other.estimate).toEqual(one.estimate);
      }),
    );
  });

  it('never serves more for a false label, such as a report', () => {
    fc.assert(
      fc.property(labels, fc.double({ min: 0.7, max: 1, noNaN: true }), (all, score) => {
        const learner = createThresholdLearner(GENEROUS);
        for (const label of all) learner.learn(label);
        const before = learner.threshold;
        learner.learn({ score, same: false });
        expect(learner.threshold).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
