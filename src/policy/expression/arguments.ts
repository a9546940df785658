import { EvaluationFault } from './run';
import type { Assign } from './table';
import { isKind, typeOf, type Char, type EnumValue } from './values';

/** An argument that has to be a text. @throws EvaluationFault */
export function textIn(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (isKind<Char>(value, 'char')) return value.text;
  throw new EvaluationFault(
    value === null || value === undefined ? `${name} is null` : `${name} is ${typeOf(value)} and not string`,
  );
}

/** An argument that has to be an integer within what an index or a length can be. @throws EvaluationFault */
export function indexIn(value: unknown, name: string): number {
  if (typeof value !== 'bigint') throw new EvaluationFault(`${name} is ${typeOf(value)} and not int`);
  if (value < -0x80000000n || value > 0x7fffffffn) throw new EvaluationFault(`${name} is out of range`);
  return Number(value);
}

/** An argument that has to be a number. @throws EvaluationFault */
export function numberIn(value: unknown, name: string): number {
  if (typeof value !== 'bigint' && typeof value !== 'number')
    throw new EvaluationFault(`${name} is ${typeOf(value)} and not a number`);
  return Number(value);
}

/** An index that has to be within 0 and `most`. @throws EvaluationFault */
export function within(index: number, most: number): number {
  if (index < 0 || index > most) throw new EvaluationFault('an index is out of range');
  return index;
}

/** Hands a value to an `out` argument. @returns whether there is one */
export function gives(assign: unknown, value: unknown, otherwise: unknown = null): boolean {
  const found = value !== null && value !== undefined;
  (assign as Assign)(found ? value : otherwise);
  return found;
}

export function isEnum(value: unknown, type: string): value is EnumValue {
  return isKind<EnumValue>(value, type);
}

/** Whether one of the arguments is a StringComparison that does not look at upper and lower case. */
export function ignoresCase(given: readonly unknown[]): boolean {
  return given.some(
    (value) => isEnum(value, 'StringComparison') && value.names.some((name) => name.endsWith('IgnoreCase')),
  );
}

/** Upper case, one character for one, so that offsets stay what they are. */
export function fold(text: string): string {
  const upper = text.toUpperCase();
  return upper.length === text.length ? upper : mapUnits(text, (unit) => unit.toUpperCase());
}

/** The same for lower case. */
export function foldDown(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : mapUnits(text, (unit) => unit.toLowerCase());
}

function mapUnits(text: string, to: (unit: string) => string): string {
  return Array.from(text, (unit) => (to(unit).length === unit.length ? to(unit) : unit)).join('');
}
