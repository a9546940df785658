const BEYOND_ASCII = /[^\u0000-\u007f]/; // eslint-disable-line no-control-regex

/** "é" is "e", "œ" is "oe", "ß" is "ss"; "ñ" is a letter of its own. Other scripts keep their marks. */
export function accentsFolded(word: string): string {
  if (!BEYOND_ASCII.test(word)) return word;
  return word
    .normalize('NFD')
    .replace(/([a-z])[\u0300-\u0302\u0304-\u036f]+/g, '$1')
    .replace(/([a-mo-z])\u0303/g, '$1')
    .normalize('NFC')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss');
}

/** Written on a keyboard without accents, perhaps. */
export function isPlainAscii(words: readonly string[]): boolean {
  return !words.some((word) => BEYOND_ASCII.test(word));
}
