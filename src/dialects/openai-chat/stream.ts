import { UnreadableResponseError } from '../../core/errors';
import { isJsonObject, type JsonObject } from '../../core/json';
import type { StoreRefusal } from '../../core/reason';
import { isObjectArray } from '../shared/json-array';
import { MergeConflict } from '../shared/merge';
import { createSseReader, type SseEvent } from '../shared/sse';
import { parseStrictText } from '../shared/strict-json';
import { assembleChunks, type Chunk, type ChoiceFragment } from './assembly';

const DONE = '[DONE]';
/** Azure's first chunk (the prompt's filter results) has an empty one. */
const CHUNK_OBJECTS: ReadonlySet<unknown> = new Set(['chat.completion.chunk', '', null, undefined]);

/** Makes of an event stream the chat completion that the same call would have returned as JSON. @throws UnreadableResponseError */
export function assembleStream(body: Uint8Array): JsonObject {
  const chunks = readEvents(body).map(readChunk);
  if (chunks.length === 0) refuse('empty', 'no chunk');
  const document = assembled(chunks);
  const { choices } = document;
  const open = isObjectArray(choices) && choices.some((choice) => (choice['finish_reason'] ?? null) === null);
  if (open) refuse('cut-short', 'a choice without a finish reason');
  return document;
}

/** The events before `[DONE]`, which must be there and be the last. */
function readEvents(body: Uint8Array): readonly SseEvent[] {
  const events: SseEvent[] = [];
  const reader = createSseReader((event) => events.push(event));
  let tail: SseEvent | undefined;
  try {
    reader.push(body);
    tail = reader.end();
  } catch {
    refuse('response-malformed', 'not UTF-8');
  }
  if (tail !== undefined) events.push(tail);
  const end = events.findIndex(({ data }) => data.trim() === DONE);
  if (end === -1) refuseUnended(events, tail);
  if (end !== events.length - 1) refuse('cut-short', 'events after the end');
  return events.slice(0, end);
}

/** A stream that stops for an error is told apart from one that was cut; the event in which it was cut is not read. */
function refuseUnended(events: readonly SseEvent[], tail: SseEvent | undefined): never {
  (tail === undefined ? events : events.slice(0, -1)).forEach(readChunk);
  refuse('cut-short', 'no end event');
}

function readChunk({ event, data }: SseEvent): Chunk {
  if (event === 'error') refuse('error-event', 'an error event');
  if (event !== undefined && event !== 'message') refuse('not-portable', 'an event of an unknown type');
  const parsed = parseStrictText(data);
  if (!parsed.ok || !isJsonObject(parsed.value)) refuse('response-malformed', 'a chunk that is not an object');
  const { choices, object, error, ...fields } = parsed.value;
  if ((error ?? null) !== null) refuse('error-event', 'an error');
  if (!CHUNK_OBJECTS.has(object)) refuse('response-malformed', 'another object');
  if (!isObjectArray(choices)) refuse('response-malformed', 'a chunk without choices');
  return { fields, choices: choices.map(readChoice) };
}

function readChoice({ index, delta, ...fields }: JsonObject): ChoiceFragment {
  if (typeof index !== 'number') refuse('response-malformed', 'a choice without an index');
  const said = delta ?? {};
  if (!isJsonObject(said)) refuse('response-malformed', 'a delta that is not an object');
  return { index, delta: said, fields };
}

function assembled(chunks: readonly Chunk[]): JsonObject {
  try {
    return assembleChunks(chunks);
  } catch (error) {
    if (error instanceof MergeConflict) refuse('not-portable', 'chunks that no rule here puts together');
    throw error;
  }
}

function refuse(reason: StoreRefusal, fault: string): never {
  throw new UnreadableResponseError(reason, `chat completion stream: ${fault}`);
}
