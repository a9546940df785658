import type { Lexicon } from './lexicon';

/** Below this length one letter makes another word too easily ("Iran", "Iraq"). */
const MIN_LENGTH = 6;

/** A slip of the pen in a word that is long enough; not another word that happens to look like it. */
export function isSlip(a: string, b: string, lexicon: Lexicon): boolean {
  return isTypo(a, b) && !(lexicon.isLookalike(a) && lexicon.isLookalike(b));
}

/**
 * One letter added, dropped, replaced, or two neighbours swapped, in a word that is long enough. Hardly anybody mistypes a first
 * letter; many names differ by just that one ("Mangalore", "Bangalore").
 */
export function isTypo(a: string, b: string): boolean {
  return b.startsWith(a.charAt(0)) && Math.min(a.length, b.length) >= MIN_LENGTH && isOneLetterApart(a, b);
}

export function isOneLetterApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  const swapped = restA.length === 2 && restA === `${restB.charAt(1)}${restB.charAt(0)}`;
  return Math.max(restA.length, restB.length) <= 1 || swapped;
}
