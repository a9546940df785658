import type { CanonicalMessage } from '../../core/dialect';
import type { JsonObject, JsonValue } from '../../core/json';
import { isObjectArray } from '../shared/json-array';

/** A conversation reduced to what changes the answer; `comparedText` is "" when there is none. */
export type Conversation =
  | { readonly kind: 'canonical'; readonly messages: readonly CanonicalMessage[]; readonly comparedText: string }
  | { readonly kind: 'malformed'; readonly fault: string };

const SYSTEM_ROLES: ReadonlySet<JsonValue | undefined> = new Set(['system', 'developer']);
/** A surrogate without its other half: two different texts would be hashed as the same replacement character. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Normalises the messages and takes the compared text out of the last one. */
export function canonicalConversation(messages: readonly JsonObject[]): Conversation {
  const fault = messages.map(messageFault).find(Boolean);
  if (fault !== undefined) return { kind: 'malformed', fault };
  const compared = comparedPart(messages.at(-1));
  if (LONE_SURROGATE.test(compared.text)) return { kind: 'malformed', fault: 'a lone surrogate in the last message' };
  const whole = compared.text === '' ? messages : messages.slice(0, -1);
  const canonical = whole.map((message) => canonicalMessage({ ...message, content: canonicalContent(message) }));
  if (compared.text !== '') canonical.push(canonicalMessage({ ...messages.at(-1), content: compared.placeholder }));
  return { kind: 'canonical', messages: canonical, comparedText: compared.text };
}

function messageFault(message: JsonObject): string | undefined {
  if (typeof message['role'] !== 'string') return 'a message without a role';
  const content = message['content'] ?? '';
  if (typeof content === 'string') return undefined;
  if (!isObjectArray(content)) return 'a message whose content is neither text nor parts';
  const badText = content.some((part) => part['type'] === 'text' && typeof part['text'] !== 'string');
  return badText ? 'a text part without text' : undefined;
}

function canonicalMessage(value: JsonObject): CanonicalMessage {
  return { system: SYSTEM_ROLES.has(value['role']), value };
}

/** Outer white space removed; a single plain text part is the same as a string. */
function canonicalContent({ content }: JsonObject): JsonValue | undefined {
  if (typeof content === 'string') return content.trim();
  if (!isObjectArray(content)) return content;
  const parts = content.map(trimmedPart);
  const [only] = parts;
  const plain = parts.length === 1 && only !== undefined && isText(only) && Object.keys(only).length === 2;
  return plain ? only.text : parts;
}

function trimmedPart(part: JsonObject): JsonObject {
  return isText(part) ? { ...part, text: part.text.trim() } : part;
}

/**
 * The text of a last message that is a user's and nothing but text. The placeholder keeps what the text alone does not
 * tell: how many parts there were, and their other fields. Being an object it equals no content that a client can send.
 */
function comparedPart(message: JsonObject | undefined): { text: string; placeholder: JsonObject } {
  const none = { text: '', placeholder: {} };
  if (message?.['role'] !== 'user') return none;
  const { content } = message;
  const parts: JsonValue | undefined = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  if (!isObjectArray(parts)) return none;
  const texts = parts.filter((part) => isText(part));
  if (texts.length < parts.length) return none;
  const text = texts.map((part) => part.text.trim()).join('\n\n');
  return { text: text.trim(), placeholder: { compared: texts.map((part) => ({ ...part, text: null })) } };
}

function isText(part: JsonObject): part is JsonObject & { text: string } {
  return part['type'] === 'text';
}
