const HTML_TAG = /<\/?([a-zA-Z][\w-]*)(?:\s[^<>]{0,100})?>/g;
const SUPERSCRIPT = /[²³¹⁰⁴-⁹]+/g;

/** Spellings that differ only on paper become one: curly quotes, full-width digits, superscripts, "5:00". */
export function plainText(text: string): string {
  return text
    .replace(SUPERSCRIPT, '^$&')
    .normalize('NFKC')
    .replace(/[\u2018\u2019\u02bc\u00b4]/g, "'")
    .replace(/\u2212/g, '-')
    .replace(HTML_TAG, ' $1 ')
    .replace(/(?<![\d:])(\d{1,2}):00(?![\d:])/g, '$1');
}
