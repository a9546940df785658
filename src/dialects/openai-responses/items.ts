import type { JsonValue } from '../../core/json';

/** A text of the output that travels in pieces (`….delta`), then whole (`….done`). */
export interface StreamedText {
  /** Type of those events, without its last word. */
  readonly events: string;
  /** Its field in the item or part that holds it, and in the event that tells it whole. */
  readonly field: string;
  /** What else the events tell of the holder. */
  readonly also: ReadonlySet<'name' | 'logprobs' | 'annotations'>;
}

/** A list of an item, whose parts are announced (`….added`), streamed and closed (`….done`) one by one. */
export interface PartList {
  /** Type of those events, without its last word. */
  readonly events: string;
  /** The list's field in its item. */
  readonly field: string;
  /** The field by which events tell the part. */
  readonly index: string;
  /** The text in each type of part. */
  readonly parts: ReadonlyMap<JsonValue | undefined, StreamedText>;
}

/** What streams of one type of output item; everything else of it comes with the item itself. */
export interface ItemKind {
  readonly texts: readonly StreamedText[];
  readonly lists: readonly PartList[];
}

const NOTHING: StreamedText['also'] = new Set();
const OUTPUT_TEXT: StreamedText = {
  events: 'response.output_text',
  field: 'text',
  also: new Set(['logprobs', 'annotations']),
};
const REFUSAL: StreamedText = { events: 'response.refusal', field: 'refusal', also: NOTHING };
const SUMMARY_TEXT: StreamedText = { events: 'response.reasoning_summary_text', field: 'text', also: NOTHING };
const REASONING_TEXT: StreamedText = { events: 'response.reasoning_text', field: 'text', also: NOTHING };
const ARGUMENTS: StreamedText = {
  events: 'response.function_call_arguments',
  field: 'arguments',
  also: new Set(['name']),
};
const CUSTOM_INPUT: StreamedText = { events: 'response.custom_tool_call_input', field: 'input', also: NOTHING };

const MESSAGE_CONTENT: PartList = {
  events: 'response.content_part',
  field: 'content',
  index: 'content_index',
  parts: new Map([
    ['output_text', OUTPUT_TEXT],
    ['refusal', REFUSAL],
  ]),
};
const REASONING_SUMMARY: PartList = {
  events: 'response.reasoning_summary_part',
  field: 'summary',
  index: 'summary_index',
  parts: new Map([['summary_text', SUMMARY_TEXT]]),
};
const REASONING_CONTENT: PartList = {
  events: 'response.content_part',
  field: 'content',
  index: 'content_index',
  parts: new Map([['reasoning_text', REASONING_TEXT]]),
};

/** The types of output item that are known to stream (OpenAI API reference, "Responses: streaming events"). */
export const ITEM_KINDS: ReadonlyMap<JsonValue | undefined, ItemKind> = new Map([
  ['message', { texts: [], lists: [MESSAGE_CONTENT] }],
  ['reasoning', { texts: [], lists: [REASONING_SUMMARY, REASONING_CONTENT] }],
  ['function_call', { texts: [ARGUMENTS], lists: [] }],
  ['custom_tool_call', { texts: [CUSTOM_INPUT], lists: [] }],
]);
