import { accentsFolded } from './accents';
import type { Ending, Stemming } from './words/word-lists';

/** A longer run of letters is no word worth remembering. */
const MAX_WORD = 30;
/** Speech repeats its words: nearly every stem has been asked for before. Emptied when full. */
const MAX_REMEMBERED = 10_000;
const DOUBLED = /([bdfgmnprt])\1$/;
const HAS_VOWEL = /[aeiouyäöü]/;

export interface Stemmer {
  /** A crude stem of a lower-case word: enough that "files" meets "file" and "stopped" meets "stop". */
  readonly stem: (word: string) => string;
  /** The stem without a comparative ending: "slower" and "slowest" meet "slow". Only for looking up word pairs. */
  readonly positiveStem: (word: string) => string;
}

export function stemmer(rules: Stemming): Stemmer {
  const irregular = new Map(rules.irregular.split(/\s+/).map((pair) => pair.split('=') as [string, string]));
  const stem = remembering((word) => {
    const base = irregular.get(word) ?? accentsFolded(withoutEnding(word, rules.endings));
    return base.length > 3 && rules.silent !== '' && base.endsWith(rules.silent) ? base.slice(0, -1) : base;
  });
  return { stem, positiveStem: (word) => stem(withoutComparative(word, rules.comparatives)) };
}

function withoutEnding(word: string, endings: readonly Ending[]): string {
  for (const { cut, put = '', least, notAfter, undouble } of endings) {
    if (!word.endsWith(cut) || word.length - cut.length < least) continue;
    const base = word.slice(0, -cut.length);
    if (notAfter?.test(base)) {
      if (put !== '') continue;
      return word;
    }
    if (!HAS_VOWEL.test(base)) return word;
    return (undouble ? base.replace(DOUBLED, '$1') : base) + put;
  }
  return word;
}

function withoutComparative(word: string, comparatives: RegExp | undefined): string {
  const ending = comparatives?.exec(word);
  if (!ending || word.length - ending[0].length < 3) return word;
  const base = word.slice(0, -ending[0].length).replace(DOUBLED, '$1');
  return base.endsWith('i') ? `${base.slice(0, -1)}y` : base;
}

function remembering(stemOf: (word: string) => string): (word: string) => string {
  const remembered = new Map<string, string>();
  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const found = stemOf(word);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    if (word.length <= MAX_WORD) remembered.set(word, found);
    return found;
  };
}
