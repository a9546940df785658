import { createRecentChecks } from '../../../src/calibration/recent-checks';

describe('estimate from the last checks', () => {
  it('knows nothing at first', () => {
    expect(createRecentChecks(0.95).estimate()).toEqual({ checked: 0, falseHits: 0, rate: 0, low: 0, high: 1 });
  });

  it('gives the rate with an interval around it', () => {
    const checks = createRecentChecks(0.95);
    for (let i = 0; i < 200; i += 1) checks.add(i % 50 > 0);
    const { checked, falseHits, rate, low, high } = checks.estimate();
    expect([checked, falseHits, rate]).toEqual([200, 4, 0.02]);
    // Clopper and Pearson's interval of 4 in 200.
    expect(low).toBeCloseTo(0.00548, 4);
    expect(high).toBeCloseTo(0.05041, 4);
  });

  it('forgets all but the last thousand', () => {
    const checks = createRecentChecks(0.95);
    for (let i = 0; i < 10; i += 1) checks.add(false);
    for (let i = 0; i < 995; i += 1) checks.add(true);
    expect(checks.estimate()).toMatchObject({ checked: 1000, falseHits: 5 });
    for (let i = 0; i < 1000; i += 1) checks.add(true);
    expect(checks.estimate()).toMatchObject({ checked: 1000, falseHits: 0 });
  });
});
