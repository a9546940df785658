import { isEnglish } from './language';
import { readNumbers } from './numbers';
import { quotedStrings } from './quoted';
import { scan } from './scan';
import type { Token } from './token';
import { FUNCTION_WORDS } from './words/function-words';

/** One text, taken apart once; every guard compares two of these. */
export interface Tokens {
  /** In reading order: words in lower case, numbers as digits ("two" is "2"), code as written but in lower case. */
  readonly tokens: readonly Token[];
  /** All texts of `tokens` (of dotted code its parts too), and all their stems. */
  readonly texts: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  /** Stems of the words that carry matter, in reading order, numbers included. */
  readonly content: readonly string[];
  readonly operators: ReadonlySet<string>;
  readonly quoted: readonly string[];
  /** All texts joined by single spaces, with one at either end: to look for a run of words. */
  readonly spaced: string;
  readonly english: boolean;
}

/** Linear in the length of the text. */
export function tokenise(text: string): Tokens {
  const { tokens: raw, operators } = scan(text);
  const tokens = readNumbers(raw);
  return {
    tokens,
    operators,
    texts: new Set(tokens.flatMap((t) => (t.kind === 'code' ? [t.text, ...t.text.split('.')] : t.text))),
    stems: new Set(tokens.map((t) => t.stem)),
    content: tokens.filter(carriesMatter).map((t) => t.stem),
    quoted: quotedStrings(text),
    spaced: ` ${tokens.map((t) => t.text).join(' ')} `,
    english: isEnglish(tokens),
  };
}

/** Not a function word, nor a "one" that may be a pronoun. */
export function carriesMatter(token: Token): boolean {
  return token.kind === 'number' ? !token.optional : !FUNCTION_WORDS.has(token.text);
}
