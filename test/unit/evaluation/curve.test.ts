import { bootstrap } from '../../../src/evaluation/bootstrap';
import { calibrationError } from '../../../src/evaluation/calibration-error';
import { precisionRecallCurve, separationOf } from '../../../src/evaluation/curve';
import { NEVER } from '../../../src/evaluation/judge';
import { seededRandom } from '../../../src/evaluation/random';
import { rankingOf, type Ranked } from '../../../src/evaluation/ranking';

const same = (score: number): Ranked => ({ score, same: true });
const different = (score: number): Ranked => ({ score, same: false });
const separation = (...pairs: readonly Ranked[]) => separationOf(rankingOf(pairs));

describe('AUC', () => {
  it.each([
    ['1 when every same pair is above every different one', [same(0.9), same(0.8), different(0.7)], 1],
    ['0 when it is the other way round', [different(0.9), same(0.1)], 0],
    ['a half for ties', [same(0.5), different(0.5)], 0.5],
    // Of 2 × 2 comparisons: 0.9 wins two, 0.6 wins one and ties none.
    ['the share of comparisons won', [same(0.9), different(0.7), same(0.6), different(0.2)], 0.75],
    ['told for what can never be a hit, which is below all', [same(0.1), different(NEVER), same(NEVER)], 0.75],
  ])('is %s', (_name, pairs, expected) => {
    expect(separation(...pairs).auc).toBe(expected);
  });

  it('is not known without pairs of both kinds', () => {
    expect(separation(same(0.9), same(0.8)).auc).toBeUndefined();
    expect(separation().auc).toBeUndefined();
  });
});

describe('recall at a precision', () => {
  it('is the greatest over all thresholds, also where precision recovers further down', () => {
    // Precision after each: 0, 1/2, 2/3 … 9/10 after nine same ones.
    const pairs = [
      different(1),
      ...Array.from({ length: 9 }, (_, i) => same(0.9 - i / 100)),
      different(0.1),
      same(0.05),
    ];
    expect(separation(...pairs).recallAtPrecision).toEqual({ '0.90': 0.9, '0.95': 0, '0.97': 0, '0.99': 0 });
  });

  it('takes pairs of equal score together', () => {
    // The two ties have precision 1/2 together: neither order of them may count.
    expect(separation(same(0.5), different(0.5), same(0.4)).recallAtPrecision['0.90']).toBe(0);
    expect(separation(same(0.9), same(0.5), different(0.5)).recallAtPrecision['0.90']).toBe(0.5);
  });

  it('counts a same pair that can never be a hit as missed', () => {
    expect(separation(same(0.9), same(NEVER)).recallAtPrecision['0.99']).toBe(0.5);
  });

  it('is 0 without same pairs', () => {
    expect(separation(different(0.9)).recallAtPrecision['0.90']).toBe(0);
    expect(separation().recallAtPrecision['0.90']).toBe(0);
  });
});

describe('the curve', () => {
  it('has a point for each threshold that changes anything, and none for what is never a hit', () => {
    const points = precisionRecallCurve(rankingOf([same(0.9), different(0.5), same(0.5), different(0.2), same(NEVER)]));
    expect(points).toEqual([
      { threshold: 0.9, recall: 1 / 3, precision: 1 },
      { threshold: 0.5, recall: 2 / 3, precision: 2 / 3 },
      { threshold: 0.2, recall: 2 / 3, precision: 0.5 },
    ]);
  });
});

describe('the calibration error', () => {
  it('is 0 when scores are shares', () => {
    const quarter = [same(0.25), different(0.25), different(0.25), different(0.25)];
    expect(calibrationError(quarter)).toBeCloseTo(0, 12);
  });

  it('weighs the distance of each bin by its size', () => {
    // One bin: mean score 0.9, share 0.5. Another: 0.1, share 0. So (2 × 0.4 + 1 × 0.1) / 3.
    expect(calibrationError([same(0.9), different(0.9), different(0.1)])).toBeCloseTo(0.3, 12);
  });

  it('leaves out what has no score', () => {
    expect(calibrationError([same(1), different(NEVER)])).toBe(0);
    expect(calibrationError([different(NEVER)])).toBeUndefined();
  });
});

describe('bootstrap', () => {
  const random = seededRandom(1);
  const pairs = Array.from({ length: 400 }, (_, i): Ranked => ({ score: random() + (i % 2) * 0.4, same: i % 2 === 1 }));

  it('is the same for the same pairs', () => {
    expect(bootstrap(rankingOf(pairs))).toEqual(bootstrap(rankingOf(pairs)));
  });

  it('surrounds the estimate, wider with fewer pairs', () => {
    const all = bootstrap(rankingOf(pairs)).auc!;
    const few = bootstrap(rankingOf(pairs.slice(0, 40))).auc!;
    const { auc } = separationOf(rankingOf(pairs));
    expect(all.low).toBeLessThan(auc!);
    expect(all.high).toBeGreaterThan(auc!);
    // By the formula of Hanley and McNeil the standard error is near 0.023, so the interval is about 0.09 wide.
    expect(all.high - all.low).toBeGreaterThan(0.05);
    expect(all.high - all.low).toBeLessThan(0.13);
    expect(few.high - few.low).toBeGreaterThan(all.high - all.low);
  });

  it('gives no interval of an AUC that is not known', () => {
    expect(bootstrap(rankingOf([same(0.5)])).auc).toBeUndefined();
  });
});
