import { number, type Token } from './token';
import {
  FACTORS,
  FIXED_NUMBERS,
  NUMBERED,
  ORDINAL_NUMBERS,
  ROMAN_NUMBERS,
  SMALL_NUMBERS,
  TEN_NUMBERS,
} from './words/numbers';

/** Behind these a factor is no number: "several thousand" are "thousands". */
const VAGUE = new Set(['several', 'many', 'few']);

const BEGINS_NUMBER: ReadonlySet<string> = new Set([
  ...['a', 'an', 'minus', 'negative'],
  ...[SMALL_NUMBERS, TEN_NUMBERS, FACTORS, FIXED_NUMBERS, ORDINAL_NUMBERS, ROMAN_NUMBERS].flatMap((t) => [...t.keys()]),
]);

/** A number read at some place: its value as text, and how many tokens it was written with. */
interface Reading {
  readonly value: string;
  readonly length: number;
  readonly optional?: boolean;
}

/** The tokens with every spelled-out number put into digits: "two" is 2, "first" is o1, "a dozen" is 12. */
export function readNumbers(tokens: readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const written = tokens[at];
    if (!written) break;
    const reading = readAt(tokens, at);
    out.push(reading ? numberToken(reading, written) : written);
    at += reading?.length ?? 1;
  }
  return out;
}

function numberToken({ value, optional = false }: Reading, { gap }: Token): Token {
  return { ...number(value, gap), optional };
}

function readAt(tokens: readonly Token[], at: number): Reading | undefined {
  const written = tokens[at];
  if (written?.kind === 'number') return readDigits(tokens, at, written);
  if (written?.kind !== 'word' || !BEGINS_NUMBER.has(written.text) || VAGUE.has(tokens[at - 1]?.text ?? ''))
    return undefined;
  return readMinus(tokens, at) ?? readOrdinal(tokens, at) ?? readSpelled(tokens, at) ?? readRoman(tokens, at);
}

/** 007 and 05 lose their zeros, 5.00 its cents; 3.10 stays apart from 3.1, for it may be a version. */
function readDigits(tokens: readonly Token[], at: number, digits: Token): Reading {
  const plain = digits.text.replace(/^0+(?=\d)/, '').replace(/^(\d+)\.00$/, '$1');
  if (digits.ordinal) return { value: `o${plain}`, length: 1 };
  const { product, length } = factorsAfter(tokens, at + 1);
  const value = product === 1 ? plain : String(Number((Number(plain) * product).toPrecision(12)));
  return { value: digits.negative ? `-${value}` : value, length: 1 + length };
}

function factorsAfter(tokens: readonly Token[], from: number): { product: number; length: number } {
  let product = 1;
  let length = 0;
  for (; from + length < tokens.length; length += 1) {
    const factor = factorAt(tokens, from + length);
    if (factor === undefined) break;
    product *= factor;
  }
  return { product, length };
}

function factorAt(tokens: readonly Token[], at: number): number | undefined {
  const word = tokens[at];
  return word?.kind === 'word' ? FACTORS.get(word.text) : undefined;
}

/** "minus five", "negative 5": but "ten minus five" is two numbers. */
function readMinus(tokens: readonly Token[], at: number): Reading | undefined {
  const word = tokens[at]?.text;
  if (word !== 'minus' && word !== 'negative') return undefined;
  if (at > 0 && readAt(tokens, at - 1)) return undefined;
  const positive = tokens[at + 1]?.kind === 'number' ? readAt(tokens, at + 1) : readSpelled(tokens, at + 1);
  return positive && { value: `-${positive.value}`, length: positive.length + 1 };
}

function readOrdinal(tokens: readonly Token[], at: number): Reading | undefined {
  const tens = TEN_NUMBERS.get(tokens[at]?.text ?? '');
  const ordinal = ORDINAL_NUMBERS.get(tokens[tens === undefined ? at : at + 1]?.text ?? '');
  if (ordinal === undefined || (tens !== undefined && ordinal > 9)) return undefined;
  if (tens === undefined && ordinal === 2 && isTimeUnit(tokens, at)) return undefined;
  return { value: `o${(tens ?? 0) + ordinal}`, length: tens === undefined ? 1 : 2 };
}

/** "a second", "per second", "60 second timer": sixty to the minute. */
function isTimeUnit(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return (
    before !== undefined && (before.kind === 'number' || ['per', 'a', 'each', 'every', 'one'].includes(before.text))
  );
}

function readSpelled(tokens: readonly Token[], at: number): Reading | undefined {
  const word = tokens[at]?.text ?? '';
  const fixed = FIXED_NUMBERS.get(word);
  if (fixed !== undefined) return { value: fixed, length: 1 };
  if (word === 'a' || word === 'an') {
    const { product, length } = factorsAfter(tokens, at + 1);
    return length > 0 ? { value: String(product), length: length + 1 } : undefined;
  }
  const { value, length } = sumOfWords(tokens, at);
  if (length === 0) return undefined;
  return { value: String(value), length, optional: length === 1 && word === 'one' };
}

/** "two hundred and fifty thousand three": groups below a thousand, each with its factor. */
function sumOfWords(tokens: readonly Token[], at: number): { value: number; length: number } {
  let total = 0;
  let group = 0;
  let room = Infinity;
  let length = 0;
  for (let next = at; next < tokens.length; next += 1) {
    const word = tokens[next]?.kind === 'word' ? (tokens[next]?.text ?? '') : '';
    const small = SMALL_NUMBERS.get(word) ?? TEN_NUMBERS.get(word);
    const factor = FACTORS.get(word);
    if (small !== undefined && small < room) {
      group += small;
      room = small >= 20 ? 10 : 0;
    } else if (factor !== undefined && factor > 0) {
      const product = (group || 1) * factor;
      if (factor >= 1000) total += product;
      group = factor >= 1000 ? 0 : product;
      room = factor;
    } else if (!(word === 'and' && length > 0 && room > 10 && startsSmall(tokens, next + 1))) break;
    length = word === 'and' ? length : next - at + 1;
  }
  return { value: total + group, length };
}

function startsSmall(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? '';
  return SMALL_NUMBERS.has(word) || TEN_NUMBERS.has(word);
}

function readRoman(tokens: readonly Token[], at: number): Reading | undefined {
  const value = ROMAN_NUMBERS.get(tokens[at]?.text ?? '');
  if (value === undefined || !NUMBERED.has(tokens[at - 1]?.text ?? '')) return undefined;
  return { value: String(value), length: 1 };
}
