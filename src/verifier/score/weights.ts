import type { FeatureName } from './features';
import file from './weights.json';

/** What the training program wrote (tools/verifier); the file's head says of what, when and how. */
export interface Weights {
  /** Differs whenever the weights do. */
  readonly id: string;
  readonly weights: Readonly<Record<FeatureName, number>>;
  readonly bias: number;
  /** Taken off the log-odds where the language is one without word lists. */
  readonly unknownLanguage: number;
  /** Least scores of a hit. */
  readonly thresholds: { readonly standard: number; readonly strict: number };
}

export const weights: Weights = file;
