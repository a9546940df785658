import type { Lexicon } from './lexicon';
import { phraseAt, type Phrase } from './phrases';
import { number, type Token } from './token';
import { ROMAN_NUMERALS } from './words/shared/roman-numerals';

/** The tokens of a text, and the number words of its language. */
interface Text {
  readonly tokens: readonly Token[];
  readonly words: Lexicon['numbers'];
  readonly dates: Lexicon['dates'];
}

/** A number read at some place: its value as text, and how many tokens it was written with. */
interface Reading {
  readonly value: string;
  readonly length: number;
  readonly optional?: boolean;
}

/** The tokens with every spelled-out number put into digits: "two" is 2, "first" is o1, "a dozen" is 12. */
export function readNumbers(tokens: readonly Token[], { numbers: words, dates }: Lexicon): readonly Token[] {
  const text = { tokens, words, dates };
  const out: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const written = tokens[at];
    if (!written) break;
    const reading = readAt(text, at);
    out.push(reading ? numberToken(reading, written) : written);
    at += reading?.length ?? 1;
  }
  return out;
}

function numberToken({ value, optional = false }: Reading, { gap }: Token): Token {
  return number(value, gap, { optional });
}

function readAt(text: Text, at: number): Reading | undefined {
  const { tokens, words } = text;
  const written = tokens[at];
  if (written?.kind === 'number') return readDigits(text, at, written);
  if (written?.kind !== 'word' || !beginsNumber(written.text, words) || words.vague.has(tokens[at - 1]?.text ?? ''))
    return undefined;
  return readMinus(text, at) ?? readOrdinal(text, at) ?? readSpelled(text, at) ?? readRoman(text, at);
}

function beginsNumber(word: string, words: Text['words']): boolean {
  return (
    words.small.has(word) ||
    words.ordinals.has(word) ||
    words.factors.has(word) ||
    words.articles.has(word) ||
    words.fixed.has(word) ||
    words.minus.has(word) ||
    ROMAN_NUMERALS.has(word)
  );
}

/** 007 and 05 lose their zeros, 5.00 its cents; 3.10 stays apart from 3.1, for it may be a version. */
function readDigits(text: Text, at: number, digits: Token): Reading {
  const plain = digits.text.replace(/^0+(?=\d)/, '').replace(/^(\d+)\.00$/, '$1');
  if (digits.ordinal) return { value: isDayOfMonth(text, at, 1) ? plain : `o${plain}`, length: 1 };
  const { product, length } = factorsAfter(text, at + 1);
  const value = product === 1 ? plain : String(Number((Number(plain) * product).toPrecision(12)));
  return { value: digits.negative ? `-${value}` : value, length: 1 + length };
}

function factorsAfter(text: Text, from: number): { product: number; length: number } {
  let product = 1;
  let length = 0;
  for (; from + length < text.tokens.length; length += 1) {
    const factor = factorAt(text, from + length);
    if (factor === undefined) break;
    product *= factor;
  }
  return { product, length };
}

function factorAt({ tokens, words }: Text, at: number): number | undefined {
  const word = tokens[at];
  return word?.kind === 'word' ? words.factors.get(word.text) : undefined;
}

/** "minus five", "negative 5": but "ten minus five" is two numbers. */
function readMinus(text: Text, at: number): Reading | undefined {
  const { tokens, words } = text;
  if (!words.minus.has(tokens[at]?.text ?? '')) return undefined;
  if (at > 0 && !words.minus.has(tokens[at - 1]?.text ?? '') && readAt(text, at - 1)) return undefined;
  const positive = tokens[at + 1]?.kind === 'number' ? readAt(text, at + 1) : readSpelled(text, at + 1);
  return positive && { value: `-${positive.value}`, length: positive.length + 1 };
}

function readOrdinal(text: Text, at: number): Reading | undefined {
  const { tokens, words } = text;
  const ordinal = phraseAt(words.ordinals, tokens, at);
  if (ordinal === undefined || (ordinal.value === 2 && isTimeUnit(tokens[at - 1], words))) return undefined;
  const length = ordinal.words.length;
  return { value: isDayOfMonth(text, at, length) ? String(ordinal.value) : `o${ordinal.value}`, length };
}

/** "July 4th", "the 4th of July": the day is 4. */
function isDayOfMonth({ tokens, dates }: Text, at: number, length: number): boolean {
  return [at - 1, at + length, at + length + 1].some((i) => phraseAt(dates.firm, tokens, i) !== undefined);
}

/** "a second", "per second", "60 second timer": sixty to the minute. */
function isTimeUnit(before: Token | undefined, { per }: Text['words']): boolean {
  return before !== undefined && (before.kind === 'number' || per.has(before.text));
}

function readSpelled(text: Text, at: number): Reading | undefined {
  const { tokens, words } = text;
  const word = tokens[at]?.text ?? '';
  const fixed = words.fixed.get(word);
  if (fixed !== undefined) return { value: fixed, length: 1 };
  if (words.articles.has(word)) {
    const { product, length } = factorsAfter(text, at + 1);
    return length > 0 ? { value: String(product), length: length + 1 } : undefined;
  }
  const { value, length } = sumOfWords(text, at);
  if (length === 0) return undefined;
  return { value: String(value), length, optional: length === 1 && words.pronoun.has(word) };
}

/** "two hundred and fifty thousand three": groups below a thousand, each with its factor. */
function sumOfWords(text: Text, at: number): { value: number; length: number } {
  let total = 0;
  let group = 0;
  let room = Infinity;
  let length = 0;
  for (let next = at; next < text.tokens.length;) {
    const small = smallAt(text, next);
    const factor = factorAt(text, next);
    if (small !== undefined && small.value < room) {
      group += small.value;
      room = small.value >= 20 && small.value % 10 === 0 ? 10 : 0;
      next += small.words.length;
    } else if (factor !== undefined) {
      const product = (group || 1) * factor;
      if (factor >= 1000) total += product;
      group = factor >= 1000 ? 0 : product;
      room = factor;
      next += 1;
    } else if (isAnd(text, next) && length > 0 && room > 10 && smallAt(text, next + 1)) {
      next += 1;
      continue;
    } else break;
    length = next - at;
  }
  return { value: total + group, length };
}

function isAnd({ tokens, words }: Text, at: number): boolean {
  return words.and.has(tokens[at]?.text ?? '');
}

function smallAt({ tokens, words }: Text, at: number): Phrase<number> | undefined {
  return tokens[at]?.kind === 'word' ? phraseAt(words.small, tokens, at) : undefined;
}

function readRoman({ tokens, words }: Text, at: number): Reading | undefined {
  const value = ROMAN_NUMERALS.get(tokens[at]?.text ?? '');
  if (value === undefined || !words.numbered.has(tokens[at - 1]?.text ?? '')) return undefined;
  return { value: String(value), length: 1 };
}
