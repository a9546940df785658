/**
 * What a language has to give so that the guards know it: a folder `words/<language>/` whose index.ts exports one of these, named
 * in `words/index.ts`. Data only; no guard names a language.
 *
 * Words are in lower case and apart by white space. With `foldsAccents` they may be written with or without accents. A "phrase"
 * is several words joined by `_`. In a "table" a line is one meaning. `a=b` are two spellings of a.
 */
/** Words that say little of what is asked for. */
export interface Softeners {
  /** Said or left out without asking for anything else. */
  readonly hedges: string;
  /** Greeting, asking kindly, thanking. */
  readonly politeness: string;
  /** Who writes, and who is written to. */
  readonly speaker: string;
  readonly addressee: string;
  /** What belongs to the one, and to the other ("my", "your"). */
  readonly mine: string;
  readonly yours: string;
  /** Question words that ask for anything. */
  readonly open: string;
  /** After an auxiliary verb: then it is not asked whether, but that something be told ("can you …", "is there …"). */
  readonly impersonal: string;
}

export interface WordLists {
  readonly grammar: Grammar;
  readonly negation: NegationWords;
  readonly questions: QuestionWords;
  readonly numbers: NumberWords;
  readonly dates: DateWords;
  /** Table: spellings of one unit, the first being its name (the same in all languages). */
  readonly units: string;
  /** `a/b` are opposites; `a/b/c` each exclude the others. Looked up by stem. */
  readonly antonyms: string;
  /** Opposites that count only beside the same word: "to Rome" and "from Rome". `a/b` as above. */
  readonly particles: string;
  /** Table `set: a=b c d`: things of one kind. Looked up by stem. Sets of the same name in words/shared are joined with it. */
  readonly closedSets: string;
  readonly scope: ScopeWords;
  readonly contexts: ContextWords;
  readonly contractions: Contractions;
  /** Words of which one letter makes another of them: "affect", "effect". None: every such difference is a slip. */
  readonly lookalikes: string;
  readonly softeners: Softeners;
  readonly stemming: Stemming;
}

export interface Grammar {
  /** Words that carry grammar rather than matter, and the politeness that wraps a request. */
  readonly functionWords: string;
  /** Where a role is marked: the phrase that follows one of these belongs to it. */
  readonly roleMarkers: string;
  /** Around these the order of two things does not matter. */
  readonly symmetricConnectors: string;
  /** Verbs, nouns and adjectives that say the same of both sides. */
  readonly symmetricPredicates: string;
  /** Of the connectors those that let choose. */
  readonly alternatives: string;
  /** All words that ask. */
  readonly questionWords: string;
  /** Verbs among the function words, the order of which matters all the same. */
  readonly lightVerbs: string;
  /** Auxiliary verbs that tell who does a thing from whom it is done to: `be=is=are`. */
  readonly voices: string;
  /** "X of Y" may be said as "Y X". */
  readonly genitives: string;
  /** And possessives: what stands before the thing itself. */
  readonly articles: string;
  /** "from X", "to Y", and other words whose two sides must not change places ("X than Y"). */
  readonly origins: string;
  readonly goals: string;
  readonly comparisons: string;
  /** Words with a capital inside a sentence are nouns, not names. */
  readonly capitalNouns: boolean;
  /** A verb may stand early or late in the same sentence. */
  readonly verbMoves: boolean;
  /** Accents are often left out: é is e. */
  readonly foldsAccents: boolean;
}

export interface NegationWords {
  /** Words that turn the sense round, or keep something from being done. */
  readonly negators: string;
  /** Count once with what follows: French "ne … pas", Spanish "no … nunca". */
  readonly openers: string;
  readonly closers: string;
  /** "not" in "or not" and "not only" denies nothing. */
  readonly not: string;
  readonly or: string;
  readonly only: string;
  /** "no" as an answer ("No, …") or as short for number. */
  readonly answers: string;
  readonly prefixes: string;
  /** Begin like a negated word and are none ("install" is not the opposite of "stall"). */
  readonly notPrefixed: string;
}

