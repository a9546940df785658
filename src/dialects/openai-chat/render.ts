import type { Completion, Rendered, Rendering } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isObjectArray, without } from '../shared/json-array';
import { parseStrictJson } from '../shared/strict-json';
import { messageDeltas } from './deltas';

const NOT_IN_EVERY_CHUNK: ReadonlySet<string> = new Set(['object', 'choices', 'usage']);
const CHOICE_FIELDS: ReadonlySet<string> = new Set(['index', 'message', 'finish_reason', 'logprobs']);

/** Shows a completion in the form asked for, or `undefined` when something would be lost. The same input gives the same bytes. */
export function render(completion: Completion, as: Rendering): Rendered | undefined {
  if (as.form === 'json' && completion.form === 'json') return jsonOf(completion);
  // A JSON answer always tells its usage.
  const usageNeeded = as.form === 'json' || as.includeUsage;
  if (usageNeeded && completion.usage === undefined) return undefined;
  if (as.form === 'json') return jsonOf(completion);
  const chunks = chunksOf(completion, as.includeUsage);
  if (chunks === undefined) return undefined;
  const events = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`);
  return { contentType: 'text/event-stream; charset=utf-8', body: new TextEncoder().encode(events.join('')) };
}

function jsonOf(completion: Completion): Rendered {
  return { contentType: 'application/json', body: completion.body };
}

function chunksOf(completion: Completion, includeUsage: boolean): readonly JsonObject[] | undefined {
  const parsed = parseStrictJson(completion.body);
  if (!parsed.ok || !isJsonObject(parsed.value) || !isObjectArray(parsed.value['choices'])) return undefined;
  const document = parsed.value;
  const perChoice = parsed.value['choices'].map(choiceChunks);
  if (!perChoice.every((chunks) => chunks !== undefined)) return undefined;
  const contents = perChoice.flat().map((choice) => [choice]);
  const usage = includeUsage ? { usage: null } : {};
  const chunks = contents.map((choices, at) => {
    const atAnEnd = at === 0 || at === contents.length - 1;
    return { ...chunkHead(document, atAnEnd), choices, ...usage };
  });
  return includeUsage ? [...chunks, { ...chunkHead(document, false), choices: [], usage: document['usage'] }] : chunks;
}

/**
 * The top-level fields of a chunk. Structured ones (citations, filter results) may be large, so only the first and the
 * last chunk with content carry them; providers differ in which of the two they use.
 */
function chunkHead(document: JsonObject, structured: boolean): JsonObject {
  const { id } = document;
  const fields = Object.entries(without(document, NOT_IN_EVERY_CHUNK)).filter(
    ([, value]) => structured || typeof value !== 'object' || value === null,
  );
  return { ...(id === undefined ? {} : { id }), object: 'chat.completion.chunk', ...Object.fromEntries(fields) };
}

/** One choice as the `choices` items of its chunks, in order; `undefined` when a chunk cannot hold something of it. */
function choiceChunks(choice: JsonObject, position: number): readonly JsonObject[] | undefined {
  const { index, message, finish_reason: finishReason, logprobs } = choice;
  if (index !== position || typeof finishReason !== 'string' || !isJsonObject(message) || 'delta' in choice) {
    return undefined;
  }
  if (!isJsonObject(logprobs ?? {})) return undefined;
  const deltas = messageDeltas(message);
  if (deltas === undefined) return undefined;
  const chunks = [...deltas, {}].map((delta, at) => ({
    index,
    delta,
    ...logprobsAt(logprobs, at === 1),
    finish_reason: at === deltas.length ? finishReason : null,
  }));
  const last = { ...chunks.at(-1), ...without(choice, CHOICE_FIELDS) };
  return [...chunks.slice(0, -1), last];
}

/** All log probabilities travel with the first piece of text: readers append what comes. */
function logprobsAt(logprobs: JsonValue | undefined, here: boolean): JsonObject {
  return logprobs === undefined ? {} : { logprobs: here ? logprobs : null };
}
