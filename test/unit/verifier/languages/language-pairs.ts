import type { GuardReason } from '../../../../src/core/reason';

export type TextPair = readonly [string, string];

/** What the guards have to do with texts in one language. */
export interface LanguagePairs {
  /** By the reason that must be given. */
  readonly refused: Readonly<Partial<Record<GuardReason, readonly TextPair[]>>>;
  readonly accepted: readonly TextPair[];
}
