import type { Detected } from './language';
import { compile, type Lexicon } from './lexicon';
import { OTHER_LANGUAGES } from './words/other/word-lists';
import { WORD_LISTS, type Language } from './words/index';

const LEXICONS = new Map<Detected, Lexicon>([
  ...Object.entries(WORD_LISTS).map(([name, lists]) => {
    const language = name as Language;
    return [language, compile(lists, language)] as const;
  }),
  ['other', compile(OTHER_LANGUAGES, undefined)],
  ['unsure', compile(WORD_LISTS.en, undefined)],
]);

/** By what is known of a text's language; a text too short to tell is read as English, without the trust in it. */
export function lexiconOf(detected: Detected): Lexicon {
  const lexicon = LEXICONS.get(detected);
  if (!lexicon) throw new Error(`no word lists for "${detected}"`);
  return lexicon;
}
