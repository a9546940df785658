import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';

/** Whether the value is a JSON array. (`Array.isArray` forgets what a readonly array holds.) */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether the value is an array with nothing but objects in it. */
export function isObjectArray(value: JsonValue | undefined): value is readonly JsonObject[] {
  return isJsonArray(value) && value.every(isJsonObject);
}

/** The object's fields except the named ones, in their order; keys such as `__proto__` stay ordinary fields. */
export function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}
