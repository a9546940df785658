import { accentsFolded } from './accents';
import { phrases, type Phrases } from './phrases';
import { stemmer } from './stem';
import { ANTONYMS } from './words/shared/antonyms';
import { CLOSED_SETS } from './words/shared/closed-sets';
import { UNITS, UNITS_AFTER_NUMBER } from './words/shared/units';
import type { Language } from './words/index';
import type { Softeners, WordLists } from './words/word-lists';

type Words = ReadonlySet<string>;
/** Word or phrase → the name of what it means. */
type Names = Phrases<string>;

/** Which thing of which closed set a word names. */
export interface Membership {
  readonly set: string;
  readonly member: string;
}

/** The opposites of a word, looked up by stem, or as written where both have one stem (Spanish "hijo", "hija"). */
export interface Opposites {
  readonly byStem: ReadonlyMap<string, Words>;
  readonly byText: ReadonlyMap<string, Words>;
}

/** A language's word lists, made ready for looking up. */
export interface Lexicon {
  /** Undefined: no language is known. */
  readonly language: Language | undefined;
  readonly fold: (word: string) => string;
  readonly stem: (word: string) => string;
  readonly positiveStem: (word: string) => string;
  /** Whether a word is one of those that look like others. */
  readonly isLookalike: (word: string) => boolean;
  readonly grammar: {
    readonly functionWords: Words;
    readonly roleMarkers: Words;
    readonly symmetricConnectors: Words;
    readonly symmetricPredicates: Words;
    readonly alternatives: Words;
    readonly questionWords: Words;
    readonly lightVerbs: Words;
    /** Word → the verb that it is a form of. */
    readonly voices: ReadonlyMap<string, string>;
    readonly genitives: Words;
    readonly articles: Words;
    readonly origins: Words;
    /** Words between two sides that must not change places → their name; all goals are one. */
    readonly connectors: ReadonlyMap<string, string>;
    readonly capitalNouns: boolean;
    readonly verbMoves: boolean;
  };
  readonly negation: Readonly<
    Record<'openers' | 'closers' | 'not' | 'or' | 'only' | 'answers' | 'notPrefixed', Words>
  > & { readonly negators: Names; readonly prefixes: readonly string[] };
  readonly questions: {
    readonly anywhere: Names;
    readonly opening: Names;
    readonly asking: Words;
    readonly conjunctions: Words;
    readonly auxiliaries: Words;
  };
  readonly numbers: {
    readonly small: Phrases<number>;
    readonly ordinals: Phrases<number>;
    readonly factors: ReadonlyMap<string, number>;
    readonly fixed: ReadonlyMap<string, string>;
    readonly decimalComma: boolean;
  } & Readonly<Record<'pronoun' | 'articles' | 'and' | 'minus' | 'vague' | 'per' | 'numbered', Words>>;
  readonly dates: Readonly<Record<'firm' | 'inCompany' | 'vague', Names>> & {
    readonly company: Words;
    readonly pointers: ReadonlyMap<string, string>;
    readonly periods: Words;
    readonly past: Words;
    readonly present: Words;
  };
  readonly units: ReadonlyMap<string, string>;
  readonly unitsAfterNumber: ReadonlyMap<string, string>;
  readonly opposites: Opposites;
  readonly particles: ReadonlyMap<string, Words>;
  /** By stem. */
  readonly members: Phrases<readonly Membership[]>;
  readonly scope: {
    readonly quantifiers: readonly (readonly [string, string])[];
    /** Every quantifier, named as in the pairs. */
    readonly quantifierNames: Names;
    readonly narrowing: Names;
    readonly groups: Names;
    readonly among: Words;
  };
  readonly softeners: Readonly<Record<keyof Softeners, Words>>;
  readonly contexts: Readonly<Record<'beforeLanguage' | 'afterLanguage' | 'itself' | 'beforeForm', Words>>;
  readonly contractions: {
    readonly whole: ReadonlyMap<string, readonly string[]>;
    readonly shouted: ReadonlyMap<string, string>;
    readonly elided: ReadonlyMap<string, string>;
    /** Ending → the words it stands for. */
    readonly enclitics: readonly (readonly [string, readonly string[]])[];
  };
}

