import type { Presentation } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { chunkEvents, type ChunkWriting } from '../shared/chunk-writing';
import { isObjectArray, without } from '../shared/json-array';
import { pieces } from '../shared/pieces';
import type { SseEvent } from '../shared/sse';

/** Fields of a message that stream as text, in the order in which a model produces them. */
const TEXT_FIELDS = ['reasoning', 'reasoning_content', 'content', 'refusal'];
const STREAMED_FIELDS: ReadonlySet<string> = new Set([...TEXT_FIELDS, 'tool_calls', 'function_call']);

const CHAT: ChunkWriting = {
  object: 'chat.completion.chunk',
  content: 'message',
  firstText: 1,
  pieces: (choice) => {
    const { message } = choice;
    // A field of that name would be read as the message.
    if (!isJsonObject(message) || 'delta' in choice) return undefined;
    const deltas = messageDeltas(message);
    return deltas && [...deltas, {}].map((delta) => ({ delta }));
  },
};

/** A chat completion as the events of its stream; `undefined` when they cannot carry something of it. */
export function events(document: JsonObject, as: Presentation): readonly SseEvent[] | undefined {
  return chunkEvents(document, CHAT, as);
}

/**
 * A message as the deltas of its stream: an opening one with the role and every field that does not stream, then texts,
 * then calls. `undefined` when a field has a shape that deltas cannot carry.
 */
function messageDeltas(message: JsonObject): readonly JsonObject[] | undefined {
  if ((message['audio'] ?? null) !== null) return undefined;
  const texts = TEXT_FIELDS.map((field) => textDeltas(field, message[field]));
  const toolCalls = toolCallDeltas(message['tool_calls']);
  const functionCall = callDeltas(message['function_call']);
  if (!texts.every((deltas) => deltas !== undefined) || toolCalls === undefined || functionCall === undefined) {
    return undefined;
  }
  const calls = functionCall.map((call) => ({ function_call: call }));
  return [opening(message), ...texts.flat(), ...toolCalls, ...calls];
}

function opening(message: JsonObject): JsonObject {
  const { role = 'assistant', ...others } = message;
  const texts = TEXT_FIELDS.filter((field) => field === 'content' || field in message);
  const noCalls = ['tool_calls', 'function_call'].filter((field) => field in message && isAbsent(message[field]));
  const streamed: [string, JsonValue | undefined][] = [
    ...texts.map((field): [string, JsonValue] => [field, typeof message[field] === 'string' ? '' : null]),
    ...noCalls.map((field): [string, JsonValue | undefined] => [field, message[field]]),
  ];
  return { role, ...Object.fromEntries(streamed), ...without(others, STREAMED_FIELDS) };
}

/** No call: written as null, as an empty list, or left out. */
function isAbsent(calls: JsonValue | undefined): boolean {
  return (calls ?? null) === null || (isObjectArray(calls) && calls.length === 0);
}

function textDeltas(field: string, value: JsonValue | undefined): readonly JsonObject[] | undefined {
  if ((value ?? null) === null) return [];
  if (typeof value !== 'string') return undefined;
  return pieces(value).map((piece) => ({ [field]: piece }));
}

function toolCallDeltas(calls: JsonValue | undefined): readonly JsonObject[] | undefined {
  if (isAbsent(calls)) return [];
  if (!isObjectArray(calls)) return undefined;
  const perCall = calls.map((call, index) => {
    const [named, ...rest] = callDeltas(call['function']) ?? [];
    if (named === undefined) return undefined;
    return [{ ...call, index, function: named }, ...rest.map((part) => ({ index, function: part }))];
  });
  if (!perCall.every((deltas) => deltas !== undefined)) return undefined;
  return perCall.flat().map((call) => ({ tool_calls: [call] }));
}

/** The name first, then the arguments in pieces. */
function callDeltas(called: JsonValue | undefined): readonly JsonObject[] | undefined {
  if ((called ?? null) === null) return [];
  if (!isJsonObject(called) || typeof called['name'] !== 'string' || typeof called['arguments'] !== 'string') {
    return undefined;
  }
  return [{ ...called, arguments: '' }, ...pieces(called['arguments']).map((piece) => ({ arguments: piece }))];
}
