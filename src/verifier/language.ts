import type { Token } from './token';
import { FOREIGN_WORDS } from './words/foreign-words';
import { FUNCTION_WORDS } from './words/function-words';

/** A letter that is none of a to z. */
const FOREIGN_LETTER = /[^\P{L}a-z]/u;

/**
 * Whether a text is plainly English. Most guards know English words only; of any other text, and of one too short to tell, they
 * can say little. In doubt: no.
 */
export function isEnglish(tokens: readonly Token[]): boolean {
  let english = 0;
  let foreign = 0;
  for (const { kind, text } of tokens) {
    if (kind !== 'word') continue;
    if (FOREIGN_LETTER.test(text)) return false;
    if (FUNCTION_WORDS.has(text)) english += 1;
    if (FOREIGN_WORDS.has(text)) foreign += 1;
  }
  return english > foreign;
}
