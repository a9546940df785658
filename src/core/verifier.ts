import type { VerifyMode } from './policy';
import type { GuardReason, ScoreReason } from './reason';

/** A question and a candidate that is near it in meaning. */
export interface Pair {
  readonly asked: string;
  readonly stored: string;
  /** Cosine similarity of the two, -1 to 1. */
  readonly similarity: number;
}

/** How surely two texts ask the same, and what speaks against it. */
export interface Verification {
  /**
   * 0 to 1, greater is surer; comparable between pairs judged in the same mode. `off` and `guards`: the similarity.
   * `standard` and `strict`: the learned score, 0 with a veto.
   */
  readonly score: number;
  /** A difference that rules a hit out, whatever the score: the first one found. */
  readonly veto: GuardReason | undefined;
  /** What a refusal for too low a score is called. */
  readonly weakness: ScoreReason;
}

/** What one feature of a pair added to (or took from) its score, in log-odds. */
export interface FeatureShare {
  readonly feature: string;
  readonly value: number;
  readonly share: number;
}

/** A verification with its reasons, for people. */
export interface Explanation extends Verification {
  /** All differences that rule a hit out, in the order in which they are looked for. */
  readonly vetoes: readonly GuardReason[];
  /** Greatest share first; empty in the modes that have no learned score. */
  readonly shares: readonly FeatureShare[];
}

/** The second look at a candidate. Pure and fast (well under a millisecond): it runs on the event loop. */
export interface Verifier {
  /** Names rules and weights: scores of verifiers with the same identity are comparable. */
  readonly identity: string;
  verify(pair: Pair, mode: VerifyMode): Verification;
  /** The least score of a hit in a mode, before any that is learned from checks. */
  threshold(mode: VerifyMode, minSimilarity: number): number;
  explain(pair: Pair, mode: VerifyMode): Explanation;
}
