import type { StoreOutcome } from '../core/decision';
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
  const { question, store } = captured;
  const parsed = await parse(captured, core);
  if (typeof parsed === 'string') return parsed;
  const refusal = admitAnswer(parsed, store);
  if (refusal !== undefined) return refusal;
  const createdAt = core.clock.now();
  return {
    id: question.id,
    partition: question.partition,
    policy: captured.policy,
    dialect: question.request.dialect,
    model: question.request.model,
    comparedText: question.request.comparedText,
    vector: captured.vector ?? (await vectorOf(captured, core)),
    embedder: core.embedder.identity,
    completion: parsed.completion,
    createdAt,
    expiresAt: createdAt + store.durationSeconds * 1000,
    upstreamMs: captured.upstreamMs,
  };
}

async function parse({ question, capture, chunks }: Captured, core: CacheCore) {
  try {
    return await core.codec.parseResponse(question.request.dialect, Buffer.concat(chunks), capture);
  } catch (error) {
    if (error instanceof UnreadableResponseError) return error.reason;
    throw error;
  }
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
