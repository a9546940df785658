/**
 * The closed lists of reasons. Every outcome that a user can see (Cache-Status detail, metric label, decision record)
 * carries one of these words; docs/reasons.md explains each, and a test keeps the two in step.
 */

/** The tier that answered. */
export const HIT_REASONS = ['exact', 'semantic', 'coalesced'] as const;
export type HitReason = (typeof HIT_REASONS)[number];

/** What a guard found different between the asked and the stored text: it rules a hit out. */
export const GUARD_REASONS = [
  'number',
  'unit',
  'date',
  'quoted',
  'code',
  'negation',
  'antonym',
  'language',
  'format',
  'entity',
  'scope',
  'question-word',
  'role-swap',
  'content',
] as const;
export type GuardReason = (typeof GUARD_REASONS)[number];

/** No difference of these kinds, but not surely the same; the latter where the language is one that guards do not know. */
export const SCORE_REASONS = ['low-score', 'unknown-language'] as const;
export type ScoreReason = (typeof SCORE_REASONS)[number];

/** Why the verifier did not take a candidate. */
const VERIFY_REASONS = [...GUARD_REASONS, ...SCORE_REASONS] as const;
export type VerifyReason = GuardReason | ScoreReason;

/** Why a lookup that ran, or had to be given up, did not answer. */
export const MISS_REASONS = [
  'no-entry',
  'below-threshold',
  ...VERIFY_REASONS.map((r) => `verify-${r}` as const),
  'verify-second-opinion',
  'exact-only',
  'no-compared-text',
  'window-exceeded',
  'unknown-words',
  'client-no-cache',
  'client-max-age',
  'client-min-fresh',
  'not-renderable',
  'budget-spent',
  'embedder-busy',
  'embedder-error',
  'second-opinion-unable',
  'second-opinion-busy',
  'second-opinion-error',
  'store-error',
  'store-unavailable',
  'coalesce-released',
  'shadow-exact',
  'shadow-semantic',
  'check',
  'threshold-learning',
] as const;
export type MissReason = (typeof MISS_REASONS)[number];

/** Why the cache stayed out of a call. */
export const BYPASS_REASONS = [
  'not-a-completion',
  'no-policy',
  'policy-invalid',
  'not-selected',
  'not-sampled',
  'policy-stopped',
  'policy-fault',
  'no-body',
  'client-no-store',
  'bad-cache-control',
  'body-too-large',
  'body-malformed',
  'body-encoding',
  'unsupported-request',
  'too-many-messages',
  'identity-missing',
  'internal-error',
] as const;
export type BypassReason = (typeof BYPASS_REASONS)[number];

/** Why an answer was not kept. */
export const STORE_REFUSALS = [
  'lookup-only',
  'lookup-not-run',
  'not-selected',
  'no-duration',
  'policy-fault',
  'client-only-if-cached',
  'client-no-store',
  'status',
  'content-type',
  'response-encoding',
  'local-reply',
  'cors',
  'response-too-large',
  'capture-full',
  'cut-short',
  'aborted',
  'response-malformed',
  'error-event',
  'empty',
  'finish-reason',
  'tool-calls',
  'refusal',
  'draining',
  'queue-full',
  'store-error',
  'internal-error',
] as const;
export type StoreRefusal = (typeof STORE_REFUSALS)[number];
