import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isObjectArray } from '../shared/json-array';
import { pieces } from '../shared/pieces';
import type { SseEvent } from '../shared/sse';
import { familyOf } from './blocks';

/** Fields of a message that are told when it ends, and are null until then. */
const FINAL_FIELDS: ReadonlySet<string> = new Set(['stop_reason', 'stop_sequence', 'stop_details', 'container']);
/** The same, but beside the delta. */
const BESIDE_DELTA: ReadonlySet<string> = new Set(['context_management']);
/** Counts that the last event repeats (API reference, "MessageDeltaUsage"). */
const FINAL_USAGE: ReadonlySet<string> = new Set([
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'output_tokens_details',
  'server_tool_use',
  'iterations',
  'fallback_credit',
]);

/** A content block as its first event has it, and what comes after. */
interface StreamedBlock {
  readonly start: JsonObject;
  readonly deltas: readonly JsonObject[];
}

/** The events of the provider's own stream of this message. */
export function events(document: JsonObject): readonly SseEvent[] | undefined {
  const { content, usage } = document;
  if (!isObjectArray(content)) return undefined;
  const [opening = [], ...rest] = content.map(blockEvents);
  const [firstStart, ...afterStart] = opening;
  const counts = isJsonObject(usage) ? { usage: only(usage, FINAL_USAGE) } : {};
  const all = [
    { type: 'message_start', message: openMessage(document) },
    ...(firstStart === undefined ? [] : [firstStart, { type: 'ping' }]),
    ...afterStart,
    ...rest.flat(),
    { type: 'message_delta', delta: only(document, FINAL_FIELDS), ...counts, ...only(document, BESIDE_DELTA) },
    { type: 'message_stop' },
  ];
  return all.map((event) => ({ event: event.type, data: JSON.stringify(event) }));
}

function openMessage(document: JsonObject): JsonObject {
  const { usage } = document;
  const later = Object.keys(document).filter((name) => FINAL_FIELDS.has(name) || BESIDE_DELTA.has(name));
  return {
    ...document,
    content: [],
    ...Object.fromEntries(later.map((name) => [name, null])),
    ...(isJsonObject(usage) ? { usage: openUsage(usage) } : {}),
  };
}

/** Hardly a token is out when the first event is sent. */
function openUsage(usage: JsonObject): JsonObject {
  const { output_tokens: count } = usage;
  return typeof count === 'number' ? { ...usage, output_tokens: Math.min(count, 1) } : usage;
}

function blockEvents(block: JsonObject, index: number): readonly (JsonObject & { type: string })[] {
  const { start, deltas } = streamedBlock(block);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** A block of a kind or shape that does not stream is whole in its first event. */
function streamedBlock(block: JsonObject): StreamedBlock {
  switch (familyOf(block)) {
    case 'text':
      return streamedText(block);
    case 'thinking':
      return streamedThinking(block);
    case 'tool_use':
      return streamedCall(block);
    default:
      return whole(block);
  }
}

function streamedText(block: JsonObject): StreamedBlock {
  const { text, citations } = block;
  if (typeof text !== 'string') return whole(block);
  const cited = isObjectArray(citations) && citations.length > 0 ? citations : [];
  const texts = pieces(text).map((piece) => ({ type: 'text_delta', text: piece }));
  return {
    start: { ...block, text: '', ...(cited.length > 0 ? { citations: [] } : {}) },
    deltas: [...texts, ...cited.map((citation) => ({ type: 'citations_delta', citation }))],
  };
}

function streamedThinking(block: JsonObject): StreamedBlock {
  const { thinking, signature = '' } = block;
  if (typeof thinking !== 'string' || typeof signature !== 'string') return whole(block);
  const thoughts = pieces(thinking).map((piece) => ({ type: 'thinking_delta', thinking: piece }));
  return {
    start: { ...block, thinking: '', ...('signature' in block ? { signature: '' } : {}) },
    deltas: signature === '' ? thoughts : [...thoughts, { type: 'signature_delta', signature }],
  };
}

/** The first piece of an input is always empty, and of an empty input the only one. */
function streamedCall(block: JsonObject): StreamedBlock {
  const { input } = block;
  if (input === undefined) return whole(block);
  const json = ['', ...(isEmptyObject(input) ? [] : pieces(JSON.stringify(input)))];
  return {
    start: { ...block, input: {} },
    deltas: json.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
  };
}

function isEmptyObject(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function whole(block: JsonObject): StreamedBlock {
  return { start: block, deltas: [] };
}

/** The object's named fields, in their order. */
function only(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
}
