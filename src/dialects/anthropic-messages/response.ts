import type { Usage } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import type { Judgement } from '../shared/define';
import { isObjectArray } from '../shared/json-array';
import { refuseResponse } from '../shared/refuse';
import { given } from '../shared/request';
import { familyOf } from './blocks';

/** A refusal is an end of its own: whether it is kept is for the policy to say. */
const FINISHED: ReadonlySet<JsonValue | undefined> = new Set(['end_turn', 'stop_sequence', 'tool_use', 'refusal']);
const THOUGHTS: ReadonlySet<string> = new Set(['thinking', 'redacted_thinking']);

/** What admission needs to know of a message. @throws UnreadableResponseError */
export function judge(document: JsonObject): Judgement {
  const { type, content, usage, stop_reason: why } = document;
  if (type === 'error' || (type !== 'message' && given(document['error']))) refuseResponse('error-event', 'an error');
  if (type !== 'message') refuseResponse('response-malformed', 'not a message');
  if (!isObjectArray(content)) refuseResponse('response-malformed', 'no content');
  const refusal = why === 'refusal';
  return {
    usage: usageOf(usage),
    finished: FINISHED.has(why),
    toolCalls: why === 'tool_use' || content.some((block) => familyOf(block) === 'tool_use'),
    refusal,
    // A refusal may come without a word; its stop reason says it all.
    empty: !refusal && !content.some(saysSomething),
  };
}

/** The document with a usage that says that the whole prompt was read from the prompt cache. */
export function withCachedTokens(document: JsonObject): JsonObject {
  const { usage } = document;
  const counted = usageOf(usage);
  if (!isJsonObject(usage) || counted === undefined) return document;
  const cached = {
    input_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: counted.promptTokens,
    ...(isJsonObject(usage['cache_creation']) ? { cache_creation: zeroed(usage['cache_creation']) } : {}),
  };
  return { ...document, usage: { ...usage, ...cached } };
}

function zeroed(counts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, typeof count === 'number' ? 0 : count]),
  );
}

/** The whole prompt: what was read anew, from the prompt cache, and into it (API reference, "Usage"). */
function usageOf(usage: JsonValue | undefined): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { input_tokens: fresh, output_tokens: completionTokens } = usage;
  const read = usage['cache_read_input_tokens'] ?? 0;
  const written = usage['cache_creation_input_tokens'] ?? 0;
  if (typeof fresh !== 'number' || typeof read !== 'number' || typeof written !== 'number') return undefined;
  if (typeof completionTokens !== 'number') return undefined;
  return { promptTokens: fresh + read + written, completionTokens };
}

function saysSomething(block: JsonObject): boolean {
  const family = familyOf(block);
  return family === 'text' ? Boolean(block['text']) : !THOUGHTS.has(family);
}
