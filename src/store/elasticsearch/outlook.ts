import type { Client } from '@elastic/elasticsearch';

/** One search whatever the number of times. */
export async function countExpiring(
  client: Client,
  index: string,
  times: readonly number[],
): Promise<readonly number[]> {
  // It takes no aggregation of nothing.
  if (times.length === 0) return [];
  const filters = Object.fromEntries(times.map((time, i) => [`by${i}`, { range: { expires_at: { lte: time } } }]));
  const answer = await client.search<unknown, { by: { buckets?: Record<string, { doc_count: number }> } }>({
    index,
    ignore_unavailable: true,
    size: 0,
    // What is away is not nothing.
    allow_partial_search_results: false,
    track_total_hits: false,
    aggs: { by: { filters: { filters } } },
  });
  // Without an index there are no aggregations.
  const buckets = answer.aggregations?.by.buckets ?? {};
  return times.map((_, i) => buckets[`by${i}`]?.doc_count ?? 0);
}
