import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompareDeps } from '../cache/compare-answers';
import type { Settings } from '../config/settings';
import type { DecisionRecord } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { EntryStore, StoreStats } from '../core/entry';
import type { PromptsKept } from '../core/prompts';
import { createCodec } from '../dialects/codec';
import { loadOnnxEmbedder } from '../embedding/onnx/onnx-embedder';
import type { PolicySet } from '../policy/policy-set';
import { lookingAhead } from '../replay/ahead';
import { createHitLists, type HitListOptions, type HitLists, type WouldBeHit } from '../replay/hits';
import type { PlacedInTime } from '../replay/in-order';
import { isPlaceholder } from '../replay/placeholder';
import { replayCalls, type Peeked, type ReplayParts } from '../replay/replay';
import { createTally, type Counted } from '../replay/tally';
import { verifier } from '../verifier/verifier';
import { bothOf, comparisons, isGood, saidOf, shownOf, type Comparisons, type ShownHit } from './replay-answers';
import { moneyOf, type SavedMoney } from './replay-money';
import { openReplayCache } from './replay-cache';
import { openSecondOpinion } from './second-opinion';

/** What calls would have become. */
export interface Replayed extends Counted {
  /** At the end. */
  readonly store: Pick<StoreStats, 'entries' | 'bytes'>;
  /** Policies that only look: they were replayed as if they served. */
  readonly shadowed: readonly string[];
  /** Policies that bound their false hits: they serve only what they have learned to. */
  readonly bounded: readonly string[];
  /** Failures of ours, by where. */
  readonly failures: Readonly<Record<string, number>>;
  /** Hits of which the recorded answer was held against the one that would have been served. */
  readonly answers: Readonly<Record<WouldBeHit['reason'], Comparisons>>;
  readonly shown: readonly ShownHit[];
  /** `undefined`: there are no prices. */
  readonly money: SavedMoney | undefined;
}

export type { Comparisons, ShownHit };

export interface ReplayOptions extends HitListOptions {
  /** Hears each decision; the exchange is the call's number. */
  readonly onDecision?: (record: DecisionRecord) => void;
}

/** What decides in a replay, as the service has it: loaded once, for one recording or the same one by several policies. */
export interface ReplayBench {
  /** @throws ConfigurationError, StoreError */
  replay(calls: AsyncIterable<PlacedInTime>, settings: Settings, options: ReplayOptions): Promise<Replayed>;
  close(): Promise<void>;
}

/** Texts that are given to the model ahead of their turn. */
const AHEAD = 64;
/** @throws ModelError, ConfigurationError */
export async function openReplay(settings: Pick<Settings, 'embedding' | 'verify'>): Promise<ReplayBench> {
  const { embedding } = settings;
  const embedder = await loadOnnxEmbedder({
    ...embedding,
    modelDir: embedding.model,
    queue: Math.max(embedding.queue, 4 * AHEAD),
    memoEntries: Math.max(embedding.memoEntries, 4 * AHEAD),
  });
  const opinion = await openSecondOpinion(settings.verify).catch(async (error: unknown) => {
    await embedder.close();
    throw error;
  });
  return {
    replay: (calls, of, options) => replayOnce(calls, of, { ...options, embedder, opinion }),
    async close() {
      await opinion?.close();
      await embedder.close();
    },
  };
}

interface Models {
  readonly embedder: Embedder;
  readonly opinion: Awaited<ReturnType<typeof openSecondOpinion>>;
}

/** On a store of its own, which is gone afterwards. */
async function replayOnce(
  calls: AsyncIterable<PlacedInTime>,
  settings: Settings,
  options: ReplayOptions & Models,
): Promise<Replayed> {
  const path = await mkdtemp(join(tmpdir(), 'llm-semantic-cache-replay-'));
  const { limits } = settings;
  const codec = createCodec({ offloadBytes: limits.offloadBody, maxDecodedBytes: limits.responseBody });
  try {
    return await replayIn(path, calls, settings, { ...options, codec });
  } finally {
    await codec.close();
    await rm(path, { recursive: true, force: true });
  }
}

interface Replaying extends ReplayOptions, Models {
  readonly codec: Codec;
}

