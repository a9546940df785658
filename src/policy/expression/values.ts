import type { JsonValue } from '../../core/json';

/**
 * What expressions calculate with: null, boolean, bigint (int and long), number (double and decimal), string, arrays (C#'s arrays, lists and
 * sequences) and objects whose `kind` is the name of their type.
 */
export interface Kinded {
  readonly kind: string;
}
export interface Char {
  readonly kind: 'char';
  readonly text: string;
}
export interface DateTime {
  readonly kind: 'DateTime';
  /** Since the epoch; all times are UTC. */
  readonly ms: number;
}
export interface TimeSpan {
  readonly kind: 'TimeSpan';
  readonly ms: number;
}
/** A JToken. That of JSON's null is not C#'s null. */
export interface Json {
  readonly kind: 'JToken';
  readonly value: JsonValue;
}
export interface JsonProperty {
  readonly kind: 'JProperty';
  readonly name: string;
  readonly value: JsonValue;
}
export interface Bytes {
  readonly kind: 'byte[]';
  readonly bytes: Uint8Array;
}
/** A value of an enumeration such as StringComparison; several names when they were joined by "|". */
export interface EnumValue {
  readonly kind: string;
  readonly names: readonly string[];
}
export interface Pair {
  readonly kind: 'KeyValuePair';
  readonly key: string;
  readonly value: unknown;
}

export const json = (value: JsonValue): Json => ({ kind: 'JToken', value });
export const char = (text: string): Char => ({ kind: 'char', text });
export const dateTime = (ms: number): DateTime => ({ kind: 'DateTime', ms });
export const timeSpan = (ms: number): TimeSpan => ({ kind: 'TimeSpan', ms });

export function isKind<T extends Kinded>(value: unknown, kind: T['kind']): value is T {
  return typeof value === 'object' && value !== null && (value as Partial<Kinded>).kind === kind;
}

/** The name of a value's type, as the tables have it. */
export function typeOf(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'object') return value === null ? 'null' : Array.isArray(value) ? 'object[]' : kindOf(value);
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  return typeof value === 'number' ? 'double' : 'null';
}

function kindOf(value: object): string {
  const { kind } = value as Partial<Kinded>;
  return typeof kind === 'string' ? kind : 'object';
}
