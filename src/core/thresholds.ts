import type { LabelSource } from './label';
import type { BoundSettings, LookupSettings, VerifyMode } from './policy';

/** The terms of a lookup whose policy bounds false hits. */
export type BoundedLookup = LookupSettings & { readonly bound: BoundSettings };

export function isBounded(lookup: LookupSettings): lookup is BoundedLookup {
  return lookup.bound !== undefined;
}

/** The threshold of a policy that serves nothing by meaning: no score is as high. Finite, so that JSON and graphs can show it. */
export const NOTHING_SERVED = 2;

/** What was learned so far for one policy. Scores are the verifier's. */
export interface LearnedThreshold {
  /** Candidates at or above it are served; `NOTHING_SERVED`: none. Never below the configured one. */
  readonly threshold: number;
  /** Share of hits with this score that also go upstream, 0 to 1. */
  checkShare(score: number): number;
  /** Whether something would be learned from a candidate that was refused for this score only. */
  wantsNearMiss(score: number): boolean;
}

/** What was found out of one candidate of a policy. */
export interface Finding {
  readonly policy: string;
  readonly mode: VerifyMode;
  readonly score: number;
  readonly same: boolean;
  readonly source: LabelSource;
}

/** Policies' own thresholds, learned from checks and reports. */
export interface Thresholds {
  /** Serves nothing until what was learned before is read. */
  of(policy: string, lookup: BoundedLookup): LearnedThreshold;
  /** Teaches this process at once, and the other replicas through the log. Never throws. */
  learn(finding: Finding): void;
  /** What is in force for a policy, one for each way in which it looks up. */
  inForce(policy: string): readonly { readonly mode: VerifyMode; readonly threshold: number }[];
}
