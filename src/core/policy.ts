/** Policies as validated configuration gives them; src/policy compiles these. */
export interface PolicySettings {
  readonly name: string;
  readonly match: MatchSettings;
  /** Absent: nothing is looked up. */
  readonly lookup: LookupSettings | undefined;
  /** Absent: nothing is stored. */
  readonly store: StoreSettings | undefined;
}

export interface MatchSettings {
  /** Host names, "*.example.com" allowed; empty: any. */
  readonly hosts: readonly string[];
  /** Path prefixes, whole segments; empty: any. */
  readonly paths: readonly string[];
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
  /** Request headers whose values part the entries. */
  readonly varyBy: readonly string[];
  /** Part the entries by the caller's credential (the safe default). */
  readonly varyByCredential: boolean;
  readonly verify: 'off' | 'standard';
  /** Nearest neighbours to look at, best first. */
  readonly candidates: number;
  /** How long an identical call may wait for the answer to one already under way, ms; 0: it does not wait. */
  readonly coalesceMs: number;
  /** Whether the client's Cache-Control is heard. */
  readonly clientDirectives: boolean;
}

export interface StoreSettings {
  /** TTL in seconds. */
  readonly durationSeconds: number;
  /** Keep answers that carry tool calls. */
  readonly toolCalls: boolean;
}
