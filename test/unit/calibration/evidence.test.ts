import { createEvidence } from '../../../src/calibration/evidence';

/** The capital that is to be expected after some labels, each false with `rate`: over all sequences of labels, exactly. */
function expected(rate: number, weights: readonly number[]): number {
  let total = 0;
  for (let sequence = 0; sequence < 2 ** weights.length; sequence += 1) {
    const evidence = createEvidence(0.3, 0.05);
    let probability = 1;
    weights.forEach((weight, i) => {
      const same = ((sequence >> i) & 1) === 0;
      probability *= same ? 1 - rate : rate;
      evidence.add(same, weight);
    });
    total += probability * evidence.capital;
  }
  return total;
}

describe('evidence against too many false labels', () => {
  const whole = Array.from({ length: 12 }, () => 1);
  const mixed = whole.map((_, i) => [1, 0.5, 0.02][i % 3]!);

  it.each([0.3, 0.35, 0.6])(
    'is not expected to grow beyond what was put in where the rate is %p and the bound 0.3',
    (rate) => {
      expect(expected(rate, whole)).toBeLessThanOrEqual(0.05);
      expect(expected(rate, mixed)).toBeLessThanOrEqual(0.05);
    },
  );

  it('grows where the rate is below', () => {
    expect(expected(0.05, whole)).toBeGreaterThan(0.3);
    expect(expected(0.05, mixed)).toBeGreaterThan(0.05);
  });

  it('falls by a false label, the less the less it weighs', () => {
    const after = (weight: number): number => {
      const evidence = createEvidence(0.01, 0.05);
      evidence.add(false, weight);
      return evidence.capital;
    };
    expect(after(1)).toBeLessThan(after(0.1));
    expect(after(0.1)).toBeLessThan(after(0));
  });

  it('forgets: after a long good time two false labels in a row are as bad as after a shorter one', () => {
    const capitals = [5000, 50_000].map((good) => {
      const evidence = createEvidence(0.01, 0.05);
      for (let i = 0; i < good; i += 1) evidence.add(true, 1);
      evidence.add(false, 1);
      const afterOne = evidence.capital;
      evidence.add(false, 1);
      return [afterOne, evidence.capital];
    });
    expect(capitals[1]![0]).toBeCloseTo(capitals[0]![0]!, 6);
    expect(capitals[0]![0]).toBeGreaterThan(1);
    expect(capitals[0]![1]).toBeLessThan(1);
  });

  it('comes back after a bad time', () => {
    const evidence = createEvidence(0.05, 0.05);
    for (let i = 0; i < 5000; i += 1) evidence.add(i % 4 > 0, 1);
    expect(evidence.capital).toBeLessThan(1e-4);
    let good = 0;
    for (; evidence.capital < 1 && good < 1000; good += 1) evidence.add(true, 1);
    expect(good).toBeLessThan(400);
  });
});
