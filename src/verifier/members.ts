import type { Lexicon, Membership } from './lexicon';
import { phraseAt } from './phrases';
import type { Token } from './token';

/** Something of a closed set, named by the tokens from `at` to before `end`. */
export interface Member extends Membership {
  readonly at: number;
  readonly end: number;
}

/** Longest names first, none inside another: "new york" is no "york". */
export function membersOf(tokens: readonly Token[], lexicon: Lexicon): readonly Member[] {
  const found: Member[] = [];
  for (let at = 0; at < tokens.length;) {
    const phrase = phraseAt(lexicon.members, tokens, at, 'stem');
    const end = at + (phrase?.words.length ?? 1);
    if (phrase) for (const { set, member } of phrase.value) found.push({ set, member, at, end });
    at = end;
  }
  return found;
}

/** set → members of it. */
export function bySet(members: readonly Member[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { set, member } of members) found.set(set, (found.get(set) ?? new Set()).add(member));
  return found;
}
