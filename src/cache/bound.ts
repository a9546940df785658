import { isBounded, type LearnedThreshold, type Thresholds } from '../core/thresholds';
import type { Hit, Miss, Trial } from './outcome';
import type { Question } from './question';

/** What a policy that bounds false hits makes of candidates that are good enough by configuration. */
export interface Bound {
  readonly learned: LearnedThreshold;
  /** Whether a hit goes upstream as well. */
  draws(hit: Hit): boolean;
}

export interface BoundDeps {
  readonly thresholds: Thresholds;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
  /** Whether the next hit of this entry is to be checked whatever chance says; asked once. */
  readonly suspected: (entry: string) => boolean;
}

/** `undefined`: the policy has no bound. */
export function boundOf({ policy, lookup, directives }: Question, deps: BoundDeps): Bound | undefined {
  if (!isBounded(lookup)) return undefined;
  const learned = deps.thresholds.of(policy, lookup);
  return {
    learned,
    draws({ entry, score = 1 }) {
      // A client that wants a stored answer or none gets one.
      if (directives.onlyIfCached) return false;
      return deps.suspected(entry.id) || deps.random() < learned.checkShare(score);
    },
  };
}

/** A hit that goes upstream instead: because the policy only looks, or because it is checked. */
export function withheld(hit: Hit, reason: Miss['reason'], trial: Trial | undefined): Miss {
  const { entry, similarity, score, opinion } = hit;
  return {
    kind: 'miss',
    reason,
    similarity,
    shadowed: entry,
    ...(score !== undefined && { score }),
    ...(opinion && { opinion }),
    ...(trial && { trial }),
  };
}
