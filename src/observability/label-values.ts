import { ADMIN_REFUSALS } from '../core/access';
import { BREAKER_STATES, CHECK_OUTCOMES, STREAM_ENDS } from '../core/decision';
import { DIALECT_NAMES } from '../core/dialect';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS, STORE_REFUSALS } from '../core/reason';
import { SPAN_LOSSES } from './tracing';

/** Stands for what no list has. */
export const OTHER = 'other';
/** Stands for what is not there: no policy, no dialect, no reason. */
export const NONE = 'none';

/** Phases of a lookup, in the order in which they run. */
export const PHASES = ['parse', 'exact', 'embed', 'nearest', 'verify', 'opinion', 'render', 'total'] as const;

/** Where something of ours may fail; docs/metrics.md says what to do about each. */
export const FAILURE_PLACES = [
  'audit',
  'check',
  'decrypt',
  'embed',
  'extproc',
  'false-entry',
  'inspect',
  'judge',
  'keep',
  'labels-append',
  'labels-read',
  'labels-trim',
  'lease',
  'lookup-store',
  'overview',
  'preload',
  'render',
  'scrape',
  'second-opinion',
  'stop',
  'store-put',
  'sweep',
  'sweep-bounds',
  'sweep-unused',
  'telemetry',
] as const;

/**
 * What the labels of our metrics may say, but for the names of policies, which are the configuration's, and for what `build_info` tells. Series
 * are bounded by this and by nothing else.
 */
export const LABEL_VALUES = {
  verdict: ['hit', 'miss', 'bypass'],
  exchangeReason: [...HIT_REASONS, ...MISS_REASONS, ...BYPASS_REASONS],
  dialect: [...DIALECT_NAMES, 'by-content', NONE],
  storeOutcome: ['stored', 'refused'],
  refusal: [...STORE_REFUSALS, NONE],
  phase: PHASES,
  tokens: ['prompt', 'completion'],
  breaker: BREAKER_STATES,
  removal: ['expired', 'capacity', 'invalidated', 'replaced'],
  source: ['check', 'near-miss'],
  checkOutcome: CHECK_OUTCOMES,
  finder: ['check', 'feedback'],
  place: FAILURE_PLACES,
  end: STREAM_ENDS,
  reloaded: ['configuration', 'annotations', 'certificates'],
  result: ['applied', 'refused'],
  written: ['configuration', 'annotations'],
  adminRefusal: ADMIN_REFUSALS,
  spanLoss: SPAN_LOSSES,
  bound: ['estimate', 'low', 'high'],
} as const satisfies Record<string, readonly string[]>;

/** That word when the list has it, else `other`: a word that somebody forgot to list is one more series, not any number of them. */
export function listed(values: readonly string[], value: string): string {
  return values.includes(value) ? value : OTHER;
}
