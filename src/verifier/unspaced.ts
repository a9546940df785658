/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });

export function hasUnspacedScript(word: string): boolean {
  return UNSPACED.test(word);
}

/** A run of letters without spaces, cut into words by dictionary. */
export function wordsOfUnspaced(run: string): readonly string[] {
  return Array.from(SEGMENTER.segment(run), ({ segment }) => segment.toLowerCase());
}
