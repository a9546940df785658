/** Both ends, inclusive. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact interval of a binomial share (Clopper and Pearson, 1934): it covers the true share with at least `confidence`, whatever that is.
 * [0, 1] when nothing was tried.
 * @param confidence 0 to 1, exclusive; of both ends together
 */
export function clopperPearson(successes: number, trials: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return { low: lowerBound(successes, trials, tail), high: upperBound(successes, trials, tail) };
}

/** The greatest true share with which so few successes still have the probability `tail`. */
export function upperBound(successes: number, trials: number, tail: number): number {
  if (successes >= trials) return 1;
  return inverseBeta(1 - tail, successes + 1, trials - successes);
}

/** The least true share with which so many successes still have the probability `tail`. */
export function lowerBound(successes: number, trials: number, tail: number): number {
  if (successes <= 0) return 0;
  return inverseBeta(tail, successes, trials - successes + 1);
}

/** P(X <= successes) of X ~ Binomial(trials, share). */
export function binomialTail(successes: number, trials: number, share: number): number {
  if (successes >= trials) return 1;
  if (successes < 0) return 0;
  return 1 - incompleteBeta(share, successes + 1, trials - successes);
}

/** Where the regularised incomplete beta function reaches `p`. It rises with x, so halving finds it to a double's last digits. */
function inverseBeta(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(logFront) / a) * betaFraction(x, a, b);
}

const MOST_TERMS = 10_000;
const PRECISION = 1e-15;
const TINY = 1e-300;

/** Lentz's way, in which neither numerator nor denominator overflows. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const before = value;
    for (const coefficient of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / nonZero(1 + coefficient * d);
      c = nonZero(1 + coefficient / c);
      value *= c * d;
    }
    if (Math.abs(value / before - 1) < PRECISION) return value;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Lanczos' approximation with g = 7 and nine coefficients: fifteen digits. */
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** log Γ(z), z > 0. */
function logGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
  const x = z - 1;
  const t = x + LANCZOS.length - 0.5;
  const sum = LANCZOS.reduce((total, coefficient, i) => total + coefficient / (x + i + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum);
}