export interface QuestionWords {
  /** Table `kind: phrase phrase`: asked for wherever it stands. Equal kinds ask the same. */
  readonly anywhere: string;
  /** The same for words that also join clauses ("the place where"): they ask at a clause's start or after `asking`. */
  readonly opening: string;
  readonly asking: string;
  /** Words that ask only before one of `auxiliaries` ("when does …", but "when I start"). */
  readonly conjunctions: string;
  readonly auxiliaries: string;
}

export interface NumberWords {
  /** Phrase → value, below a hundred. */
  readonly small: ReadonlyMap<string, number>;
  /** Multiply what stands before them. */
  readonly factors: ReadonlyMap<string, number>;
  readonly ordinals: ReadonlyMap<string, number>;
  /** Words for one value: "half", "twice". */
  readonly fixed: ReadonlyMap<string, string>;
  /** "one", which may be a pronoun. */
  readonly pronoun: string;
  /** "a hundred". */
  readonly articles: string;
  /** "hundred and fifty". */
  readonly and: string;
  /** "minus five". */
  readonly minus: string;
  /** Behind these a factor is no number: "several thousand". */
  readonly vague: string;
  /** Before "second" these make it a time: "per second". */
  readonly per: string;
  /** Counted in Roman numerals: "War II". */
  readonly numbered: string;
  /** 1.000,5 instead of 1,000.5. */
  readonly decimalComma: boolean;
}

export interface DateWords {
  /** Names of days and months that mean nothing else, and days relative to today. */
  readonly firm: string;
  /** Words that are a date only in company ("in May", "may 5"). */
  readonly inCompany: string;
  readonly company: string;
  /** Vague times: a difference counts only when each text names one. */
  readonly vague: string;
  /** "last week" is not "next week"; the pointer may stand on either side. */
  readonly pointers: string;
  readonly periods: string;
  /** "is" against "was": verbs that tell the time of the whole question. */
  readonly past: string;
  readonly present: string;
}

export interface ScopeWords {
  /** `a/b` say how many are meant, and exclude each other. Phrases allowed. */
  readonly quantifiers: string;
  /** Narrow what is asked, so that both texts must have them: "only", "at least". Phrases allowed; `a=b`. */
  readonly narrowing: string;
  /** Table: groups of people or cases, asked about behind one of `among`: "in children". */
  readonly groups: string;
  readonly among: string;
}

export interface ContextWords {
  /** Before (or after) the name of a language: it is the language that is meant, not the people. */
  readonly beforeLanguage: string;
  readonly afterLanguage: string;
  /** How this language is called in itself. */
  readonly itself: string;
  /** Before the name of a form ("as JSON"): what the answer shall look like. */
  readonly beforeForm: string;
}

export interface Contractions {
  /** `'` stands for the letters left out; `can't=can_not`. */
  readonly whole: string;
  /** Written in capitals, or with points, another word than in small letters: `us=usa`. */
  readonly shouted: string;
  /** Before the apostrophe: `l'=le`. */
  readonly elided: string;
  /** Behind it, with what they stand for; nothing if they are left away: `'s`, `n't=not`. */
  readonly enclitics: string;
}

/** Enough that "files" meets "file": endings are cut off, the first that fits. */
export interface Stemming {
  readonly irregular: string;
  readonly endings: readonly Ending[];
  /** Letters cut off at the end once more, if four or more are left. */
  readonly silent: string;
  /** Ending of a comparative: "slower" meets "slow". Only for looking up opposites. */
  readonly comparatives: RegExp | undefined;
}

export interface Ending {
  readonly cut: string;
  /** Put in its place. */
  readonly put?: string;
  /** Letters that must be left. */
  readonly least: number;
  /** What must not stand before it. */
  readonly notAfter?: RegExp;
  /** "stopp" is "stop". */
  readonly undouble?: boolean;
}
