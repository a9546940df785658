import {
  binomialTail,
  clopperPearson,
  incompleteBeta,
  lowerBound,
  upperBound,
} from '../../../src/calibration/intervals';

/** P(X <= k) by adding up, for small n. */
function summed(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i += 1) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

describe('the incomplete beta function', () => {
  it.each([
    // I_x(1, 1) = x, I_x(2, 2) = 3x² - 2x³, I_x(1, b) = 1 - (1 - x)^b.
    [0.3, 1, 1, 0.3],
    [0.25, 2, 2, 0.15625],
    [0.1, 1, 50, 1 - 0.9 ** 50],
    [0, 3, 4, 0],
    [1, 3, 4, 1],
  ])('I_%d(%d, %d) is %d', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 13);
  });
});

describe('the tail of a binomial', () => {
  it.each([
    [0, 10, 0.1],
    [3, 20, 0.3],
    [19, 20, 0.9],
    [5, 500, 0.02],
    [40, 60, 0.5],
  ])('of %d of %d at %d is the sum of its terms', (k, n, p) => {
    expect(binomialTail(k, n, p)).toBeCloseTo(summed(k, n, p), 12);
  });

  it('is nothing below zero successes and all from n on', () => {
    expect([binomialTail(-1, 5, 0.5), binomialTail(5, 5, 0.5), binomialTail(0, 0, 0.5)]).toEqual([0, 1, 1]);
  });

  it('stays exact for many trials', () => {
    // (1 - 1e-4)^1e5
    expect(binomialTail(0, 100_000, 1e-4)).toBeCloseTo(Math.exp(100_000 * Math.log1p(-1e-4)), 14);
  });
});

describe("Clopper and Pearson's interval", () => {
  it.each([
    // As published: the closed forms 1 - (α/2)^(1/n) at no success, and R's binom.test(7, 20), binom.test(1, 2) and (5, 10).
    [0, 10, 0, 0.30849711],
    [10, 10, 0.69150289, 1],
    [7, 20, 0.1539092, 0.59218854],
    [5, 10, 0.18708603, 0.81291397],
    [1, 2, 0.01257912, 0.98742088],
  ])('of %d of %d is [%d, %d]', (k, n, low, high) => {
    const interval = clopperPearson(k, n, 0.95);
    expect(interval.low).toBeCloseTo(low, 7);
    expect(interval.high).toBeCloseTo(high, 7);
  });

  it('says nothing when nothing was tried', () => {
    expect(clopperPearson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  });

  it('gives the rule of three: no error in 300 bounds the rate by one in a hundred', () => {
    expect(upperBound(0, 299, 0.05)).toBeLessThan(0.01);
    expect(upperBound(0, 298, 0.05)).toBeGreaterThan(0.01);
  });

  it('is where the tails have the probability asked for', () => {
    expect(binomialTail(7, 20, upperBound(7, 20, 0.1))).toBeCloseTo(0.1, 10);
    expect(1 - binomialTail(6, 20, lowerBound(7, 20, 0.1))).toBeCloseTo(0.1, 10);
  });
});
