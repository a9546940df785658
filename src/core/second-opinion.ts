/** What a second model says of a question and a candidate that the verifier took for the same, or why it cannot tell. */
export type Opinion =
  | {
      readonly kind: 'opinion';
      /** The probability reaches the model's threshold. */
      readonly same: boolean;
      /** That both ask the same, 0 to 1; not comparable between models. */
      readonly probability: number;
    }
  /** What is cut off, the model does not see. */
  | { readonly kind: 'window-exceeded' }
  /** Words outside the vocabulary all look alike to the model. */
  | { readonly kind: 'unknown-words' };

/** A model that reads two texts together. Runs outside the event loop that answers Envoy. */
export interface SecondOpinion {
  /** Names the model by content. */
  readonly identity: string;
  /** The least probability of a hit. */
  readonly threshold: number;
  /** @throws SecondOpinionBusyError when too many pairs wait already. */
  judge(asked: string, stored: string): Promise<Opinion>;
  /** Pairs waiting or being worked on. */
  readonly waiting: number;
  close(): Promise<void>;
}
