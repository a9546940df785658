import type { Metric, Metrics } from '../harness/metrics';

export interface Savings {
  readonly calls: number;
  readonly tokens: number;
  readonly seconds: number;
}

/** What hits spared the upstream between two scrapes of the cache's metrics. */
export function savingsBetween(before: Metrics, after: Metrics): Savings {
  const grown = (...metric: Metric): number => after.sum(...metric) - before.sum(...metric);
  return {
    calls: grown('llm_semantic_cache_exchanges_total', { verdict: 'hit' }),
    tokens: grown('llm_semantic_cache_saved_tokens_total'),
    seconds: grown('llm_semantic_cache_saved_upstream_seconds_total'),
  };
}
