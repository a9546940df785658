import type { Presentation } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { DONE } from './chunk-reading';
import { isObjectArray, without } from './json-array';
import type { SseEvent } from './sse';

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

const NOT_IN_EVERY_CHUNK: ReadonlySet<string> = new Set(['object', 'choices', 'usage']);

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
