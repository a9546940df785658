import type { CanonicalMessage } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isObjectArray, without } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { checkedText, given } from '../shared/request';

/** A conversation reduced to what changes the answer; `comparedText` is "" when there is none. */
export interface Conversation {
  readonly messages: readonly CanonicalMessage[];
  readonly comparedText: string;
}

/** Break points of the prompt cache: price and speed only. */
const MARKS: ReadonlySet<string> = new Set(['cache_control']);

/** The object without its mark for the prompt cache. */
export function unmarked(object: JsonObject): JsonObject {
  return without(object, MARKS);
}

/**
 * Normalises the system prompt and the messages, and takes the compared text out of the last message.
 *
 * @throws UnreadableRequestError
 */
export function canonicalConversation(system: JsonValue | undefined, messages: readonly JsonObject[]): Conversation {
  const prompt = given(system) ? [{ system: true, value: { system: canonicalContent(system) } }] : [];
  const whole = messages.map(normalised);
  const compared = comparedPart(whole.at(-1));
  if (compared.text === '') return { messages: [...prompt, ...whole.map(canonicalMessage)], comparedText: '' };
  const values = [...whole.slice(0, -1), { ...whole.at(-1), content: compared.placeholder }];
  return { messages: [...prompt, ...values.map(canonicalMessage)], comparedText: checkedText(compared.text) };
}

/** A system prompt may also stand among the messages. */
function canonicalMessage(value: JsonObject): CanonicalMessage {
  return { system: value['role'] === 'system', value };
}

type Message = JsonObject & { readonly content: readonly JsonObject[] };

function normalised(message: JsonObject): Message {
  if (typeof message['role'] !== 'string') refuseRequest('a message without a role');
  return { ...message, content: canonicalContent(message['content']) };
}

/** A string is short for one text block. */
function canonicalContent(content: JsonValue | undefined): readonly JsonObject[] {
  if (typeof content === 'string') return [canonicalBlock(textBlock(content))];
  if (!isObjectArray(content)) refuseRequest('content that is neither text nor blocks');
  if (content.some((block) => block['type'] === 'text' && !isText(block))) refuseRequest('a text block without text');
  return content.map(canonicalBlock);
}

/** Without marks and outer white space, also in the blocks inside of it: of a tool's result, of a document's source. */
function canonicalBlock(block: JsonObject): JsonObject {
  const { type, content, source } = block;
  const inside = type === 'tool_result' && typeof content === 'string' ? [textBlock(content)] : content;
  return {
    ...unmarked(block),
    ...(isText(block) ? { text: block.text.trim() } : {}),
    ...(isObjectArray(inside) ? { content: inside.map(canonicalBlock) } : {}),
    ...(isJsonObject(source) ? { source: canonicalBlock(source) } : {}),
  };
}

/**
 * The text of a last message that is a user's and nothing but text. The placeholder keeps what the text alone does not
 * tell: how many blocks there were, and their other fields. Being an object it equals no content that a client can send.
 */
function comparedPart(message: Message | undefined): { text: string; placeholder: JsonObject } {
  const none = { text: '', placeholder: {} };
  if (message?.['role'] !== 'user') return none;
  const texts = message.content.filter((block) => isText(block));
  if (texts.length < message.content.length) return none;
  const text = texts.map((block) => block.text).join('\n\n');
  return { text: text.trim(), placeholder: { compared: texts.map((block) => ({ ...block, text: null })) } };
}

function textBlock(text: string): JsonObject {
  return { type: 'text', text };
}

function isText(block: JsonObject): block is JsonObject & { text: string } {
  return block['type'] === 'text' && typeof block['text'] === 'string';
}
