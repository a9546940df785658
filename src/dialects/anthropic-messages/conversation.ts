import type { CanonicalMessage } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isObjectArray, without } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { checkedText, given } from '../shared/request';
import { comparedContent } from '../shared/text-parts';

/** A conversation reduced to what changes the answer; `comparedText` is "" when there is none. */
export interface Conversation {
  readonly messages: readonly CanonicalMessage[];
  readonly comparedText: string;
}

/** Type of a block that is text. */
const TEXT = 'text';
/** Break points of the prompt cache: price and speed only. */
const MARKS: ReadonlySet<string> = new Set(['cache_control']);

/**
 * Normalises the system prompt and the messages, and takes the compared text out of the last message.
 *
 * @throws UnreadableRequestError
 */
export function canonicalConversation(system: JsonValue | undefined, messages: readonly JsonObject[]): Conversation {
  const prompt = given(system) ? [{ system: true, value: { system: canonicalContent(system) } }] : [];
  const whole = messages.map(normalised);
  const last = whole.at(-1);
  const { text, placeholder } = comparedContent(last?.['role'] === 'user' ? last.content : null, TEXT);
  const values = text === '' ? whole : [...whole.slice(0, -1), { ...last, content: placeholder }];
  return { messages: [...prompt, ...values.map(canonicalMessage)], comparedText: checkedText(text) };
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
  if (content.some((block) => block['type'] === TEXT && !isText(block))) refuseRequest('a text block without text');
  return content.map(canonicalBlock);
}

/** Without marks and outer white space, also in the blocks inside of it: of a tool's result, of a document's source. */
function canonicalBlock(block: JsonObject): JsonObject {
  const { type, content, source } = block;
  const inside = type === 'tool_result' && typeof content === 'string' ? [textBlock(content)] : content;
  return {
    ...without(block, MARKS),
    ...(isText(block) ? { text: block.text.trim() } : {}),
    ...(isObjectArray(inside) ? { content: inside.map(canonicalBlock) } : {}),
    ...(isJsonObject(source) ? { source: canonicalBlock(source) } : {}),
  };
}

function textBlock(text: string): JsonObject {
  return { type: TEXT, text };
}

function isText(block: JsonObject): block is JsonObject & { text: string } {
  return block['type'] === TEXT && typeof block['text'] === 'string';
}
