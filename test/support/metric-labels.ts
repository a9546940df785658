import { LABEL_VALUES, NONE, OTHER } from '../../src/observability/label-values';
import { MOST_POLICIES } from '../../src/observability/policy-names';

/** Given by the configuration, and bounded there. */
export type Configured = 'policy' | 'currency';

/** What each label of each metric of ours may say, but for `build_info`; names without their prefix. docs/metrics.md has the same. */
export const METRIC_LABELS: Readonly<Record<string, Readonly<Record<string, readonly string[] | Configured>>>> = {
  exchanges_total: {
    verdict: LABEL_VALUES.verdict,
    reason: LABEL_VALUES.exchangeReason,
    dialect: LABEL_VALUES.dialect,
    policy: 'policy',
  },
  store_total: { outcome: LABEL_VALUES.storeOutcome, reason: LABEL_VALUES.refusal },
  lookup_phase_seconds: { phase: LABEL_VALUES.phase },
  saved_tokens_total: { kind: LABEL_VALUES.tokens },
  saved_cost_total: { currency: 'currency' },
  store_breaker_state: { state: LABEL_VALUES.breaker },
  store_breaker_changes_total: { to: LABEL_VALUES.breaker },
  store_removed_total: { reason: LABEL_VALUES.removal },
  checks_total: { policy: 'policy', source: LABEL_VALUES.source, outcome: LABEL_VALUES.checkOutcome },
  checked_hits: { policy: 'policy' },
  false_hit_rate: { policy: 'policy', bound: LABEL_VALUES.bound },
  max_false_hit_rate: { policy: 'policy' },
  score_threshold: { policy: 'policy' },
  feedback_total: { policy: 'policy' },
  false_entries_removed_total: { by: LABEL_VALUES.finder },
  failures_total: { where: LABEL_VALUES.place },
  extproc_streams_total: { end: LABEL_VALUES.end },
  config_reloads_total: { of: LABEL_VALUES.reloaded, result: LABEL_VALUES.result },
  policy_problems: { of: LABEL_VALUES.written },
  admin_refusals_total: { reason: LABEL_VALUES.adminRefusal },
  spans_dropped_total: { reason: LABEL_VALUES.spanLoss },
};

/** The words of a label; of policies, as many as there may be. */
function mostValues(values: readonly string[] | Configured): number {
  if (values === 'currency') return 1;
  return values === 'policy' ? MOST_POLICIES + [NONE, OTHER].length : values.length + [OTHER].length;
}

/** Series that a metric without buckets can have. */
export function mostSeries(name: string): number {
  return Object.values(METRIC_LABELS[name] ?? {}).reduce((product, values) => product * mostValues(values), 1);
}
