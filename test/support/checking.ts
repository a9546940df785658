import type { CheckParts } from '../../src/cache/checks';
import type { CheckRecord } from '../../src/core/decision';
import type { BoundSettings } from '../../src/core/policy';
import type { Finding, LearnedThreshold } from '../../src/core/thresholds';

/** Where no policy bounds its false hits. */
export const NO_CHECKS: CheckParts = {
  thresholds: {
    of: () => {
      throw new Error('no policy here has a bound');
    },
    learn: () => undefined,
    inForce: () => [],
  },
  judge: undefined,
  observer: { checked: () => undefined, reported: () => undefined, falseEntryRemoved: () => undefined },
  random: () => 0,
};

export const BOUND: BoundSettings = {
  maxFalseHitRate: 0.2,
  confidence: 0.8,
  checkShare: 0.02,
  youngShare: 0.2,
  recheckNeighbours: false,
};

/** What a policy has learned, as a test says, and what it was taught and told. */
export interface ScriptedChecking extends CheckParts {
  readonly learned: Finding[];
  readonly checked: CheckRecord[];
  readonly reported: [entry: string, policy: string | undefined][];
  readonly removed: string[];
}

export function scriptedChecking(
  threshold: Partial<LearnedThreshold>,
  parts: Partial<Pick<CheckParts, 'judge' | 'random'>> = {},
): ScriptedChecking {
  const known: LearnedThreshold = { threshold: 0, checkShare: () => 0, wantsNearMiss: () => false, ...threshold };
  const learned: Finding[] = [];
  const checked: CheckRecord[] = [];
  const reported: [string, string | undefined][] = [];
  const removed: string[] = [];
  return {
    ...{ judge: undefined, random: () => 0.5, ...parts },
    ...{ learned, checked, reported, removed },
    thresholds: {
      of: () => known,
      learn: (finding) => void learned.push(finding),
      inForce: () => [{ mode: 'standard', threshold: known.threshold }],
    },
    observer: {
      checked: (record) => void checked.push(record),
      reported: (...of) => void reported.push(of),
      falseEntryRemoved: (by) => void removed.push(by),
    },
  };
}
