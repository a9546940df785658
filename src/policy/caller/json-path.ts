import canonicalize from 'canonicalize';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';

/**
 * The value at a dotted path. At each level the whole rest of the path is tried as one key first: claims may be named by URLs, which have
 * dots. Only own keys count, so that no name reaches a prototype.
 */
export function valueAt(object: JsonObject, path: string): JsonValue | undefined {
  if (Object.hasOwn(object, path)) return object[path];
  const dot = path.indexOf('.');
  const key = path.slice(0, dot);
  if (dot < 0 || !Object.hasOwn(object, key)) return undefined;
  const inner = object[key];
  return isJsonObject(inner) ? valueAt(inner, path.slice(dot + 1)) : undefined;
}

/** One text for one value: a text as it is, a list or an object as canonical JSON (RFC 8785). Null for nothing. */
export function textOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  try {
    return canonicalize(value) ?? null;
  } catch {
    // Nested too deep (a client may write such a token) or no JSON number: it names nobody.
    return null;
  }
}
