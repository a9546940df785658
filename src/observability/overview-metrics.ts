import type { Counter, Histogram } from 'prom-client';
import type { LatencyOfPhase } from '../core/overview';

/** Sums over all other labels, by the value of one; values that never came are left out. */
export async function sumsBy<L extends string>(
  counter: Counter<L>,
  label: NoInfer<L>,
  where: Partial<Record<NoInfer<L>, string>> = {},
): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const conditions = Object.entries(where) as [L, string][];
  for (const { labels, value } of (await counter.get()).values) {
    const name = String(labels[label]);
    if (value === 0 || conditions.some(([of, wanted]) => labels[of] !== wanted)) continue;
    sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

export async function sumOf(counter: Counter): Promise<number> {
  return (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);
}

/** Of each value of `label`, or of the one there is when the histogram has none; those that never ran are left out. */
export async function latencies(histogram: Histogram, label: string): Promise<ReadonlyMap<string, Distribution>> {
  const found = new Map<string, Distribution>();
  for (const { labels, value, metricName } of (await histogram.get()).values) {
    const { le } = labels;
    // Sums and counts have no bound; the count is in the last bucket too.
    if (le === undefined || metricName?.endsWith('_bucket') === false) continue;
    const name = String(Reflect.get(labels, label) ?? '');
    const buckets = found.get(name) ?? [];
    buckets.push({ upTo: le === '+Inf' ? Infinity : Number(le), count: value });
    found.set(name, buckets);
  }
  return found;
}

/** Cumulative buckets in order, the last one without a bound. */
export type Distribution = { readonly upTo: number; readonly count: number }[];

export function latencyOf(phase: string, buckets: Distribution): LatencyOfPhase {
  return {
    phase,
    count: buckets.at(-1)?.count ?? 0,
    p50: quantile(0.5, buckets),
    p95: quantile(0.95, buckets),
    p99: quantile(0.99, buckets),
  };
}

/**
 * As Prometheus' histogram_quantile estimates it: evenly spread within a bucket, the first of which begins at 0; what is beyond the
 * last bound counts as that bound.
 */
function quantile(q: number, buckets: Distribution): number {
  const rank = q * (buckets.at(-1)?.count ?? 0);
  const at = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[at];
  const below = buckets[at - 1] ?? { upTo: 0, count: 0 };
  if (bucket === undefined || bucket.upTo === Infinity) return below.upTo;
  return below.upTo + ((bucket.upTo - below.upTo) * (rank - below.count)) / (bucket.count - below.count);
}
