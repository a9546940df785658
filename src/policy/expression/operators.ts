import { int64, plainOfJson } from './convert';
import { allot, EvaluationFault, type Run } from './run';
import { textOf } from './to-text';
import {
  dateTime,
  isKind,
  timeSpan,
  typeOf,
  type Char,
  type DateTime,
  type EnumValue,
  type Json,
  type TimeSpan,
} from './values';

type Numeric = bigint | number;
type Operation = (run: Run, left: unknown, right: unknown) => unknown;

/** Binary operators that evaluate both sides. */
export const OPERATIONS = new Map<string, Operation>([
  ['+', add],
  ['-', subtract],
  [
    '*',
    arithmetic(
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  ],
  [
    '/',
    arithmetic(
      (a, b) => a / nonZero(b),
      (a, b) => a / b,
    ),
  ],
  [
    '%',
    arithmetic(
      (a, b) => a % nonZero(b),
      (a, b) => a % b,
    ),
  ],
  ['==', (_, left, right) => isEqual(left, right)],
  ['!=', (_, left, right) => !isEqual(left, right)],
  ['<', relation((a, b) => a < b)],
  ['>', relation((a, b) => a > b)],
  ['<=', relation((a, b) => a <= b)],
  ['>=', relation((a, b) => a >= b)],
  [
    '|',
    bitwise(
      (a, b) => a || b,
      (a, b) => a | b,
    ),
  ],
  [
    '&',
    bitwise(
      (a, b) => a && b,
      (a, b) => a & b,
    ),
  ],
  [
    '^',
    bitwise(
      (a, b) => a !== b,
      (a, b) => a ^ b,
    ),
  ],
]);

/** Equality by value: strings ordinal, numbers across int and double, JSON's scalars as what they hold. */
export function isEqual(left: unknown, right: unknown): boolean {
  // A JToken that holds JSON's null is not null.
  if (left === null || right === null) return left === right;
  const a = comparable(left);
  const b = comparable(right);
  if (isNumeric(a) && isNumeric(b)) return a == b;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (typeOf(a) !== typeOf(b)) return false;
  if (isKind<Json>(a, 'JToken') && isKind<Json>(b, 'JToken')) return a.value === b.value;
  const names = [a, b].map((each) => (each as Partial<EnumValue>).names);
  return a === b || (names[0] !== undefined && names[0].join() === names[1]?.join());
}

/** -1, 0 or 1 by number, time or ordinal text. @throws EvaluationFault for what has no order */
export function order(left: unknown, right: unknown): number {
  const a = comparable(left);
  const b = comparable(right);
  const ordered = (isNumeric(a) && isNumeric(b)) || (typeof a === 'string' && typeof b === 'string');
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (!ordered) throw new EvaluationFault(`compares ${typeOf(left)} with ${typeOf(right)}`);
  return a < b ? -1 : a > b ? 1 : 0;
}

export function negate(value: unknown): unknown {
  const plain = comparable(value);
  if (typeof plain === 'bigint') return int64(-plain);
  if (typeof plain === 'number') return -plain;
  throw new EvaluationFault(`negates a value of type ${typeOf(value)}`);
}

/** What equality and order look at: characters, times and JSON's scalars as plain values. */
function comparable(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isKind<Json>(value, 'JToken'))
    return typeof value.value === 'object' && value.value !== null ? value : plainOfJson(value.value);
  if (isKind<Char>(value, 'char')) return value.text;
  return isKind<DateTime>(value, 'DateTime') || isKind<TimeSpan>(value, 'TimeSpan') ? value.ms : value;
}

function add(run: Run, left: unknown, right: unknown): unknown {
  if (typeof left === 'string' || typeof right === 'string') return join(run, left, right);
  if (isKind<TimeSpan>(right, 'TimeSpan')) {
    if (isKind<DateTime>(left, 'DateTime')) return dateTime(left.ms + right.ms);
    if (isKind<TimeSpan>(left, 'TimeSpan')) return timeSpan(left.ms + right.ms);
  }
  return ADD_NUMBERS(run, left, right);
}

const ADD_NUMBERS = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);
const SUBTRACT_NUMBERS = arithmetic(
  (a, b) => a - b,
  (a, b) => a - b,
);

/** String concatenation: null is "". */
export function join(run: Run, left: unknown, right: unknown): string {
  const text = (textOf(run, left) ?? '') + (textOf(run, right) ?? '');
  allot(run, text.length);
  return text;
}

function subtract(run: Run, left: unknown, right: unknown): unknown {
  if (isKind<DateTime>(left, 'DateTime')) {
    if (isKind<DateTime>(right, 'DateTime')) return timeSpan(left.ms - right.ms);
    if (isKind<TimeSpan>(right, 'TimeSpan')) return dateTime(left.ms - right.ms);
  }
  if (isKind<TimeSpan>(left, 'TimeSpan') && isKind<TimeSpan>(right, 'TimeSpan')) return timeSpan(left.ms - right.ms);
  return SUBTRACT_NUMBERS(run, left, right);
}

/** Two integers stay one; null with a number is null, as C# lifts operators. */
function arithmetic(ints: (a: bigint, b: bigint) => bigint, doubles: (a: number, b: number) => number): Operation {
  return (_, left, right) => {
    const a = numberIn(left);
    const b = numberIn(right);
    if (a === null || b === null) return null;
    return typeof a === 'bigint' && typeof b === 'bigint' ? int64(ints(a, b)) : doubles(Number(a), Number(b));
  };
}

function numberIn(value: unknown): Numeric | null {
  const plain = isKind<Char>(value, 'char') ? BigInt(value.text.charCodeAt(0)) : value;
  const number = isKind<Json>(plain, 'JToken') ? plainOfJson(plain.value) : plain;
  if (number === null || isNumeric(number)) return number;
  throw new EvaluationFault(`calculates with a value of type ${typeOf(value)}`);
}

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new EvaluationFault('divides by zero');
  return value;
}

/** A comparison with null is false. */
function relation(holds: (a: Numeric, b: Numeric) => boolean): Operation {
  return (_, left, right) => {
    const a = quantity(left);
    const b = quantity(right);
    return a !== null && b !== null && holds(a, b);
  };
}

function quantity(value: unknown): Numeric | null {
  return isKind<DateTime>(value, 'DateTime') || isKind<TimeSpan>(value, 'TimeSpan') ? value.ms : numberIn(value);
}

function bitwise(booleans: (a: boolean, b: boolean) => boolean, ints: (a: bigint, b: bigint) => bigint): Operation {
  return (_, left, right) => {
    if (typeof left === 'boolean' && typeof right === 'boolean') return booleans(left, right);
    if (typeof left === 'bigint' && typeof right === 'bigint') return ints(left, right);
    const a = left as Partial<EnumValue> | null;
    const b = right as Partial<EnumValue> | null;
    if (!a?.names || !b?.names || a.kind !== b.kind)
      throw new EvaluationFault(`joins ${typeOf(left)} with ${typeOf(right)} by bits`);
    return { kind: a.kind, names: [...a.names, ...b.names] };
  };
}

function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'bigint' || typeof value === 'number';
}