export function compile(lists: WordLists, language: Language | undefined): Lexicon {
  const fold = lists.grammar.foldsAccents ? accentsFolded : (word: string): string => word;
  const folded = (text: string): string => fold(text.trim());
  const words = (text: string): Words => new Set(listed(folded(text)));
  const names = (text: string): Names => phrases(spellings(folded(text)));
  const { stem, positiveStem } = stemmer(lists.stemming);
  const contractions = contractionsOf(lists, fold);
  const opened = (text: string): string => withPhrasesOpened(folded(text), contractions.whole);
  const quantifiers = pairs(opened(lists.scope.quantifiers));
  const lookalikes = words(lists.lookalikes);
  return {
    language,
    fold,
    stem,
    positiveStem,
    isLookalike: (word) => lookalikes.has(word),
    grammar: grammarOf(lists, words, fold),
    negation: {
      ...wordsOfEach(lists.negation, words),
      negators: names(opened(lists.negation.negators)),
      prefixes: listed(lists.negation.prefixes),
    },
    questions: {
      anywhere: phrases(rows(folded(lists.questions.anywhere))),
      opening: phrases(rows(folded(lists.questions.opening))),
      asking: words(lists.questions.asking),
      conjunctions: words(lists.questions.conjunctions),
      auxiliaries: words(lists.questions.auxiliaries),
    },
    numbers: numbersOf(lists, words, fold),
    dates: {
      firm: names(lists.dates.firm),
      inCompany: names(lists.dates.inCompany),
      vague: names(lists.dates.vague),
      company: words(lists.dates.company),
      pointers: new Map(spellings(folded(lists.dates.pointers))),
      periods: words(lists.dates.periods),
      past: words(lists.dates.past),
      present: words(lists.dates.present),
    },
    units: new Map([...unitNames(folded(lists.units)), ...unitNames(UNITS)]),
    unitsAfterNumber: new Map(unitNames(UNITS_AFTER_NUMBER)),
    opposites: oppositesOf(`${ANTONYMS} ${folded(lists.antonyms)}`, { stem, positiveStem }),
    particles: tableOf(pairs(folded(lists.particles))),
    members: membersOf(`${CLOSED_SETS}\n${folded(lists.closedSets)}`, stem),
    scope: {
      quantifiers,
      quantifierNames: phrases(quantifiers.flatMap(([a, b]) => [[a, a] as const, [b, b] as const])),
      narrowing: names(opened(lists.scope.narrowing)),
      groups: phrases(rows(folded(lists.scope.groups))),
      among: words(lists.scope.among),
    },
    softeners: wordsOfEach<keyof Softeners>({ ...lists.softeners }, words),
    contexts: wordsOfEach(lists.contexts, words),
    contractions,
  };
}

/** Phrases as texts have them: "au_moins" is à le moins. */
function withPhrasesOpened(text: string, whole: ReadonlyMap<string, readonly string[]>): string {
  return text.replace(/[^\s=/:_]+(?:_[^\s=/:_]+)+/g, (phrase) =>
    phrase
      .split('_')
      .flatMap((word) => whole.get(word) ?? [word])
      .join('_'),
  );
}

function grammarOf(
  { grammar }: WordLists,
  words: (text: string) => Words,
  fold: (word: string) => string,
): Lexicon['grammar'] {
  const goals = [...words(grammar.goals)].map((word) => [word, 'goal'] as const);
  const comparisons = [...words(grammar.comparisons)].map((word) => [word, word] as const);
  return {
    functionWords: words(`${grammar.functionWords} &`),
    roleMarkers: words(grammar.roleMarkers),
    symmetricConnectors: words(grammar.symmetricConnectors),
    symmetricPredicates: words(grammar.symmetricPredicates),
    alternatives: words(grammar.alternatives),
    questionWords: words(grammar.questionWords),
    lightVerbs: words(grammar.lightVerbs),
    voices: new Map(spellings(fold(grammar.voices))),
    genitives: words(grammar.genitives),
    articles: words(grammar.articles),
    origins: words(grammar.origins),
    connectors: new Map([...comparisons, ...goals]),
    capitalNouns: grammar.capitalNouns,
    verbMoves: grammar.verbMoves,
  };
}

