import type { Said } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isJsonArray } from './json-array';
import { parseStrictText } from './strict-json';

/** Texts with an empty line in between; those that say nothing left out. */
export function saidOf(texts: readonly string[], calls: readonly JsonValue[]): Said {
  return { text: texts.filter((text) => text !== '').join('\n\n'), calls };
}

/** A list's objects; none of what is no list. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** The field's text; "" when it has none. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A tool's name and arguments, which models write as JSON in a text. */
export function callOf(name: JsonValue | undefined, given: JsonValue | undefined): JsonValue {
  const parsed = typeof given === 'string' ? parseStrictText(given) : undefined;
  return { name: name ?? null, arguments: (parsed?.ok === true ? parsed.value : given) ?? null };
}
