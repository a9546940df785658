import { changes } from './changes';
import { chance, type Chance } from './chance';
import { rewordings, type Change } from './rewordings';
import type { WordNet } from './wordnet';

/** Two texts, and whether they ask the same by the way they were made. */
export interface TrainingPair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
  /** The rule that made it. */
  readonly kind: string;
}

/** Pairs that each rule makes, if the texts give as many. */
const EACH = 700;

/**
 * Pairs made by rule. Of a pair that asks for different things the other side is often reworded, too: a change of meaning must be
 * found among changes that do not matter.
 */
export function madePairs(texts: readonly string[], net: WordNet, seed: number): readonly TrainingPair[] {
  const harmless = rewordings(net);
  const reworded = (text: string, times: number, by: Chance): string => {
    let current = text;
    for (let i = 0; i < times; i += 1) current = by.pick(Object.values(harmless))(current, by) ?? current;
    return current;
  };
  const made = (kind: string, change: Change, same: boolean): TrainingPair[] => {
    // Each rule has its own chance: another rule leaves the pairs of this one as they are.
    const by = chance(seed + numberOf(kind));
    const pairs: TrainingPair[] = [];
    for (const text of by.shuffled(texts)) {
      if (pairs.length >= EACH) break;
      const changed = change(text, by);
      if (changed === undefined || changed === text) continue;
      const a = same ? text : reworded(text, by.pick([0, 0, 1, 2]), by);
      const b = same ? reworded(changed, by.pick([0, 1, 1, 2]), by) : changed;
      if (a !== b) pairs.push({ a, b, same, kind });
    }
    return pairs;
  };
  return [
    ...Object.entries(harmless).flatMap(([kind, change]) => made(kind, change, true)),
    ...Object.entries(changes(net)).flatMap(([kind, change]) => made(kind, change, false)),
  ];
}

function numberOf(kind: string): number {
  return Array.from(kind).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 0);
}
