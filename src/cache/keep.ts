import type { StoreOutcome } from '../core/decision';
import type { Completion } from '../core/dialect';
import type { Entry } from '../core/entry';
import { UnreadableResponseError } from '../core/errors';
import type { ResponseHead } from '../core/exchange';
import type { StoreSettings } from '../core/policy';
import type { PolicyRun } from '../policy/policy-set';
import { admitAnswer, type Capture } from './admission';
import type { CacheCore } from './cache-core';
import type { Tried } from './checks';
import type { Flight } from './coalescing';
import type { Question } from './question';

/** What is needed to keep the answer of a call that went upstream. */
export interface StorePlan {
  readonly question: Question;
  readonly run: PolicyRun;
  readonly vector: Float32Array | undefined;
  /** Monotonic ms. */
  readonly sentAt: number;
}

/** The same once the answer has begun. */
export interface AnsweredPlan extends StorePlan {
  readonly head: ResponseHead;
  /** `undefined`: the policy decides when it has read the answer. */
  readonly store: StoreSettings | undefined;
}

/** A whole response body, and what it answers. */
export interface Captured extends AnsweredPlan {
  readonly capture: Capture;
  readonly body: Uint8Array;
  readonly upstreamMs: number;
  readonly flight: Flight | undefined;
  /** What the answer is to be compared with. */
  readonly tried: Tried | undefined;
}

/** Assembles, admits, embeds if that is still to do, and writes. Never throws; followers are always released. */
export async function keepAnswer(captured: Captured, core: CacheCore): Promise<StoreOutcome> {
  const { tried } = captured;
  try {
    const made = await makeEntry(captured, core);
    if ('kind' in made) {
      if (tried !== undefined) core.checks.dropped(tried);
      return made;
    }
    captured.flight?.land(made);
    const outcome = await write(made, core);
    if (tried !== undefined) core.checks.compare(tried, made);
    return outcome;
  } catch (error) {
    core.observer.failed('keep', error);
    if (tried !== undefined) core.checks.dropped(tried);
    return { kind: 'refused', reason: 'internal-error' };
  } finally {
    captured.flight?.land(undefined);
  }
}

async function makeEntry(captured: Captured, core: CacheCore): Promise<Entry | Refused> {
  const { question, run, upstreamMs } = captured;
  const admitted = await admittedAnswer(captured, core);
  if ('kind' in admitted) return admitted;
  const vector = captured.vector ?? (await vectorOf(captured, core));
  return entryOf({ question, run, upstreamMs, vector, tag: undefined, ...admitted }, core);
}

type Refused = StoreOutcome & { kind: 'refused' };

/** An answer that is fit to be kept, and for how long. */
export interface Admitted {
  /** In its canonical form. */
  readonly completion: Completion;
  readonly store: StoreSettings;
}

/** Reads the answer; asks the policy, if it wanted to read it too; or says why it is not fit to be kept. */
export async function admittedAnswer(
  captured: Pick<Captured, 'question' | 'run' | 'head' | 'store' | 'capture' | 'body'>,
  core: Pick<CacheCore, 'codec'>,
): Promise<Admitted | Refused> {
  const { question, run, head, capture, body } = captured;
  try {
    const parsed = await core.codec.parseResponse(question.request.dialect, body, capture);
    const { completion } = parsed;
    const ruling = captured.store ?? run.onResponse(head, completion.body);
    if ('kind' in ruling && ruling.kind === 'none') return { ...ruling, kind: 'refused' };
    const store = 'kind' in ruling ? ruling.store : ruling;
    const reason = admitAnswer(parsed, store);
    return reason === undefined ? { completion, store } : { kind: 'refused', reason };
  } catch (error) {
    if (error instanceof UnreadableResponseError) return { kind: 'refused', reason: error.reason };
    throw error;
  }
}

/** What is put for an answer that is kept from now on. */
export function entryOf(
  of: Admitted & Pick<Captured, 'question' | 'run' | 'vector' | 'upstreamMs'> & { readonly tag: string | undefined },
  core: Pick<CacheCore, 'clock' | 'embedder'>,
): Entry {
  const { question, run, store, completion, vector, upstreamMs, tag } = of;
  const createdAt = core.clock.now();
  return {
    id: question.id,
    partition: question.partition,
    policy: run.policy,
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
