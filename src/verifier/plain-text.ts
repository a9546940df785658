const HTML_TAG = /<\/?([a-zA-Z][\w-]*)(?:\s[^<>]{0,100})?>/g;
const SUPERSCRIPT = /[²³¹⁰⁴-⁹]+/g;
const CJK_MARK = /[。．、，；：！？]/g;
const OTHER_DIGIT = /[^\P{Nd}0-9]/gu;

/** Spellings that differ only on paper become one: curly quotes, digits of any script, superscripts, "5:00". */
export function plainText(text: string): string {
  return text
    .replace(SUPERSCRIPT, '^$&')
    .replace(CJK_MARK, '$& ')
    .normalize('NFKC')
    .replace(OTHER_DIGIT, asciiDigit)
    .replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
    .replace(/\u2212/g, '-')
    .replace(HTML_TAG, ' $1 ')
    .replace(/(?<![\d:])(\d{1,2}):00(?![\d:])/g, '$1');
}

/** 1.000,5 → 1000.5 */
export function withDecimalPoint(text: string): string {
  return text
    .replace(/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.])/g, (thousands) => thousands.replace(/\./g, ''))
    .replace(/(?<![\d,])(\d+),(\d+)(?![\d,])/g, '$1.$2');
}

/** The digits of a script follow each other from zero to nine. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
