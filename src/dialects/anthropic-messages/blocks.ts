import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { appended, concatenated, mergeFragments, saidOnce, type Losses, type MergeRules } from '../shared/merge';
import { refuseResponse } from '../shared/refuse';
import { parseStrictText } from '../shared/strict-json';

/** Not a field of blocks: what their `input` is read from. */
const INPUT_JSON = 'partial_json';

/** What a kind of delta adds, and to which family of blocks. */
interface DeltaKind {
  readonly family: string;
  /** The field of the delta. */
  readonly field: string;
  /** The field of the block, as {@link BLOCK} puts it together. */
  readonly adds: string;
}

const DELTAS: ReadonlyMap<JsonValue | undefined, DeltaKind> = new Map([
  ['text_delta', { family: 'text', field: 'text', adds: 'text' }],
  ['citations_delta', { family: 'text', field: 'citation', adds: 'citations' }],
  ['thinking_delta', { family: 'thinking', field: 'thinking', adds: 'thinking' }],
  ['signature_delta', { family: 'thinking', field: 'signature', adds: 'signature' }],
  ['input_json_delta', { family: 'tool_use', field: 'partial_json', adds: INPUT_JSON }],
]);
/** Fields of deltas that say nothing of the block: the progress of thinking that is not shown, "a lossy display hint". */
const HINTS: ReadonlySet<string> = new Set(['type', 'estimated_tokens']);
/** Families of which it is known how they stream; any other may yet come to stream like one of them. */
const KNOWN_FAMILIES: ReadonlySet<string> = new Set(['text', 'thinking', 'redacted_thinking', 'tool_use']);

const BLOCK: MergeRules = {
  fields: new Map([
    ['text', concatenated],
    ['citations', appended],
    ['thinking', concatenated],
    [INPUT_JSON, concatenated],
  ]),
  otherwise: saidOnce, // the signature: readers let a second one replace the first
};

/** A number of any spelling, or a string to be passed over. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** The block's type, or `tool_use` for the provider's own calls as well (`server_tool_use`, `mcp_tool_use`). */
export function familyOf({ type }: JsonObject): string {
  if (typeof type !== 'string') return '';
  return type.endsWith('tool_use') ? 'tool_use' : type;
}

/**
 * A content block as its start and its deltas amount to.
 *
 * @throws UnreadableResponseError when a delta does not fit the block, or the input of a tool is not JSON.
 */
export function assembleBlock(start: JsonObject, deltas: readonly JsonObject[], losses: Losses): JsonObject {
  const fragments = deltas.map((delta) => fragmentOf(delta, familyOf(start), losses));
  const streamed = new Set(fragments.flatMap((fragment) => Object.keys(fragment)));
  const begun = Object.fromEntries(Object.entries(start).filter(([name]) => streamed.has(name)));
  const { [INPUT_JSON]: json = '', ...fields } = mergeFragments([begun, ...fragments], BLOCK, losses);
  const block = { ...start, ...fields };
  return typeof json === 'string' && json !== '' ? { ...block, input: inputOf(json, start['input'], losses) } : block;
}

/** What a delta adds, under the name of the block's field. */
function fragmentOf(delta: JsonObject, family: string, losses: Losses): JsonObject {
  const kind = DELTAS.get(delta['type']);
  if (kind?.family !== family) {
    if (kind !== undefined && KNOWN_FAMILIES.has(family)) misfit();
    losses.note();
    return {};
  }
  if (Object.keys(delta).some((name) => name !== kind.field && !HINTS.has(name))) losses.note();
  const value = delta[kind.field];
  if (kind.field === 'citation') return isJsonObject(value) ? { [kind.adds]: [value] } : misfit();
  return typeof value === 'string' ? { [kind.adds]: value } : misfit();
}

function misfit(): never {
  refuseResponse('response-malformed', 'a delta that does not fit its block');
}

function inputOf(json: string, begun: JsonValue | undefined, losses: Losses): JsonValue {
  const parsed = parseStrictText(json);
  if (!parsed.ok) refuseResponse('response-malformed', 'the input of a tool is not JSON');
  if (!isDeepStrictEqual(begun ?? {}, {}) || !spellsNumbersPlainly(json)) losses.note();
  return parsed.value;
}

/** Whether every number would be written again as it is here: some readers tell 1.0 from 1. */
function spellsNumbersPlainly(json: string): boolean {
  return [...json.matchAll(TOKENS)].every(
    ([token]) => token.startsWith('"') || token === JSON.stringify(Number(token)),
  );
}
