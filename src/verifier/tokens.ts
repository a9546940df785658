import { commonLanguage, detectLanguage, type Detected, type Detection } from './language';
import type { Lexicon } from './lexicon';
import { lexiconOf } from './lexicons';
import { membersOf, type Member } from './members';
import { readNumbers } from './numbers';
import { quotedStrings, withoutQuotes } from './quoted';
import { scan } from './scan';
import type { Token } from './token';
import type { Language } from './words/index';

/** One text, taken apart once; every guard compares two of these. */
export interface Tokens {
  /** As it was given. */
  readonly source: string;
  /** In reading order: words in lower case, numbers as digits ("two" is "2"), code as written but in lower case. */
  readonly tokens: readonly Token[];
  /** All texts of `tokens` (of dotted code its parts too), and all their stems. */
  readonly texts: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  /** Stems of the words that carry matter, in reading order, numbers included. */
  readonly content: readonly string[];
  /** The things of closed sets that it names. */
  readonly members: readonly Member[];
  readonly operators: readonly string[];
  readonly quoted: readonly string[];
  /** All texts joined by single spaces, with one at either end: to look for a run of words. */
  readonly spaced: string;
  /** The first letters of all tokens. */
  readonly initials: string;
  readonly detection: Detection;
  /** What it was read as. */
  readonly detected: Detected;
  /** Undefined: none that the guards know, or too short to tell. */
  readonly language: Language | undefined;
  /** The word lists that it was read with. */
  readonly lexicon: Lexicon;
}

/** Linear in the length of the text. `as`: read it as if it were in this language. */
export function tokenise(source: string, as?: Detected): Tokens {
  const quoted = quotedStrings(source);
  const detection = detectLanguage(quoted.length > 0 ? withoutQuotes(source) : source);
  const detected = as ?? detection.language;
  const lexicon = lexiconOf(detected);
  const { tokens: raw, operators } = scan(source, lexicon);
  const tokens = readNumbers(raw, lexicon);
  return {
    source,
    tokens,
    operators,
    ...indexOf(tokens, lexicon),
    members: membersOf(tokens, lexicon),
    quoted,
    detection,
    detected,
    language: lexicon.language,
    lexicon,
  };
}

/** One walk over the tokens: this is done for every candidate. */
function indexOf(
  tokens: readonly Token[],
  lexicon: Lexicon,
): Pick<Tokens, 'texts' | 'stems' | 'content' | 'spaced' | 'initials'> {
  const texts = new Set<string>();
  const stems = new Set<string>();
  const content: string[] = [];
  let spaced = ' ';
  let initials = '';
  for (const token of tokens) {
    texts.add(token.text);
    if (token.kind === 'code') for (const part of token.text.split('.')) texts.add(part);
    stems.add(token.stem);
    if (carriesMatter(token, lexicon)) content.push(token.stem);
    spaced += `${token.text} `;
    initials += token.text.charAt(0);
  }
  return { texts, stems, content, spaced: tokens.length === 0 ? '  ' : spaced, initials };
}

/** A text that may as well be in the other's language is read in that. */
export function inOneLanguage(asked: Tokens, stored: Tokens): readonly [Tokens, Tokens] {
  if (asked.detected === stored.detected) return [asked, stored];
  const common = commonLanguage(asked.detection, stored.detection);
  if (common === undefined) return [asked, stored];
  const read = (text: Tokens): Tokens => (text.detected === common ? text : tokenise(text.source, common));
  return [read(asked), read(stored)];
}

/** Not a function word, nor a "one" that may be a pronoun. */
export function carriesMatter(token: Token, { grammar }: Lexicon): boolean {
  return token.kind === 'number' ? !token.optional : !grammar.functionWords.has(token.text);
}