function wordsOfEach<K extends string>(
  lists: Readonly<Record<K, string>>,
  words: (text: string) => Words,
): Readonly<Record<K, Words>> {
  const entries = Object.entries<string>(lists).map(([name, text]) => [name, words(text)] as const);
  return Object.fromEntries(entries) as Record<K, Words>;
}

function numbersOf(
  { numbers }: WordLists,
  words: (text: string) => Words,
  fold: (word: string) => string,
): Lexicon['numbers'] {
  const { small, ordinals, factors, fixed, decimalComma, ...rest } = numbers;
  const foldKeys = <T>(table: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...table].map(([word, value]) => [fold(word), value]));
  return {
    ...wordsOfEach(rest, words),
    small: phrases(foldKeys(small)),
    ordinals: phrases(foldKeys(ordinals)),
    factors: foldKeys(factors),
    fixed: foldKeys(fixed),
    decimalComma,
  };
}

/** The words of a list. */
export function listed(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** `a=b c` → a is a, b is a, c is c. */
function spellings(text: string): readonly (readonly [string, string])[] {
  return listed(text).flatMap((group) => {
    const all = group.split('=');
    return all.map((word) => [word, all[0] ?? word] as const);
  });
}

/** `name: word word`, a line each → every word is its line's name. */
function rows(text: string): readonly (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', words = ''] = line.split(':');
    return listed(words).map((word) => [word, name.trim()] as const);
  });
}

/** A line is a unit: its name and other spellings. */
function unitNames(text: string): readonly (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const words = listed(line);
    return words.map((word) => [word, words[0] ?? word] as const);
  });
}

/** `a/b/c` → every two of them. */
function pairs(text: string): readonly (readonly [string, string])[] {
  return listed(text).flatMap((group) => {
    const words = group.split('/');
    return words.flatMap((a, i) => words.slice(i + 1).map((b) => [a, b] as const));
  });
}

function tableOf(list: Iterable<readonly [string, string]>): ReadonlyMap<string, Words> {
  const table = new Map<string, Set<string>>();
  const put = (a: string, b: string): void => {
    if (a !== b) table.set(a, (table.get(a) ?? new Set()).add(b));
  };
  for (const [a, b] of list) {
    put(a, b);
    put(b, a);
  }
  return table;
}

function oppositesOf(text: string, { stem, positiveStem }: Pick<Lexicon, 'stem' | 'positiveStem'>): Opposites {
  const all = pairs(text);
  const stems = all.flatMap(([a, b]) => [[stem(a), stem(b)] as const, [positiveStem(a), positiveStem(b)] as const]);
  return { byStem: tableOf(stems), byText: tableOf(all.filter(([a, b]) => stem(a) === stem(b))) };
}

function membersOf(text: string, stem: (word: string) => string): Lexicon['members'] {
  const found = new Map<string, Membership[]>();
  for (const line of text.split('\n')) {
    const [set = '', groups = ''] = line.split(':');
    for (const [word, member] of spellings(groups)) {
      const key = word.split(/[_-]/).map(stem).join('_');
      const known = found.get(key) ?? [];
      if (!known.some((k) => k.set === set)) found.set(key, [...known, { set, member }]);
    }
  }
  return phrases(found);
}

function contractionsOf({ contractions }: WordLists, fold: (word: string) => string): Lexicon['contractions'] {
  const opened = (text: string): readonly (readonly [string, string])[] =>
    listed(text).map((entry) => {
      const [from = '', to = ''] = fold(entry).split('=');
      return [from, to] as const;
    });
  const wordsOf = (to: string): readonly string[] => to.split('_').filter(Boolean);
  return {
    whole: new Map(opened(contractions.whole).map(([from, to]) => [from, wordsOf(to)])),
    shouted: new Map(opened(contractions.shouted)),
    elided: new Map(opened(contractions.elided).map(([from, to]) => [from.replace("'", ''), to])),
    enclitics: opened(contractions.enclitics).map(([from, to]) => [from, wordsOf(to)]),
  };
}
