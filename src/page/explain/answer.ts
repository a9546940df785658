/** POST /explain, as far as it is shown; JSON has null for what is no finite number. */
export type Explained = ExplainedLookup | ExplainedBypass;

export interface ExplainedBypass {
  readonly verdict: { readonly kind: 'bypass'; readonly reason: string };
  readonly policy?: string;
  readonly dialect?: string;
  readonly problem?: string;
}

export interface ExplainedLookup {
  readonly verdict: { readonly kind: 'hit' | 'miss'; readonly reason: string };
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  readonly partition: string;
  readonly id: string;
  readonly entry?: string;
  readonly similarity?: number | null;
  readonly score?: number | null;
  readonly lookup: {
    readonly verify: string;
    readonly semantic: boolean;
    readonly candidates: number;
    readonly shadow: boolean;
  };
  readonly needed: {
    readonly similarity: number;
    readonly score: number;
    readonly learnedScore?: number;
    readonly secondOpinion?: number;
  };
  /** 0 to 1. */
  readonly checkShare?: number;
  readonly candidates: readonly ExplainedCandidate[];
  /** ms */
  readonly phases: Readonly<Record<string, number>>;
}

export interface ExplainedCandidate {
  readonly entry: string;
  readonly similarity: number | null;
  readonly text?: string;
  readonly outcome: string;
  readonly verification: {
    readonly score: number | null;
    readonly vetoes: readonly string[];
    readonly shares: readonly { readonly feature: string; readonly value: number; readonly share: number }[];
  };
  readonly secondOpinion?: { readonly kind: string; readonly probability?: number };
}

export function isLookup(explained: Explained): explained is ExplainedLookup {
  return 'candidates' in explained;
}
