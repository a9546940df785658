import { gives, numberIn } from '../arguments';
import { castTo, doubleToInt, int64, parseBoolean, parseDouble, parseInteger, roundHalfEven } from '../convert';
import { numberFormat } from '../number-text';
import { isEqual, order } from '../operators';
import { EvaluationFault, type Budget } from '../run';
import { method, property, table, type Prepared, type TypesAt } from '../table';
import { textOf } from '../to-text';
import { isKind, type Json } from '../values';

type Numeric = bigint | number;

/** An argument that may be an integer or not, as it is. */
function numeric(value: unknown): Numeric {
  if (typeof value !== 'bigint') numberIn(value, 'value');
  return value as Numeric;
}

const kept = ({ arguments: types }: TypesAt): string => (types.every((type) => type === 'int') ? 'int' : 'double');
const rounding = (round: (value: number) => number) =>
  method('(value)', 'double', (_: unknown, [value]) => round(numberIn(value, 'value')));
const chosen = (isBetter: (a: Numeric, b: Numeric) => boolean) =>
  method('(a, b)', kept, (_: unknown, [first, second]) => {
    const a = numeric(first);
    const b = numeric(second);
    const better = isBetter(a, b) ? a : b;
    return typeof a === typeof b ? better : Number(better);
  });

function numberText(self: Numeric, [format]: readonly unknown[], run: Budget): string {
  if (format === undefined || format === null) return textOf(run, self) ?? '';
  const write = typeof format === 'string' && format.length <= 20 ? numberFormat(format) : undefined;
  if (!write) throw new EvaluationFault('a format of numbers that is not supported');
  return write(self);
}

function prepareNumberFormat([format]: readonly unknown[]): Prepared | undefined {
  if (typeof format !== 'string') return undefined;
  const write = numberFormat(format);
  if (!write)
    return {
      kind: 'problem',
      problem: 'a format of numbers that is not supported; formats are D, N, F with digits, and 0.00',
    };
  return { kind: 'call', call: (self: Numeric) => write(self) };
}

const NUMBER_METHODS = {
  ToString: method('(format?)', 'string', numberText, prepareNumberFormat),
  CompareTo: method('(other)', 'int', (self: unknown, [other]) => BigInt(order(self, other))),
};
export const NUMBER_TABLES = [table('int', {}, NUMBER_METHODS), table('double', {}, NUMBER_METHODS)];

/** Parse and TryParse. */
function parsing<T>(type: string, parse: (text: string) => T, otherwise: T) {
  return {
    Parse: method('(text)', type, (_: unknown, [text]) => parse(textOrFault(text))),
    TryParse: method(`(text, &value:${type})`, 'bool', (_: unknown, [text, assign]) =>
      gives(assign, parsed(parse, text), otherwise),
    ),
  };
}

function parsed<T>(parse: (text: string) => T, text: unknown): T | null {
  try {
    return typeof text === 'string' ? parse(text) : null;
  } catch (error) {
    if (error instanceof EvaluationFault) return null;
    throw error;
  }
}

const INT = table(
  'int',
  { MaxValue: property('int', () => 2_147_483_647n), MinValue: property('int', () => -2_147_483_648n) },
  parsing('int', parseInteger, 0n),
);
const DOUBLE = table('double', {}, parsing('double', parseDouble, 0));

export const NUMBER_STATICS = [
  INT,
  {
    ...table('long', {
      MaxValue: property('int', () => 2n ** 63n - 1n),
      MinValue: property('int', () => -(2n ** 63n)),
    }),
    methods: INT.methods,
  },
  DOUBLE,
  { ...DOUBLE, name: 'decimal' },
  table('bool', {}, parsing('bool', parseBoolean, false)),
  table(
    'Math',
    {},
    {
      Min: chosen((a, b) => a < b),
      Max: chosen((a, b) => a > b),
      Abs: method('(value)', kept, (_: unknown, [value]) => {
        const number = numeric(value);
        return typeof number === 'bigint' ? int64(number < 0n ? -number : number) : Math.abs(number);
      }),
      Round: method('(value, digits?)', 'double', (_: unknown, [value, digits]) => {
        const scale = 10 ** Math.min(15, Math.max(0, digits === undefined ? 0 : numberIn(digits, 'digits')));
        return roundHalfEven(numberIn(value, 'value') * scale) / scale;
      }),
      Floor: rounding(Math.floor),
      Ceiling: rounding(Math.ceil),
      Truncate: rounding(Math.trunc),
    },
  ),
];

/** Convert.ToInt32 and its like: null is zero, doubles are rounded to the even one. */
export function toInteger(value: unknown): bigint {
  if (value === null) return 0n;
  if (typeof value === 'string') return parseInteger(value);
  if (typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number') return doubleToInt(value, roundHalfEven);
  if (typeof value === 'bigint') return value;
  throw new EvaluationFault('converts a value to int that is no number');
}

export function toDouble(value: unknown): number {
  if (typeof value === 'string') return parseDouble(value);
  return typeof value === 'number' ? value : Number(toInteger(value));
}

export function toBoolean(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value === 'string') return parseBoolean(value);
  if (typeof value === 'boolean') return value;
  return !isEqual(numeric(value), 0n);
}

/** JSON's scalars as plain values, for the conversions above. */
export function unwrapped(run: Budget, value: unknown, type: string): unknown {
  return isKind<Json>(value, 'JToken') ? castTo(run, type, value) : value;
}

function textOrFault(value: unknown): string {
  if (typeof value !== 'string')
    throw new EvaluationFault(value === null ? 'parses null' : 'parses a value that is no text');
  return value;
}
