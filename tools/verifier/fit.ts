import { logistic } from '../../src/core/logistic';

/** What a weight may be: what common sense says of a feature is not for data to overrule. */
export type Sign = 1 | -1;

export interface Examples {
  /** Rows of features, one after another. */
  readonly x: Float64Array;
  /** 1: the two ask the same. */
  readonly y: Uint8Array;
  /** How much each row counts. */
  readonly weight: Float64Array;
}

export interface Fitted {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Of a row. */
export function logOddsOf({ weights, bias }: Fitted, row: readonly number[]): number {
  return row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias);
}

const STEPS = 4000;

/**
 * Logistic regression whose weights keep their signs, with a quadratic penalty on standardised weights. Accelerated projected
 * gradient descent: the problem is convex and has some twenty unknowns.
 */
export function fit({ x, y, weight }: Examples, signs: readonly Sign[], penalty: number): Fitted {
  const d = signs.length;
  const n = y.length;
  const { mean, deviation } = moments(x, n, d);
  const z = x.map((value, i) => (value - (mean[i % d] ?? 0)) / (deviation[i % d] ?? 1));
  const total = weight.reduce((sum, w) => sum + w, 0);
  const rate = 4 / (d + 1);
  let at = new Float64Array(d + 1);
  let ahead = at.slice();
  for (let step = 1; step <= STEPS; step += 1) {
    const gradient = gradientAt(ahead, { z, y, weight, total, penalty, d });
    const next = ahead.map((value, i) => clip(value - rate * (gradient[i] ?? 0), signs[i]));
    const momentum = (step - 1) / (step + 2);
    ahead = next.map((value, i) => value + momentum * (value - (at[i] ?? 0)));
    at = next;
  }
  const weights = signs.map((_, i) => (at[i] ?? 0) / (deviation[i] ?? 1));
  return { weights, bias: (at[d] ?? 0) - weights.reduce((sum, w, i) => sum + w * (mean[i] ?? 0), 0) };
}

interface Problem {
  readonly z: Float64Array;
  readonly y: Uint8Array;
  readonly weight: Float64Array;
  readonly total: number;
  readonly penalty: number;
  readonly d: number;
}

function gradientAt(at: Float64Array, { z, y, weight, total, penalty, d }: Problem): Float64Array {
  const gradient = new Float64Array(d + 1);
  for (let row = 0; row < y.length; row += 1) {
    let logit = at[d] ?? 0;
    for (let i = 0; i < d; i += 1) logit += (at[i] ?? 0) * (z[row * d + i] ?? 0);
    const error = ((weight[row] ?? 0) * (logistic(logit) - (y[row] ?? 0))) / total;
    for (let i = 0; i < d; i += 1) gradient[i] = (gradient[i] ?? 0) + error * (z[row * d + i] ?? 0);
    gradient[d] = (gradient[d] ?? 0) + error;
  }
  for (let i = 0; i < d; i += 1) gradient[i] = (gradient[i] ?? 0) + 2 * penalty * (at[i] ?? 0);
  return gradient;
}

function clip(value: number, sign: Sign | undefined): number {
  if (sign === undefined) return value;
  return sign > 0 ? Math.max(0, value) : Math.min(0, value);
}

function moments(x: Float64Array, n: number, d: number): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  x.forEach((value, i) => (mean[i % d] = (mean[i % d] ?? 0) + value / n));
  x.forEach((value, i) => (deviation[i % d] = (deviation[i % d] ?? 0) + (value - (mean[i % d] ?? 0)) ** 2 / n));
  return { mean, deviation: deviation.map((variance) => Math.sqrt(variance) + 1e-6) };
}
