import { accentsFolded } from './accents';
import { listed } from './lexicon';
import { FREQUENT_WORDS } from './words/other/frequent-words';
import { WORD_LISTS, type Language } from './words/index';
import type { WordLists } from './words/word-lists';

/** `other`: plainly none that the guards know. `unsure`: too short, or of several languages alike. */
export type Detected = Language | 'other' | 'unsure';

/** What a text's language seems to be, and how much speaks for each. */
export interface Detection {
  readonly language: Detected;
  /** Votes by the order of CANDIDATES. */
  readonly votes: readonly number[];
}

const CANDIDATES: readonly Detected[] = [...(Object.keys(WORD_LISTS) as Language[]), 'other'];
/** A document is judged by its beginning, so many letters. */
const MAX_LENGTH = 3000;
/** How much a word tells: grammar more than matter. */
const GRAMMAR = 2;
const MATTER = 1;
/** One word more or less decides nothing. */
const DOUBT = 1;

const WORD = /\p{L}[\p{L}\p{M}]*|[¿¡]/gu;
const ADDRESS = /https?:\/\/\S+|www\.\S+|[\w.+-]{1,64}@\S+/g;
const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}]/u;
const PLAIN = /^[a-z]+$/;
/** Letters that belong to few languages. */
const LETTERS: readonly (readonly [RegExp, Detected])[] = [
  [/[äöüß]/, 'de'],
  [/[çœèêàâîûùë]/, 'fr'],
  [/[ñáíóú¿¡]/, 'es'],
  [/[ãõåøæłşğıőűčšžřýěđąęćńśźżțșăơưāēīū]/, 'other'],
];

/** The language that most words of a text speak for. */
export function detectLanguage(text: string): Detection {
  const votes = new Array<number>(CANDIDATES.length).fill(0);
  const lower = text.slice(0, MAX_LENGTH).toLowerCase();
  const plain = lower.includes('//') || lower.includes('@') ? lower.replace(ADDRESS, ' ') : lower;
  for (const word of plain.match(WORD) ?? []) vote(votes, word);
  return { language: winner(votes), votes };
}

/** The language that both texts may be in, as far as their words tell: that of either, if in the other about as much speaks for it. */
export function commonLanguage(a: Detection, b: Detection): Detected | undefined {
  const both = [a.language, b.language].filter((l) => l !== 'unsure' && mayBe(a, l) && mayBe(b, l)).sort();
  const [first, second] = both;
  if (first === undefined || second === undefined) return first;
  const sum = (l: Detected): number => votesFor(a, l) + votesFor(b, l);
  return sum(second) > sum(first) ? second : first;
}

function mayBe(detection: Detection, language: Detected): boolean {
  return votesFor(detection, language) >= Math.max(...detection.votes) - DOUBT;
}

function votesFor({ votes }: Detection, language: Detected): number {
  return votes[CANDIDATES.indexOf(language)] ?? 0;
}

function vote(votes: number[], word: string): void {
  const known = VOTES.get(word);
  if (known) for (const { candidate, weight } of known) votes[candidate] = (votes[candidate] ?? 0) + weight;
  if (PLAIN.test(word)) return;
  if (OTHER_SCRIPT.test(word)) add(votes, 'other', GRAMMAR);
  for (const [letters, candidate] of LETTERS) if (letters.test(word)) add(votes, candidate, MATTER);
}

function add(votes: number[], candidate: Detected, weight: number): void {
  const i = CANDIDATES.indexOf(candidate);
  votes[i] = (votes[i] ?? 0) + weight;
}

/** The first; of several a language that the guards do not know, then English, of which most words are known. */
function winner(votes: readonly number[]): Detected {
  const best = Math.max(...votes);
  if (best === 0) return 'unsure';
  const first = CANDIDATES.filter((_, i) => votes[i] === best);
  if (first.length === 1) return first[0] ?? 'unsure';
  if (first.includes('other')) return 'other';
  return first.includes('en') ? 'en' : 'unsure';
}

interface Vote {
  readonly candidate: number;
  readonly weight: number;
}

const VOTES: ReadonlyMap<string, readonly Vote[]> = votes();

function votes(): ReadonlyMap<string, readonly Vote[]> {
  const table = new Map<string, Vote[]>();
  const put = (word: string, candidate: Detected, weight: number): void => {
    const i = CANDIDATES.indexOf(candidate);
    const others = (table.get(word) ?? []).filter((v) => v.candidate !== i || v.weight > weight);
    table.set(word, others.some((v) => v.candidate === i) ? others : [...others, { candidate: i, weight }]);
  };
  for (const [language, lists] of Object.entries(WORD_LISTS) as [Language, WordLists][]) {
    for (const word of matterOf(lists)) put(word, language, MATTER);
    for (const word of grammarOf(lists)) put(word, language, GRAMMAR);
  }
  for (const word of listed(FREQUENT_WORDS)) put(word, 'other', GRAMMAR);
  return table;
}

function grammarOf({ grammar, questions, negation, contractions }: WordLists): readonly string[] {
  const lines = [
    grammar.functionWords,
    grammar.roleMarkers,
    questions.anywhere,
    questions.opening,
    negation.negators,
    contractions.whole,
  ];
  return spelt(lines, grammar.foldsAccents);
}

function matterOf({ antonyms, closedSets, dates, units, grammar, lookalikes }: WordLists): readonly string[] {
  return spelt([antonyms, closedSets, dates.firm, dates.vague, units, lookalikes], grammar.foldsAccents);
}

/** As written, and without accents where these are often left out. */
function spelt(lines: readonly string[], foldsAccents: boolean): readonly string[] {
  const words = lines.flatMap((line) => line.split(/[^\p{L}\p{M}]+/u)).filter((word) => word.length > 0);
  return foldsAccents ? [...words, ...words.map(accentsFolded)] : words;
}
