/** What is fixed of a policy for one call whose lookup runs, and for one answer that is kept. */

/** The longest TTL, seconds: a year. */
export const LONGEST_TTL = 365 * 86_400;

/** Azure's `score-threshold` is a cosine distance. */
export function similarityOf(distance: number): number {
  return complementOf(distance);
}

export function distanceOf(similarity: number): number {
  return complementOf(similarity);
}

/** 1 - 0.05 is 0.95 in decimal, and is to print as that. */
function complementOf(value: number): number {
  return Number((1 - value).toFixed(12));
}

/** Which requests a policy covers; every list has to match. */
export interface MatchSettings {
  /** Host names, "*.example.com" allowed; empty: any. */
  readonly hosts: readonly string[];
  /** Path prefixes, whole segments; empty: any. */
  readonly paths: readonly string[];
}

/** The client's Cache-Control (RFC 9111 5.2.1) as a policy hears it. */
export interface DirectiveSettings {
  /** Those that are heard; others are as if they had not been sent. */
  readonly allowed: readonly ClientDirective[];
  /** A smaller `max-age` counts as this many seconds. */
  readonly maxAgeAtLeast: number;
  /** A greater `min-fresh` counts as this many seconds; `undefined`: no bound. */
  readonly minFreshAtMost: number | undefined;
}

export const CLIENT_DIRECTIVES = ['no-store', 'no-cache', 'max-age', 'min-fresh', 'only-if-cached'] as const;
export type ClientDirective = (typeof CLIENT_DIRECTIVES)[number];

/**
 * What stands between a near candidate and a hit. `off`: nothing, as in Azure. `guards`: no named difference. `standard`: and a
 * learned score above its threshold. `strict`: above a higher one.
 */
export const VERIFY_MODES = ['off', 'guards', 'standard', 'strict'] as const;
export type VerifyMode = (typeof VERIFY_MODES)[number];

/** Modes with a learned score. In the others the similarity is the score, and decides. */
export type ScoredMode = Extract<VerifyMode, 'standard' | 'strict'>;

export function hasLearnedScore(mode: VerifyMode): mode is ScoredMode {
  return mode === 'standard' || mode === 'strict';
}

/** How often semantic hits may be wrong, and the checks from which it is learned whether they are. */
export interface BoundSettings {
  /** Greatest share of wrong answers among semantic hits, 0 to 1. */
  readonly maxFalseHitRate: number;
  /** How surely that is to hold, 0 to 1. */
  readonly confidence: number;
  /** Share of semantic hits that also go upstream, 0 to 1. */
  readonly checkShare: number;
  /** The same while little is known. */
  readonly youngShare: number;
  /** When a hit was found false, the next hit of each entry near it is checked. */
  readonly recheckNeighbours: boolean;
}

export interface LookupSettings {
  /** Least cosine similarity of a semantic hit, 0 to 1. Azure's `score-threshold` d is similarity 1 - d. */
  readonly minSimilarity: number;
  /** False: exact tier only. */
  readonly semantic: boolean;
  /** Leave system messages out of what must be equal. */
  readonly ignoreSystemMessages: boolean;
  /** Conversations with more dialog messages than this bypass the cache. */
  readonly maxMessageCount: number | undefined;
  readonly verify: VerifyMode;
  /** `undefined`: the configured threshold alone decides. */
  readonly bound: BoundSettings | undefined;
  /** Nearest neighbours to look at, best first. */
  readonly candidates: number;
  /** How long an identical call may wait for the answer to one already under way, ms; 0: it does not wait. */
  readonly coalesceMs: number;
  readonly directives: DirectiveSettings;
  /** Look up and report, but never serve. */
  readonly shadow: boolean;
  /** Usage of a hit says that the prompt was read from a cache; false: the original's numbers. */
  readonly cachedTokens: boolean;
  /** Pause between two events of a replayed stream, ms; 0, or a proxy that cannot: it is sent in one piece. */
  readonly paceMs: number;
}

export interface StoreSettings {
  /** TTL in seconds. */
  readonly durationSeconds: number;
  /** Keep answers that carry tool calls. */
  readonly toolCalls: boolean;
  /** Keep answers in which the model declines. */
  readonly refusals: boolean;
  /** Answers above this many bytes (as they travelled) are not kept; `undefined`: only `limits.response-body` bounds them. */
  readonly maxBytes: number | undefined;
}
