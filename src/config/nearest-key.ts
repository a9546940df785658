import { nearest } from '../core/nearest';

/** The known word that a misspelt one was probably meant to be; `undefined` when none is near. "_", "-" and case count as nothing. */
export function nearestKey(word: string, known: readonly string[]): string | undefined {
  const edits = Math.max(1, Math.floor(word.length / 3));
  const plainly = new Map([...known].reverse().map((key) => [plain(key), key]));
  const found = plainly.has(plain(word)) ? plain(word) : nearest(plain(word), [...plainly.keys()].reverse(), edits);
  return found === undefined ? undefined : plainly.get(found);
}

function plain(word: string): string {
  return word.slice(0, 80).toLowerCase().replaceAll(/[-_]/g, '');
}
