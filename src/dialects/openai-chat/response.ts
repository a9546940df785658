import type { ParsedResponse, ResponseForm, Usage } from '../../core/dialect';
import { UnreadableResponseError } from '../../core/errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import type { StoreRefusal } from '../../core/reason';
import { isJsonArray, isObjectArray } from '../shared/json-array';
import { parseStrictJson } from '../shared/strict-json';
import { assembleStream } from './stream';

const ENDED_BY_TOOL_CALL: ReadonlySet<JsonValue | undefined> = new Set(['tool_calls', 'function_call']);

/** Reads a whole answer, JSON or event stream. @throws UnreadableResponseError */
export function parseResponse(body: Uint8Array, form: ResponseForm): ParsedResponse {
  try {
    if (form === 'json') return judged(readDocument(body), body, form);
    const document = assembleStream(body);
    return judged(document, new TextEncoder().encode(JSON.stringify(document)), form);
  } catch (error) {
    if (error instanceof RangeError) refuse('response-malformed', 'too large to work on');
    throw error;
  }
}

function readDocument(body: Uint8Array): JsonObject {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuse('response-malformed', parsed.fault);
  const document = parsed.value;
  if (!isJsonObject(document)) refuse('response-malformed', 'not an object');
  if ((document['error'] ?? null) !== null) refuse('error-event', 'an error');
  if ((document['object'] ?? 'chat.completion') !== 'chat.completion') refuse('response-malformed', 'another object');
  return document;
}

function judged(document: JsonObject, body: Uint8Array, form: ResponseForm): ParsedResponse {
  const { choices } = document;
  if (!isObjectArray(choices)) refuse('response-malformed', 'no choices');
  const messages = choices.map((choice) => choice['message']);
  if (!messages.every(isJsonObject)) refuse('response-malformed', 'a choice without a message');
  return {
    completion: { form, body, usage: usageOf(document['usage']) },
    finished: choices.every(({ finish_reason: why }) => why === 'stop' || ENDED_BY_TOOL_CALL.has(why)),
    toolCalls: choices.some(({ finish_reason: why }) => ENDED_BY_TOOL_CALL.has(why)) || messages.some(callsTool),
    empty: choices.length === 0 || !messages.every(saysSomething),
  };
}

function callsTool({ tool_calls: calls, function_call: call }: JsonObject): boolean {
  return (isJsonArray(calls) && calls.length > 0) || isJsonObject(call);
}

function saysSomething(message: JsonObject): boolean {
  const { content, refusal, audio } = message;
  // Some providers answer in content parts.
  const hasContent = (typeof content === 'string' || isJsonArray(content)) && content.length > 0;
  const hasRefusal = typeof refusal === 'string' && refusal !== '';
  return hasContent || hasRefusal || isJsonObject(audio) || callsTool(message);
}

function usageOf(usage: JsonValue | undefined): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  if (typeof promptTokens !== 'number' || typeof completionTokens !== 'number') return undefined;
  return { promptTokens, completionTokens };
}

function refuse(reason: StoreRefusal, fault: string): never {
  throw new UnreadableResponseError(reason, `chat completion: ${fault}`);
}
