import type { JsonObject, JsonValue } from '../../core/json';
import { eventObject } from './define';
import { isObjectArray, without } from './json-array';
import {
  agreed,
  appended,
  concatenated,
  conflict,
  dropped,
  first,
  inner,
  last,
  mergeFragments,
  type Losses,
  type MergeRule,
  type MergeRules,
} from './merge';
import { refuseResponse } from './refuse';
import { given } from './request';
import { eventsToEnd, type EventStream, type SseEvent } from './sse';

/** How the chunks of a stream become a whole answer with choices (OpenAI's chat completions and completions). */
export interface ChunkReading {
  /** `object` of a chunk and of a whole answer. */
  readonly objects: { readonly chunk: string; readonly answer: string };
  /** How what the chunks say of one choice becomes one object. */
  readonly choice: MergeRules;
  /** The choice of a whole answer, made of that object. */
  readonly whole: (merged: JsonObject, losses: Losses) => JsonObject;
  /** @throws UnreadableResponseError when an item of a chunk's `choices` is malformed */
  readonly check: (fragment: JsonObject) => void;
}

/** The data of the event that ends a stream. */
export const DONE = '[DONE]';
/** Mistral's is the start of this, over and over. */
const PADDING = 'abcdefghijklmnopqrstuvwxyz0123456789';
const NOT_MERGED: ReadonlySet<string> = new Set(['object', 'choices', 'error']);

const CHUNK: MergeRules = {
  fields: new Map<string, MergeRule>([
    ['id', first],
    ['created', first],
    ['model', first],
    ['system_fingerprint', first],
    ['service_tier', first],
    ['usage', last],
    // Padding against side channels, random by design: OpenAI's, Mistral's.
    ['obfuscation', dropped],
    ['p', (values, losses) => (values.every(isPadding) ? undefined : agreed(values, losses))],
  ]),
  otherwise: agreed,
};

/** Chat's, then completions'; llama.cpp has chat's in both. */
const LOGPROBS: MergeRules = {
  fields: new Map(
    ['content', 'refusal', 'tokens', 'token_logprobs', 'top_logprobs', 'text_offset'].map((name) => [name, appended]),
  ),
  otherwise: agreed,
};

/** Rules for one choice; `content` adds the field that streams. */
export function choiceRules(content: string, rule: MergeRule): MergeRules {
  return {
    fields: new Map<string, MergeRule>([
      [content, rule],
      ['index', first],
      ['finish_reason', last],
      ['logprobs', inner(LOGPROBS)],
    ]),
    otherwise: agreed,
  };
}

/**
 * Lists of fragments that each say by `index` to what they belong; null when none came. Where that cannot be told all
 * fragments are kept, to judge the answer by.
 */
export function indexed(rules: MergeRules): MergeRule {
  return (values, losses) => {
    const lists = values.filter((value) => value !== null);
    if (!lists.every(isObjectArray)) return conflict(lists, losses);
    if (lists.length === 0) return null;
    const fragments = lists.flat();
    if (!fragments.every(hasIndex)) return conflict([fragments], losses);
    return [...byIndex(fragments).values()].map((group) => mergeFragments(group, rules, losses));
  };
}

/** Text that may also come in content parts: of those nobody can say which to append and which to go on with. */
export const textOrParts: MergeRule = (values, losses) => {
  if (values.every((value) => value === null || typeof value === 'string')) return concatenated(values, losses);
  return conflict([values.flat().filter((value) => value !== null && value !== '')], losses);
};

/** The whole answer that a stream amounts to. @throws UnreadableResponseError */
export function assembleChunks(stream: EventStream, reading: ChunkReading, losses: Losses): JsonObject {
  const read = (event: SseEvent): readonly JsonObject[] => chunkOf(event, reading, losses);
  const events = eventsToEnd(stream, ({ data }) => data.trim() === DONE, read);
  const chunks = events.slice(0, -1).flatMap(read);
  if (chunks.length === 0) refuseResponse('empty', 'no chunk');
  const fields = chunks.map((chunk) => without(chunk, NOT_MERGED));
  const fragments = chunks.flatMap(({ choices }) => (isObjectArray(choices) ? choices : [])).filter(hasIndex);
  const merged = [...byIndex(fragments).values()].map((group) => mergeFragments(group, reading.choice, losses));
  if (merged.some((choice) => !given(choice['finish_reason']))) {
    refuseResponse('cut-short', 'a choice without a finish reason');
  }
  const choices = merged.map((choice) => reading.whole(choice, losses));
  return { object: reading.objects.answer, ...mergeFragments(fields, CHUNK, losses), choices };
}

/** The chunk of an event; none of an event of an unknown type. */
function chunkOf({ event, data }: SseEvent, reading: ChunkReading, losses: Losses): readonly JsonObject[] {
  if (event === 'error') refuseResponse('error-event', 'an error event');
  if (event !== undefined && event !== 'message') {
    losses.note();
    return [];
  }
  const chunk = eventObject({ event, data });
  const { choices, object, error } = chunk;
  if (given(error)) refuseResponse('error-event', 'an error');
  // Azure's first chunk (the prompt's filter results) has an empty one.
  if (given(object) && object !== '' && object !== reading.objects.chunk) {
    refuseResponse('response-malformed', 'another object');
  }
  if (!isObjectArray(choices)) refuseResponse('response-malformed', 'a chunk without choices');
  for (const choice of choices) {
    if (!hasIndex(choice)) refuseResponse('response-malformed', 'a choice without an index');
    reading.check(choice);
  }
  return [chunk];
}

function hasIndex(fragment: JsonObject): fragment is JsonObject & { readonly index: number } {
  return typeof fragment['index'] === 'number';
}

/** Groups in the order of the indices; inside a group the order stays. */
function byIndex<T extends { readonly index: number }>(items: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const group = groups.get(item.index);
    if (group === undefined) groups.set(item.index, [item]);
    else group.push(item);
  }
  return new Map([...groups].sort(([left], [right]) => left - right));
}

function isPadding(value: JsonValue): boolean {
  return typeof value === 'string' && PADDING.repeat(Math.ceil(value.length / PADDING.length)).startsWith(value);
}
