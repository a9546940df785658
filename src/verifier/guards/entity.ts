import type { GuardReason } from '../../core/reason';
import { onlyOtherWord } from '../difference';
import type { Lexicon } from '../lexicon';
import { bySet } from '../members';
import { differs, unpaired } from '../multiset';
import { namesMissingIn, nounsMissingIn } from '../names';
import { phraseAt, type Phrases } from '../phrases';
import type { Token } from '../token';
import { carriesMatter, type Tokens } from '../tokens';
import { isOneLetterApart } from '../typo';
import { FORM_SETS } from '../words/shared/closed-sets';

/** Words that begin with the same letters, so many of them, are forms of one word. */
const FAMILY = 5;

/** Each text names somebody or something that the other does not: by capital letter, or as another member of a set. */
export function entity(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const differ =
    otherMember(asked, stored) || otherName(asked, stored) || otherLetter(asked, stored) || otherThing(asked, stored);
  return differ ? 'entity' : undefined;
}

function otherMember(asked: Tokens, stored: Tokens): boolean {
  const b = bySet(stored.members);
  for (const [set, ofAsked] of bySet(asked.members)) {
    const ofStored = b.get(set);
    if (!FORM_SETS.has(set) && ofStored && differs(ofAsked, ofStored)) return true;
  }
  return false;
}

function otherName(asked: Tokens, stored: Tokens): boolean {
  return lacksName(asked, stored) && lacksName(stored, asked);
}

function lacksName(of: Tokens, other: Tokens): boolean {
  return namesMissingIn(of, other).length > 0 || nounsMissingIn(of, other).length > 0;
}

/** "vitamin C" and "vitamin D", "solve for x" and "solve for y". */
function otherLetter(asked: Tokens, stored: Tokens): boolean {
  const letters = unpaired(lettersOf(asked), lettersOf(stored));
  return letters.a.length > 0 && letters.b.length > 0;
}

/** Not one that is a word. */
function lettersOf({ tokens }: Tokens): readonly string[] {
  return tokens.filter((t) => t.kind === 'word' && /^[b-hj-np-tv-z]$/.test(t.text)).map((t) => t.text);
}

/** "cross a desert" and "cross a dessert", "sun, moon and star" and "sun, moon and sky": all else is the same. */
function otherThing(asked: Tokens, stored: Tokens): boolean {
  const other = asked.language === undefined ? undefined : onlyOtherWord(asked, stored);
  if (other === undefined) return false;
  const [wordA = '', wordB = ''] = [asked.tokens[other.a]?.text, stored.tokens[other.b]?.text];
  if (areLookalikes(wordA, wordB, asked.lexicon)) return true;
  if (areOfOneFamily(wordA, wordB) || areOneThing(wordA, wordB, asked.lexicon)) return false;
  const [a, b] = [surroundings(asked, other.a), surroundings(stored, other.b)];
  return (a.isPhrase && b.isPhrase) || (a.isListed && b.isListed);
}

/** Two names of one date, unit or member of a set. */
function areOneThing(a: string, b: string, { dates, units, members, stem }: Lexicon): boolean {
  const namesOf = (word: string): readonly string[] => [
    ...[dates.firm, dates.inCompany, dates.vague].flatMap((table) => valueOf(table, word) ?? []),
    ...[units.get(word) ?? []].flat(),
    ...(valueOf(members, stem(word)) ?? []).map((m) => `${m.set} ${m.member}`),
  ];
  const theirs = new Set(namesOf(b));
  return namesOf(a).some((name) => theirs.has(name));
}

function valueOf<T>(table: Phrases<T>, text: string): T | undefined {
  return phraseAt(table, [{ text }], 0)?.value;
}

/** "development" and "developing". */
function areOfOneFamily(a: string, b: string): boolean {
  return a.length >= FAMILY && a.slice(0, FAMILY) === b.slice(0, FAMILY);
}

/** "complement" and "compliment". */
function areLookalikes(a: string, b: string, { isLookalike }: Lexicon): boolean {
  return isLookalike(a) && isLookalike(b) && isOneLetterApart(a, b);
}

interface Surroundings {
  /** The end of a phrase: behind a preposition, an article, or the bare word that it belongs to ("cook beans"). */
  readonly isPhrase: boolean;
  /** Beside a comma, "and", "or". */
  readonly isListed: boolean;
}

function surroundings({ tokens, lexicon }: Tokens, at: number): Surroundings {
  const { grammar } = lexicon;
  const [before, earlier] = [tokens[at - 1], tokens[at - 2]];
  const after = tokens[at + 1];
  const connects = (word: Token | undefined): boolean =>
    word !== undefined && grammar.symmetricConnectors.has(word.text);
  const opens = (word: Token | undefined): boolean =>
    word !== undefined && (grammar.roleMarkers.has(word.text) || grammar.articles.has(word.text));
  const isBare = before !== undefined && carriesMatter(before, lexicon) && !opens(earlier);
  const ends = after?.gap !== 'space' || connects(after);
  return {
    isPhrase: ends && (opens(before) || isBare),
    isListed: connects(before) || connects(after) || tokens[at]?.gap === 'comma' || after?.gap === 'comma',
  };
}
