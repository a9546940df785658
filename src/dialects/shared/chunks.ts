import type { Presentation, Rendering, Usage } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
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
import { refuseRequest, refuseResponse } from './refuse';
import { flagOf, given, type IgnoredFields } from './request';
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

/** How a whole answer becomes the chunks of a stream. */
export interface ChunkWriting {
  /** `object` of a chunk. */
  readonly object: string;
  /** The field of a choice that streams in pieces. */
  readonly content: string;
  /** Which of the pieces is the first with text: the one that log probabilities travel with. */
  readonly firstText: number;
  /** The pieces of a choice, a closing one without text last; `undefined` when they cannot carry something of it. */
  readonly pieces: (choice: JsonObject) => readonly JsonObject[] | undefined;
}

/** Request fields that every server of these formats knows or takes no notice of, and that change no answer. */
export const IGNORED_IN_CHUNKED: IgnoredFields = new Map([
  ['stream', 'how the answer travels'],
  ['stream_options', 'usage chunk and padding of the stream only'],
  ['user', 'names the end user for abuse detection'],
  ['request_id', 'vLLM: names the call; a hit keeps the id of the original'],
  ['priority', 'vLLM: place in the queue'],
  ['keep_alive', 'Ollama: how long the model stays in memory'],
  ['cache_prompt', 'llama.cpp: reuse of computed prefixes, speed only'],
  ['id_slot', 'llama.cpp: which of the equal slots computes'],
]);

const DONE = '[DONE]';
/** Mistral's is the start of this, over and over. */
const PADDING = 'abcdefghijklmnopqrstuvwxyz0123456789';
const NOT_MERGED: ReadonlySet<string> = new Set(['object', 'choices', 'error']);
const NOT_IN_EVERY_CHUNK: ReadonlySet<string> = new Set(['object', 'choices', 'usage']);

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

/** The events of a whole answer's stream; `undefined` when chunks cannot carry something of it. */
export function chunkEvents(
  document: JsonObject,
  writing: ChunkWriting,
  { includeUsage }: Presentation,
): readonly SseEvent[] | undefined {
  if (!isObjectArray(document['choices'])) return undefined;
  const perChoice = document['choices'].map((choice, position) => choiceChunks(choice, position, writing));
  if (!perChoice.every((chunks) => chunks !== undefined)) return undefined;
  const contents = perChoice.flat();
  const head = (structured: boolean): JsonObject => chunkHead(document, writing.object, structured);
  const noUsage = includeUsage ? { usage: null } : {};
  const chunks = contents.map((choice, at) => {
    const atAnEnd = at === 0 || at === contents.length - 1;
    return { ...head(atAnEnd), choices: [choice], ...noUsage };
  });
  const usage = includeUsage ? [{ ...head(false), choices: [], usage: document['usage'] }] : [];
  const data = [...chunks, ...usage].map((chunk) => JSON.stringify(chunk));
  return [...data, DONE].map((text) => ({ event: undefined, data: text }));
}

/**
 * The top-level fields of a chunk. Structured ones (citations, filter results) may be large, so only the first and the
 * last chunk with content carry them; providers differ in which of the two they use.
 */
function chunkHead(document: JsonObject, object: string, structured: boolean): JsonObject {
  const { id } = document;
  const fields = Object.entries(without(document, NOT_IN_EVERY_CHUNK)).filter(
    ([, value]) => structured || typeof value !== 'object' || value === null,
  );
  return { ...(id === undefined ? {} : { id }), object, ...Object.fromEntries(fields) };
}

/** One choice as the `choices` items of its chunks, in order; `undefined` when a chunk cannot hold something of it. */
function choiceChunks(
  choice: JsonObject,
  position: number,
  { content, firstText, pieces }: ChunkWriting,
): readonly JsonObject[] | undefined {
  const { index, finish_reason: finishReason, logprobs } = choice;
  if (index !== position || typeof finishReason !== 'string' || !isJsonObject(logprobs ?? {})) return undefined;
  const all = pieces(choice);
  if (all === undefined) return undefined;
  const rest = without(choice, new Set(['index', content, 'finish_reason', 'logprobs']));
  return all.map((piece, at) => ({
    index,
    ...piece,
    ...logprobsAt(logprobs, at === firstText),
    ...(at === all.length - 1 ? { finish_reason: finishReason, ...rest } : { finish_reason: null }),
  }));
}

/** All log probabilities travel with the first piece of text: readers append what comes. */
function logprobsAt(logprobs: JsonValue | undefined, here: boolean): JsonObject {
  return logprobs === undefined ? {} : { logprobs: here ? logprobs : null };
}

/** The choices of a whole answer. @throws UnreadableResponseError when it tells of an error or is another object. */
export function choicesOf(document: JsonObject, object: string): readonly JsonObject[] {
  if (given(document['error'])) refuseResponse('error-event', 'an error');
  if ((document['object'] ?? object) !== object) refuseResponse('response-malformed', 'another object');
  const { choices } = document;
  if (!isObjectArray(choices)) refuseResponse('response-malformed', 'no choices');
  return choices;
}

/** Tokens by OpenAI's older names. */
export function usageOf({ usage }: JsonObject): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  if (typeof promptTokens !== 'number' || typeof completionTokens !== 'number') return undefined;
  return { promptTokens, completionTokens };
}

/** `usage.prompt_tokens_details.cached_tokens` says that the whole prompt was read from a cache. */
export function withCachedTokens(document: JsonObject): JsonObject {
  const { usage } = document;
  if (!isJsonObject(usage) || typeof usage['prompt_tokens'] !== 'number') return document;
  const { prompt_tokens: cached, prompt_tokens_details: details } = usage;
  const told = { ...(isJsonObject(details) ? details : {}), cached_tokens: cached };
  return { ...document, usage: { ...usage, prompt_tokens_details: told } };
}

/** How the client wants the answer, by `stream` and `stream_options`. @throws UnreadableRequestError */
export function renderingOf(request: JsonObject): Rendering {
  const stream = flagOf(request, 'stream');
  const options = request['stream_options'] ?? {};
  if (!isJsonObject(options)) refuseRequest('stream_options is not an object');
  if (!stream) return { form: 'json', includeUsage: true, echo: {} };
  return { form: 'sse', includeUsage: options['include_usage'] === true, echo: {} };
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
