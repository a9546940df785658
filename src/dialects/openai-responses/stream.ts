import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { eventObject } from '../shared/define';
import { isJsonArray } from '../shared/json-array';
import type { Losses } from '../shared/merge';
import { refuseResponse } from '../shared/refuse';
import { given } from '../shared/request';
import type { EventStream, SseEvent } from '../shared/sse';
import { parseStrictText } from '../shared/strict-json';
import { outputSteps } from './render';
import { ITEM_KINDS, type PartList, type StreamedText } from './items';

/** An event with its data read. */
interface TypedEvent {
  readonly type: JsonValue | undefined;
  /** What the stream itself calls the event; compatible servers may leave it out. */
  readonly name: string | undefined;
  readonly data: JsonObject;
}

/** Where a streamed text stands in the output. */
interface TextPlace {
  readonly text: StreamedText;
  /** The list with the part that holds it; `undefined` when the item itself does. */
  readonly list: PartList | undefined;
}

/** Compatible servers end all their streams so. */
const DONE = '[DONE]';
/** These hold the whole response. */
const END_TYPES: ReadonlySet<JsonValue | undefined> = new Set(['response.completed', 'response.incomplete']);
const ERROR_TYPES: ReadonlySet<JsonValue | undefined> = new Set(['error', 'response.failed']);

const ALL_KINDS = [...ITEM_KINDS.values()];
const ALL_LISTS = ALL_KINDS.flatMap(({ lists }) => lists);
const ALL_PLACES: readonly TextPlace[] = [
  ...ALL_KINDS.flatMap(({ texts }) => texts.map((text) => ({ text, list: undefined }))),
  ...ALL_LISTS.flatMap((list) => [...list.parts.values()].map((text) => ({ text, list }))),
];
const DELTA_PLACES: ReadonlyMap<JsonValue | undefined, TextPlace> = new Map(
  ALL_PLACES.map((place) => [`${place.text.events}.delta`, place]),
);
/** Events that tell nothing that the whole response does not. */
const KNOWN_TYPES: ReadonlySet<JsonValue | undefined> = new Set([
  ...END_TYPES,
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.annotation.added',
  'keepalive',
  ...ALL_LISTS.flatMap(({ events }) => [`${events}.added`, `${events}.done`]),
  ...ALL_PLACES.flatMap(({ text: { events } }) => [`${events}.delta`, `${events}.done`]),
]);
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'sequence_number',
  'response',
  'output_index',
  'item_id',
  'item',
  'part',
  'delta',
  'annotation',
  'annotation_index',
  'name',
  'logprobs',
  'status', // of a part of a summary: the item has it, too
  'obfuscation', // padding against side channels: random by design
  ...ALL_LISTS.map(({ index }) => index),
  ...ALL_PLACES.map(({ text }) => text.field),
]);

/** The response that a stream ends with. What other events say beyond it is noted. @throws UnreadableResponseError */
export function assemble(stream: EventStream, losses: Losses): JsonObject {
  const events = wholeEvents(stream).map(readEvent);
  const end = events.findIndex(({ type }) => END_TYPES.has(type));
  if (end === -1) refuseResponse('cut-short', 'no end event');
  if (end !== events.length - 1) refuseResponse('cut-short', 'events after the end');
  const response = events[end]?.data['response'];
  if (!isJsonObject(response)) refuseResponse('response-malformed', 'an end without a response');
  if (!events.every(isKnown) || !agrees(events, response['output'])) losses.note();
  // Items that nobody here could stream again are served as they came.
  if (outputSteps(response['output']) === undefined) losses.note();
  return response;
}

/** The events without the end mark, and without the one in which the stream was cut. */
function wholeEvents({ events, open }: EventStream): readonly SseEvent[] {
  const last = events.at(-1);
  if (last === undefined) return events;
  const isMark = last.data.trim() === DONE;
  const isCut = open && !parseStrictText(last.data).ok;
  return isMark || isCut ? events.slice(0, -1) : events;
}

function readEvent(event: SseEvent): TypedEvent {
  const data = eventObject(event);
  const type = data['type'] ?? event.event;
  if (ERROR_TYPES.has(type) || ERROR_TYPES.has(event.event) || given(data['error'])) {
    refuseResponse('error-event', 'an error event');
  }
  return { type, name: event.event, data };
}

function isKnown({ type, name, data }: TypedEvent): boolean {
  if (!KNOWN_TYPES.has(type) || (name !== undefined && name !== type)) return false;
  return Object.keys(data).every((field) => KNOWN_FIELDS.has(field));
}

/** Whether the texts that came in pieces are those of the output. */
function agrees(events: readonly TypedEvent[], output: JsonValue | undefined): boolean {
  const texts = new Map<string, string>();
  for (const { type, data } of events) {
    const place = DELTA_PLACES.get(type);
    if (place === undefined) continue;
    if (typeof data['delta'] !== 'string') return false;
    const path = JSON.stringify(pathOf(place, data));
    texts.set(path, (texts.get(path) ?? '') + data['delta']);
  }
  return [...texts].every(([path, text]) => valueAt(output, JSON.parse(path) as readonly JsonValue[]) === text);
}

function pathOf({ text, list }: TextPlace, data: JsonObject): readonly (JsonValue | undefined)[] {
  const inItem = list === undefined ? [] : [list.field, data[list.index]];
  return [data['output_index'], ...inItem, text.field];
}

function valueAt(root: JsonValue | undefined, path: readonly JsonValue[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, step) => {
    if (typeof step === 'number') return isJsonArray(value) ? value[step] : undefined;
    return typeof step === 'string' && isJsonObject(value) ? value[step] : undefined;
  }, root);
}
