/** A question and two answers to it. */
export interface AnswerPair {
  readonly question: string;
  readonly stored: string;
  readonly fresh: string;
}

/** Tells what texts alone do not: whether two answers say the same. Slow, and may cost money. */
export interface AnswerJudge {
  /** `undefined`: it could not be asked, or did not say. Never throws. */
  saySame(pair: AnswerPair): Promise<boolean | undefined>;
}