async function replayIn(
  path: string,
  calls: AsyncIterable<PlacedInTime>,
  settings: Settings,
  { embedder, opinion, codec, random, onDecision, ...options }: Replaying,
): Promise<Replayed> {
  const { limits, sweeper } = settings;
  const tally = createTally();
  const failures = new Map<string, number>();
  const hits = new Map<string, DecisionRecord>();
  const parts = await openReplayCache(path, settings, {
    ...{ embedder, opinion, codec, random },
    failed: (where) => void failures.set(where, (failures.get(where) ?? 0) + 1),
    decided(record) {
      tally.count(record);
      onDecision?.(record);
      if (record.verdict.kind === 'hit') hits.set(record.exchange, record);
    },
  });
  const { cache, store, policies } = parts;
  const lists = createHitLists({ ...options, random });
  try {
    await replayCalls(lookingAhead(calls, peekWith(policies.set, { codec, embedder, limits }), AHEAD), {
      ...parts,
      onHit: listing(lists, { store, codec, prompts: settings.store.prompts }),
      settled: () => cache.compared(),
      sweepIntervalMs: sweeper.intervalMs,
      decided(exchange) {
        const record = hits.get(exchange);
        hits.delete(exchange);
        return record;
      },
    });
    await parts.sweep();
    const compare: CompareDeps = { embedder, verifier, judge: undefined };
    const counted = tally.result();
    return {
      ...counted,
      money: moneyOf(counted.saved.models, settings.prices),
      store: await store.stats(),
      shadowed: policies.shadowed(),
      bounded: policies.bounded(),
      failures: Object.fromEntries(failures),
      answers: {
        exact: await comparisons(lists.compared('exact'), compare),
        semantic: await comparisons(lists.compared('semantic'), compare),
      },
      shown: await Promise.all(lists.shown().map((hit) => shownOf(hit, compare))),
    };
  } finally {
    await parts.close();
  }
}

interface Listing {
  readonly store: Pick<EntryStore, 'get'>;
  readonly codec: Codec;
  readonly prompts: PromptsKept;
}

/** Puts hits into the lists, with the texts of both sides. */
function listing(lists: HitLists, { store, codec, prompts }: Listing): ReplayParts['onHit'] {
  return async ({ entry: id, partition, verdict, similarity = 0, score, ageSeconds = 0 }, { call, peeked }) => {
    if (verdict.reason !== 'exact' && verdict.reason !== 'semantic') return;
    const { reason } = verdict;
    const entry = id === undefined || partition === undefined ? undefined : await store.get({ id, partition });
    if (entry === undefined || peeked === undefined) return;
    const { answer } = call;
    const comparable = answer !== undefined && isGood(answer) && !isPlaceholder(entry.completion.body);
    await lists.offer({ reason, score, comparable }, async () => ({
      ...{ reason, number: call.number, asked: peeked.text, similarity, score, ageSeconds },
      stored: prompts === 'clear' ? entry.comparedText : undefined,
      answers: comparable
        ? await bothOf(codec.said(entry.dialect, entry.completion), saidOf(answer, peeked.dialect, codec))
        : undefined,
    }));
  };
}

function ignore(): void {
  // It is told when it is this call's turn.
}

/** Reads a call as the cache will, and has the model begin with its text. */
function peekWith(
  set: PolicySet,
  { codec, embedder, limits }: { readonly codec: Codec; readonly embedder: Embedder } & Pick<Settings, 'limits'>,
): (placed: PlacedInTime) => Promise<Peeked | undefined> {
  return async ({ call: { head, body } }) => {
    if (body.length > limits.requestBody) return undefined;
    const run = set.match(head);
    const dialect = codec.dialectOf(head, run?.dialect ?? 'by-path');
    if (dialect === undefined) return undefined;
    try {
      const request = await codec.parseRequest(dialect, body, head);
      const wanted = run?.looksUp === true && !request.exactOnly;
      if (wanted) void embedder.embed(request.comparedText).catch(ignore);
      return { dialect: request.dialect, text: request.comparedText };
    } catch {
      return undefined;
    }
  };
}
