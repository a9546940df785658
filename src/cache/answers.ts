import { isDeepStrictEqual } from 'node:util';
import type { Said } from '../core/dialect';

/** Longer answers are compared for equality only: what guards and windows cost grows with them. Characters. */
export const LONGEST_COMPARED = 8000;
/** Of a window; well within what a sentence model reads. Characters. */
const WINDOW = 500;

/** What two answers are to each other as far as their texts alone tell. */
export type PlainComparison =
  /** `same`: equal but for case, white space, punctuation and markup. `different`: other tool calls, or other JSON. */
  | 'same'
  | 'different'
  /** One cannot be compared with the other: one is empty, or too long. */
  | 'incomparable'
  /** Their meaning has to be asked for. */
  | 'unclear';

export function comparePlainly(a: Said, b: Said): PlainComparison {
  // Key order does not matter to it.
  if (!isDeepStrictEqual(a.calls, b.calls)) return 'different';
  if (a.text === b.text) return 'same';
  const [jsonA, jsonB] = [jsonOf(a.text), jsonOf(b.text)];
  if (jsonA !== undefined && jsonB !== undefined) return isDeepStrictEqual(jsonA, jsonB) ? 'same' : 'different';
  if (normalised(a.text) === normalised(b.text)) return 'same';
  if (a.text === '' || b.text === '') return 'incomparable';
  return Math.max(a.text.length, b.text.length) > LONGEST_COMPARED ? 'incomparable' : 'unclear';
}

/**
 * Without case, emphasis, headings, bullets, and the punctuation that ends a word or a sentence. What stands within words and numbers
 * stays ("3.14", "-5", "a != b", "don't").
 */
export function normalised(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+•](?=[ \t]+\D))[ \t]+/gm, '')
    .replace(/(?<=^|[\s([{"'])([*_`]{1,3})(\S(?:.*?\S)?)\1(?=$|[\s.,;:!?)\]}"'])/gm, '$2')
    .replace(/[.,;:!?…]+(?=\s|$)/g, '')
    .replace(/(?<=^|\s)["'“”‘’«»([]+(?=\p{L})|(?<=\p{L})["'“”‘’«»)\]]+(?=\s|$)/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sentences in windows of some hundred characters; a longer sentence is cut. */
export function windowsOf(text: string): readonly string[] {
  const sentences = text.split(/(?<=[.!?。！？])\s+|\n+/).flatMap((sentence) => pieces(sentence.trim()));
  const windows: string[] = [];
  for (const sentence of sentences) {
    const last = windows.at(-1);
    if (last !== undefined && last.length + sentence.length < WINDOW)
      windows[windows.length - 1] = `${last} ${sentence}`;
    else windows.push(sentence);
  }
  return windows;
}

function pieces(sentence: string): readonly string[] {
  return sentence.match(new RegExp(`.{1,${WINDOW}}`, 'gsu')) ?? [];
}

/** Objects and lists only: a bare number or word is prose. */
function jsonOf(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
