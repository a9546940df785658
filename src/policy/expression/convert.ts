import { isJsonObject, type JsonValue } from '../../core/json';
import { parseDate } from './date-text';
import { allot, EvaluationFault, type Budget } from './run';
import { jsonValueText, textOf } from './to-text';
import { tableName } from './type-names';
import { char, dateTime, isKind, json, typeOf, type Char, type DateTime, type Json } from './values';

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/** @throws EvaluationFault on an overflow of 64 bits */
export function int64(value: bigint): bigint {
  if (value < LEAST || value > GREATEST) throw new EvaluationFault('makes a number outside of 64 bits');
  return value;
}

/** A double as an integer, by `round`. */
export function doubleToInt(value: number, round: (value: number) => number): bigint {
  if (!Number.isFinite(value)) throw new EvaluationFault('makes an integer of a number that is none');
  return int64(BigInt(round(value)));
}

/** To the nearest, halves to the even one, as .NET rounds. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** int.Parse. @throws EvaluationFault */
export function parseInteger(text: string): bigint {
  if (!/^\s*[+-]?\d{1,19}\s*$/.test(text)) throw new EvaluationFault('reads a text as an integer that is none');
  return int64(BigInt(text.trim().replace(/^\+/, '')));
}

/** double.Parse. @throws EvaluationFault */
export function parseDouble(text: string): number {
  if (!/^\s*[+-]?(?:\d{1,300}(?:,\d{3})*\.?\d{0,300}|\.\d{1,300})(?:[eE][+-]?\d{1,4})?\s*$/.test(text)) {
    throw new EvaluationFault('reads a text as a number that is none');
  }
  return Number(text.replaceAll(',', ''));
}

/** bool.Parse. @throws EvaluationFault */
export function parseBoolean(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word !== 'true' && word !== 'false') throw new EvaluationFault('reads a text as true or false that is neither');
  return word === 'true';
}

/** DateTime.Parse. @throws EvaluationFault */
export function parseDateTime(text: string): DateTime {
  const ms = parseDate(text);
  if (ms === undefined) throw new EvaluationFault('reads a text as a date that is none (ISO 8601 and RFC 1123 are)');
  return dateTime(ms);
}

/** The value of JSON's scalars as expressions have it; JSON otherwise. */
export function plainOfJson(value: JsonValue): unknown {
  if (typeof value !== 'number') return typeof value === 'object' && value !== null ? json(value) : value;
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

const DEEPEST = 64;

/** What JSON holds for a value, as JToken.FromObject and `new JProperty(name, value)` make it. */
export function jsonOf(run: Budget, value: unknown, depth = 0): JsonValue {
  if (depth > DEEPEST) throw new EvaluationFault(`makes JSON of more than ${DEEPEST} levels`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return Number(value);
  if (isKind<Json>(value, 'JToken')) return value.value;
  if (!Array.isArray(value)) return textOf(run, value);
  allot(run, value.length);
  return value.map((item) => jsonOf(run, item, depth + 1));
}

const ZEROS = new Map<string, unknown>([
  ['int', 0n],
  ['double', 0],
  ['bool', false],
]);

/** A value as the type argument of Value<T>() and its like wants it; for null T's default. @param typeArgument as written */
export function castOrDefault(run: Budget, typeArgument: string, value: unknown): unknown {
  const nullable = typeArgument.endsWith('?');
  const type = tableName(nullable ? typeArgument.slice(0, -1) : typeArgument);
  if (!isNothing(value)) return castTo(run, type, value);
  return nullable ? null : (ZEROS.get(type) ?? null);
}

/** Null, JSON's too. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (isKind<Json>(value, 'JToken') && value.value === null);
}

/** `(type)value`. @param type as the tables name it. @throws EvaluationFault when it cannot be */
export function castTo(run: Budget, type: string, value: unknown): unknown {
  if (type === 'object') return value;
  if (isKind<Json>(value, 'JToken')) return castJson(run, type, value);
  if (value === null || value === undefined) {
    if (isStruct(type)) throw new EvaluationFault(`casts null to ${type}`);
    return null;
  }
  if (type === 'int') return castToInt(value);
  if (type === 'double' && (typeof value === 'bigint' || isKind<Char>(value, 'char'))) return Number(castToInt(value));
  if (type === 'char' && typeof value === 'bigint') return char(String.fromCharCode(Number(value & 0xffffn)));
  if (type === 'JToken' && isScalar(value)) return json(jsonOf(run, value));
  return isOf(type, value) ? value : badCast(type, value);
}

/** `value is type`; also what `as` and the casts of references go by. */
export function isOf(type: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (type === 'object' || type === typeOf(value)) return true;
  if (isKind<Json>(value, 'JToken')) {
    return (type === 'JObject' && isJsonObject(value.value)) || (type === 'JArray' && Array.isArray(value.value));
  }
  if (type === 'JToken') return isKind(value, 'JProperty');
  if (!type.endsWith('[]') || !Array.isArray(value)) return false;
  return value.every((item) => item === null || isOf(type.slice(0, -2), item));
}

function castJson(run: Budget, type: string, token: Json): unknown {
  const { value } = token;
  if (isOf(type, token)) return token;
  if (type === 'JObject' || type === 'JArray') return badCast(type, token);
  if (value === null) return isStruct(type) ? badCast(type, null) : null;
  if (type === 'string' && typeof value !== 'object') return jsonValueText(run, value);
  if (type === 'int') return jsonToInt(value);
  if (type === 'double') return jsonToDouble(value);
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'bool' && typeof value === 'string') return parseBoolean(value);
  if (type === 'bool' && typeof value === 'number') return value !== 0;
  if (type === 'DateTime' && typeof value === 'string') return parseDateTime(value);
  if (type.endsWith('[]') && Array.isArray(value)) {
    allot(run, value.length);
    return (value as readonly JsonValue[]).map((item) => castTo(run, type.slice(0, -2), json(item)));
  }
  return badCast(type, token);
}

function jsonToInt(value: JsonValue): bigint {
  if (typeof value === 'number') return doubleToInt(value, roundHalfEven);
  if (typeof value === 'string') return parseInteger(value);
  return typeof value === 'boolean' ? BigInt(value) : badCast('int', json(value));
}

function jsonToDouble(value: JsonValue): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseDouble(value) : badCast('double', json(value));
}

function castToInt(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return doubleToInt(value, Math.trunc);
  return isKind<Char>(value, 'char') ? BigInt(value.text.charCodeAt(0)) : badCast('int', value);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object';
}

function isStruct(type: string): boolean {
  return ['int', 'double', 'bool', 'char', 'DateTime', 'TimeSpan'].includes(type);
}

function badCast(type: string, value: unknown): never {
  throw new EvaluationFault(`casts a value of type ${jsonTypeOf(value)} to ${type}`);
}

function jsonTypeOf(value: unknown): string {
  if (!isKind<Json>(value, 'JToken')) return typeOf(value);
  if (Array.isArray(value.value)) return 'JArray';
  return isJsonObject(value.value) ? 'JObject' : `JToken (${value.value === null ? 'null' : typeof value.value})`;
}
