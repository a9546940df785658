import type { CheckRecord } from '../core/decision';
import type { Rendered } from '../core/dialect';
import type { EntryKey, KeptEntry } from '../core/entry';
import type { HitReason, MissReason } from '../core/reason';
import type { Opinion } from '../core/second-opinion';

export interface Hit {
  readonly kind: 'hit';
  readonly reason: HitReason;
  readonly entry: KeptEntry;
  readonly rendered: Rendered;
  readonly similarity: number;
  /** The verifier's, of a semantic hit. */
  readonly score?: number;
  /** Of the second model, where it was asked. */
  readonly opinion?: Opinion;
}

export interface Miss {
  readonly kind: 'miss';
  readonly reason: MissReason;
  /** Of the best candidate, served or not. */
  readonly similarity?: number;
  /** The verifier's, of the best candidate that was near enough to be judged. */
  readonly score?: number;
  /** What would have been served, had the policy not only been looking. */
  readonly shadowed?: KeptEntry;
  /** The question's own vector, when it was made: the store needs it too. */
  readonly vector?: Float32Array;
  readonly opinion?: Opinion;
  /** What is to be learned from the upstream's answer. */
  readonly trial?: Trial;
}

/** A candidate whose answer is to be held against the upstream's. */
export interface Trial {
  readonly entry: EntryKey;
  /** Of the answer: another one may take its place meanwhile. Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Of the candidate, -1 to 1. */
  readonly similarity: number;
  readonly score: number;
  /** `check`: it would have been served; `near-miss`: it was refused for its score only. */
  readonly source: CheckRecord['source'];
}
