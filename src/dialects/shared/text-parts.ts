import type { JsonObject, JsonValue } from '../../core/json';
import { isObjectArray } from './json-array';

/** The text of a message that may be compared by meaning, and what stands in its place for everything else. */
export interface ComparedContent {
  /** Trimmed; "" when there is none. */
  readonly text: string;
  /**
   * What the text alone does not tell: how many parts there were, and their other fields. Being an object it equals no
   * content that a client can send.
   */
  readonly placeholder: JsonObject;
}

/** Whose messages a policy may leave out of what must be equal. */
export const SYSTEM_ROLES: ReadonlySet<JsonValue | undefined> = new Set(['system', 'developer']);

/** What is wrong with a content that is to be a string or parts; `textTypes` are those of parts that hold text. */
export function contentFault(
  content: JsonValue | undefined,
  textTypes: ReadonlySet<JsonValue | undefined>,
): string | undefined {
  if (typeof content === 'string') return undefined;
  if (!isObjectArray(content)) return 'a message whose content is neither text nor parts';
  const badText = content.some(({ type, text }) => textTypes.has(type) && typeof text !== 'string');
  return badText ? 'a text part without text' : undefined;
}

/** Outer white space removed; a single plain text part is the same as a string. */
export function canonicalContent(content: JsonValue | undefined, textType: string): JsonValue | undefined {
  if (typeof content === 'string') return content.trim();
  if (!isObjectArray(content)) return content;
  const parts = content.map(trimmedPart);
  const [only] = parts;
  const plain = parts.length === 1 && only?.['type'] === textType && Object.keys(only).length === 2;
  return plain ? only['text'] : parts;
}

/** The compared text of a content that is nothing but text: a string, or parts of one type. */
export function comparedContent(content: JsonValue | undefined, textType: string): ComparedContent {
  const parts: JsonValue | undefined = typeof content === 'string' ? [{ type: textType, text: content }] : content;
  const texts = isObjectArray(parts) ? parts.map((part) => (part['type'] === textType ? part['text'] : undefined)) : [];
  if (!isObjectArray(parts) || !texts.every((text) => typeof text === 'string')) return { text: '', placeholder: {} };
  const text = texts.map((part) => part.trim()).join('\n\n');
  return { text: text.trim(), placeholder: { compared: parts.map((part) => ({ ...part, text: null })) } };
}

function trimmedPart(part: JsonObject): JsonObject {
  return typeof part['text'] === 'string' ? { ...part, text: part['text'].trim() } : part;
}
