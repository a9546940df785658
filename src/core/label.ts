import type { VerifyMode } from './policy';

/** Where the knowledge of a label comes from. */
export const LABEL_SOURCES = ['check', 'near-miss', 'feedback'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/**
 * What was found out of one candidate: whether its stored answer was right for the question that was asked. Holds no text.
 * `check`: it would have been served, and the upstream was asked as well; `near-miss`: it would not; `feedback`: somebody reported it.
 */
export interface Label {
  /** Unique. */
  readonly id: string;
  /** Whose threshold it teaches: the policy's name, and the group of its partitions where they learn apart. */
  readonly group: string;
  /** Identity of the embedder and of the verifier, and the mode: scores of others are not comparable. */
  readonly scale: string;
  readonly mode: VerifyMode;
  /** The candidate's score when it was judged, 0 to 1. */
  readonly score: number;
  readonly same: boolean;
  readonly source: LabelSource;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Labels of a group that a log keeps at least; older ones may be forgotten. */
export const LABELS_KEPT = 20_000;

export interface LabelPage {
  readonly labels: readonly Label[];
  /** The place to go on from. */
  readonly next: string | undefined;
  /** There are further ones already. */
  readonly more: boolean;
}

/**
 * Labels in the order in which they were added, shared by all replicas of a store. Of each group the oldest may be forgotten.
 * Implementations pass one contract suite (test/contract/label-log.ts).
 */
export interface LabelLog {
  /** Resolves when it is durable. @throws StoreError */
  append(label: Label): Promise<void>;
  /**
   * A page of what stands after a place in the log (`undefined`: from the oldest). Going on from the last page may give labels again, which
   * their ids tell; none is left out. @throws StoreError
   */
  read(after: string | undefined): Promise<LabelPage>;
}
