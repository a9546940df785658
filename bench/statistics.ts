/** Percentiles of what was measured, ms. */
export interface Spread {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** All NaN when there is nothing. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort();
  // Nearest rank.
  const at = (q: number): number => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The median of each percentile over several rounds. */
export function medianSpread(rounds: readonly Spread[]): Spread {
  const of = (pick: (spread: Spread) => number): number => median(rounds.map(pick));
  return { p50: of((s) => s.p50), p90: of((s) => s.p90), p99: of((s) => s.p99) };
}
