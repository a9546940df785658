import type { Candidate, KeptEntry } from '../core/entry';
import { EmbedderBusyError, UnreadableResponseError } from '../core/errors';
import type { CacheCore } from './cache-core';

/** Of an entry, without itself. */
const NEIGHBOURS = 10;

/** A stored entry as people look at it. */
export interface InspectedEntry {
  readonly entry: KeptEntry;
  /** What the answer says, as plain text; calls of tools as JSON behind it. */
  readonly answer: string;
  /** Nearest first, in the entry's partition; absent where the text is not kept in the clear, or has no vector. */
  readonly neighbours?: readonly Candidate[];
}

/** The entry with this id; `undefined`: there is none. Serves and counts nothing. @throws StoreError */
export type Inspect = (id: string) => Promise<InspectedEntry | undefined>;

export function createInspect(core: CacheCore): Inspect {
  return async (id) => {
    const entry = await entryWith(id, core);
    if (entry === undefined) return undefined;
    const neighbours = await neighboursOf(entry, core);
    return { entry, answer: await answerOf(entry, core), ...(neighbours && { neighbours }) };
  };
}

/** By id alone, which is not how entries are found otherwise: the partition is needed too. */
async function entryWith(id: string, { store }: CacheCore): Promise<KeptEntry | undefined> {
  for await (const [head] of store.scan({ ids: [id] })) {
    if (head !== undefined) return store.get({ id, partition: head.partition });
  }
  return undefined;
}

async function answerOf({ dialect, completion }: KeptEntry, { codec }: CacheCore): Promise<string> {
  try {
    const { text, calls } = await codec.said(dialect, completion);
    return [text, ...calls.map((call) => JSON.stringify(call))].filter((part) => part !== '').join('\n\n');
  } catch (error) {
    if (!(error instanceof UnreadableResponseError)) throw error;
    // Shown as it is: whoever looks wants to know why it is not served.
    return Buffer.from(completion.body).toString('utf8');
  }
}

async function neighboursOf(
  { id, partition, comparedText }: KeptEntry,
  { store, embedder, privacy, clock, observer }: CacheCore,
): Promise<readonly Candidate[] | undefined> {
  // A text that is matched exactly only is kept as "".
  if (privacy.prompts !== 'clear' || comparedText === '') return undefined;
  try {
    const embedding = await embedder.embed(comparedText);
    if (embedding.kind !== 'vector') return undefined;
    const query = { partition, vector: embedding.vector, embedder: embedder.identity, now: clock.now() };
    const found = await store.nearest({ ...query, limit: NEIGHBOURS + 1 });
    return found.filter((candidate) => candidate.id !== id).slice(0, NEIGHBOURS);
  } catch (error) {
    // The entry itself is there all the same.
    if (!(error instanceof EmbedderBusyError)) observer.failed('inspect', error);
    return undefined;
  }
}
