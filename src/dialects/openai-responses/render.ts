import type { JsonObject, JsonValue } from '../../core/json';
import { isJsonArray, isObjectArray } from '../shared/json-array';
import { pieces } from '../shared/pieces';
import { given } from '../shared/request';
import type { SseEvent } from '../shared/sse';
import { ITEM_KINDS, type ItemKind, type PartList, type StreamedText } from './items';

/** An event before it has its sequence number. */
type Step = JsonObject & { readonly type: string };
type Steps = readonly Step[] | undefined;
/** The fields by which an event tells of which item or part it is. */
type Place = JsonObject;
type Blanks = ReadonlyMap<string, JsonValue>;

const END_EVENTS: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ['completed', 'response.completed'],
  ['incomplete', 'response.incomplete'],
]);
/** The fields of a response, as they are while it is worked on. */
const RESPONSE_BLANKS: Blanks = new Map<string, JsonValue>([
  ['status', 'in_progress'],
  ['completed_at', null],
  ['incomplete_details', null],
  ['output', []],
  ['usage', null],
]);
const PART_BLANKS: Blanks = new Map<string, JsonValue>([
  ['annotations', []],
  ['logprobs', []],
]);

/** The provider's own stream of a response; `undefined` when it has an item or a part that is not known to stream. */
export function events(document: JsonObject): readonly SseEvent[] | undefined {
  const end = END_EVENTS.get(document['status']);
  const output = outputSteps(document['output']);
  if (end === undefined || output === undefined) return undefined;
  const begun = blanked(document, RESPONSE_BLANKS);
  const steps: readonly Step[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...output,
    { type: end, response: document },
  ];
  return steps.map(({ type, ...fields }, number) => ({
    event: type,
    data: JSON.stringify({ type, sequence_number: number, ...fields }),
  }));
}

/** The events between start and end of a response; `undefined` when not all of its output is known to stream. */
export function outputSteps(output: JsonValue | undefined): Steps {
  return isObjectArray(output) ? allOf(output.map(itemSteps)) : undefined;
}

function itemSteps(item: JsonObject, outputIndex: number): Steps {
  const kind = ITEM_KINDS.get(item['type']);
  if (kind === undefined) return undefined;
  const { id } = item;
  const at: Place = { ...(id === undefined ? {} : { item_id: id }), output_index: outputIndex };
  const inside = allOf([
    ...kind.texts.map((text) => textSteps(text, item, at)),
    ...kind.lists.map((list) => listSteps(list, item[list.field], at)),
  ]);
  return (
    inside && [
      { type: 'response.output_item.added', output_index: outputIndex, item: blanked(item, itemBlanks(kind)) },
      ...inside,
      { type: 'response.output_item.done', output_index: outputIndex, item },
    ]
  );
}

function itemBlanks({ texts, lists }: ItemKind): Blanks {
  return new Map<string, JsonValue>([
    ['status', 'in_progress'],
    ...texts.map(({ field }): [string, JsonValue] => [field, '']),
    ...lists.map(({ field }): [string, JsonValue] => [field, []]),
  ]);
}

function listSteps(list: PartList, parts: JsonValue | undefined, at: Place): Steps {
  if (!given(parts)) return [];
  if (!isObjectArray(parts)) return undefined;
  return allOf(parts.map((part, index) => partSteps(list, part, { ...at, [list.index]: index })));
}

function partSteps({ events, parts }: PartList, part: JsonObject, at: Place): Steps {
  const text = parts.get(part['type']);
  const inside = text && textSteps(text, part, at);
  return (
    inside && [
      { type: `${events}.added`, ...at, part: blanked(part, new Map([...PART_BLANKS, [text.field, '']])) },
      ...inside,
      { type: `${events}.done`, ...at, part },
    ]
  );
}

function textSteps({ events, field, also }: StreamedText, holder: JsonObject, at: Place): Steps {
  const whole = holder[field];
  if (typeof whole !== 'string') return undefined;
  const logprobs = (here: boolean): JsonObject =>
    also.has('logprobs') ? { logprobs: here ? listOf(holder['logprobs']) : [] } : {};
  return [
    // All log probabilities travel with the first piece: readers append what comes.
    ...pieces(whole).map((delta, n) => ({ type: `${events}.delta`, ...at, delta, ...logprobs(n === 0) })),
    ...(also.has('annotations') ? annotationSteps(events, holder['annotations'], at) : []),
    {
      type: `${events}.done`,
      ...at,
      [field]: whole,
      ...logprobs(true),
      ...(also.has('name') ? { name: holder['name'] } : {}),
    },
  ];
}

function annotationSteps(events: string, annotations: JsonValue | undefined, at: Place): readonly Step[] {
  return listOf(annotations).map((annotation, index) => ({
    type: `${events}.annotation.added`,
    ...at,
    annotation_index: index,
    annotation,
  }));
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return isJsonArray(value) ? value : [];
}

/** The object with nothing yet in the fields that it has of the table. */
function blanked(object: JsonObject, blanks: Blanks): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([field, value]) => [
      field,
      given(value) && blanks.has(field) ? blanks.get(field) : value,
    ]),
  );
}

function allOf(many: readonly Steps[]): Steps {
  return many.every((steps) => steps !== undefined) ? many.flat() : undefined;
}
