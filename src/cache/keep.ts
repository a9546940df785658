import type { StoreOutcome } from '../core/decision';
import type { Completion } from '../core/dialect';
import type { Entry } from '../core/entry';
import { UnreadableResponseError } from '../core/errors';
import type { PolicySettings } from '../core/policy';
import type { StoreRefusal } from '../core/reason';
import { admitAnswer, type Capture } from './admission';
import type { CacheCore } from './cache-core';
import type { Flight } from './coalescing';
import type { Question } from './question';

/** What is needed to keep the answer of a call that went upstream. */
export interface StorePlan {
  readonly question: Question;
  readonly policy: string;
  readonly store: NonNullable<PolicySettings['store']>;
  readonly vector: Float32Array | undefined;
  /** Monotonic ms. */
  readonly sentAt: number;
}

/** A whole response body, and what it answers. */
export interface Captured extends StorePlan {
  readonly capture: Capture;
  readonly chunks: readonly Uint8Array[];
  readonly upstreamMs: number;
  readonly flight: Flight | undefined;
}

/** Assembles, admits, embeds if that is still to do, and writes. Never throws; followers are always released. */
export async function keepAnswer(captured: Captured, core: CacheCore): Promise<StoreOutcome> {
  try {
    const made = await makeEntry(captured, core);
    if (typeof made === 'string') return { kind: 'refused', reason: made };
    captured.flight?.land(made);
    return await write(made, core);
  } catch (error) {
    core.observer.failed('keep', error);
    return { kind: 'refused', reason: 'internal-error' };
  } finally {
    captured.flight?.land(undefined);
  }
}

async function makeEntry(captured: Captured, core: CacheCore): Promise<Entry | StoreRefusal> {
  const completion = await admittedAnswer(captured, core);
  if (typeof completion === 'string') return completion;
  const vector = captured.vector ?? (await vectorOf(captured, core));
  return entryOf({ ...captured, vector, tag: undefined }, completion, core);
}

/** The answer in its canonical form, or why it is not fit to be kept. */
export async function admittedAnswer(
  { question, store, capture, chunks }: Pick<Captured, 'question' | 'store' | 'capture' | 'chunks'>,
  core: Pick<CacheCore, 'codec'>,
): Promise<Completion | StoreRefusal> {
  try {
    const parsed = await core.codec.parseResponse(question.request.dialect, Buffer.concat(chunks), capture);
    return admitAnswer(parsed, store) ?? parsed.completion;
  } catch (error) {
    if (error instanceof UnreadableResponseError) return error.reason;
    throw error;
  }
}

/** What is put for an answer that is kept from now on. */
export function entryOf(
  of: Pick<Captured, 'question' | 'policy' | 'store' | 'vector' | 'upstreamMs'> & { readonly tag: string | undefined },
  completion: Completion,
  core: Pick<CacheCore, 'clock' | 'embedder'>,
): Entry {
  const { question, policy, store, vector, upstreamMs, tag } = of;
  const createdAt = core.clock.now();
  return {
    id: question.id,
    partition: question.partition,
    policy,
    dialect: question.request.dialect,
    model: question.request.model,
    comparedText: question.keptText,
    vector,
    embedder: core.embedder.identity,
    tag,
    completion,
    createdAt,
    expiresAt: createdAt + store.durationSeconds * 1000,
    upstreamMs,
  };
}

/** The lookup may not have come as far as the vector (no-cache, budget spent). Without one the entry is found exactly only. */
async function vectorOf({ question }: Captured, core: CacheCore): Promise<Float32Array | undefined> {
  if (question.request.exactOnly || !question.lookup.semantic) return undefined;
  const embedding = await core.embedder.embed(question.request.comparedText).catch((error: unknown) => {
    core.observer.failed('embed', error);
    return undefined;
  });
  return embedding?.kind === 'vector' ? embedding.vector : undefined;
}

async function write(entry: Entry, core: CacheCore): Promise<StoreOutcome> {
  core.writes.announce(entry);
  try {
    await core.store.put(entry);
    return { kind: 'stored' };
  } catch (error) {
    core.observer.failed('store-put', error);
    return { kind: 'refused', reason: 'store-error' };
  } finally {
    core.writes.settle(entry);
  }
}
