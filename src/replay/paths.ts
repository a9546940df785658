import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';

/** The value at a path of names parted by dots; a name that holds dots itself is tried whole first. */
export function valueAt(value: JsonObject, path: string): JsonValue | undefined {
  if (path in value) return value[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const next = value[path.slice(0, dot)];
  return isJsonObject(next) ? valueAt(next, path.slice(dot + 1)) : undefined;
}
