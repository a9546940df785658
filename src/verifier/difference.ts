import type { Token } from './token';
import { carriesMatter, type Tokens } from './tokens';
import { isSlip } from './typo';

/** What is left of two texts without the words that both begin and end with. */
export interface Difference {
  readonly a: readonly Token[];
  readonly b: readonly Token[];
}

export function differenceOf({ tokens: a }: Tokens, { tokens: b }: Tokens): Difference {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head]?.text === b[head]?.text) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail)?.text === b.at(-1 - tail)?.text) tail += 1;
  return { a: a.slice(head, a.length - tail), b: b.slice(head, b.length - tail) };
}

/** The one word of matter, by its place in each text, in which two texts differ that are alike in all others; no slip. */
export function onlyOtherWord(asked: Tokens, stored: Tokens): { readonly a: number; readonly b: number } | undefined {
  const { content: x } = asked;
  const { content: y } = stored;
  if (x.length !== y.length || x.length < 2) return undefined;
  const first = x.findIndex((stem, i) => stem !== y[i]);
  const [own, other] = [x[first], y[first]];
  if (own === undefined || other === undefined || stored.stems.has(own) || asked.stems.has(other)) return undefined;
  if (x.some((stem, i) => i > first && stem !== y[i])) return undefined;
  const [a, b] = [placeOfMatter(asked, first), placeOfMatter(stored, first)];
  const [wordA, wordB] = [asked.tokens[a], stored.tokens[b]];
  if (wordA?.kind !== 'word' || wordB?.kind !== 'word' || isSlip(wordA.text, wordB.text, asked.lexicon))
    return undefined;
  return { a, b };
}

function placeOfMatter({ tokens, lexicon }: Tokens, nth: number): number {
  let seen = -1;
  return tokens.findIndex((token) => {
    if (carriesMatter(token, lexicon)) seen += 1;
    return seen === nth;
  });
}
