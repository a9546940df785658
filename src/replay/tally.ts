import type { DecisionRecord } from '../core/decision';
import type { BypassReason, HitReason, MissReason, StoreRefusal } from '../core/reason';
import { halvesOf, progressOf, type Half } from './over-time';

type Counts<R extends string> = Readonly<Partial<Record<R, number>>>;

/** What hits of one model would have spared, as counted with the answers that they serve. */
export interface SavedOfModel {
  readonly model: string;
  readonly hits: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface Counted {
  /** Of all calls that a decision was made for. */
  readonly calls: number;
  /** Hits and misses. */
  readonly lookedUp: number;
  readonly hits: Counts<HitReason>;
  readonly misses: Counts<MissReason>;
  readonly bypasses: Counts<BypassReason>;
  readonly stores: { readonly stored: number; readonly refused: Counts<StoreRefusal> };
  readonly saved: {
    readonly models: readonly SavedOfModel[];
    readonly upstreamMs: number;
    /** Hits of which the tokens are not known, or the time; they are not in the sums. */
    readonly hitsWithoutTokens: number;
    readonly hitsWithoutTime: number;
  };
  /** Calls by the policy that covered them. */
  readonly policies: Readonly<Record<string, number>>;
  readonly halves: readonly [Half, Half];
}

/** Counts decisions as the cache records them. */
export interface Tally {
  count(record: DecisionRecord): void;
  result(): Counted;
}

/** Of which the tokens are summed up one by one; further ones are summed up together. */
const MOST_MODELS = 1000;
const OTHER_MODELS = '(others)';

export function createTally(): Tally {
  const hits = new Map<HitReason, number>();
  const misses = new Map<MissReason, number>();
  const bypasses = new Map<BypassReason, number>();
  const refused = new Map<StoreRefusal, number>();
  const policies = new Map<string, number>();
  const models = new Map<string, SavedOfModel>();
  const progress = progressOf();
  let stored = 0;
  let upstreamMs = 0;
  let hitsWithoutTokens = 0;
  let hitsWithoutTime = 0;

  function save({ saved, model = '' }: DecisionRecord): void {
    if (saved === undefined) return;
    const { promptTokens, completionTokens, upstreamMs: spared } = saved;
    upstreamMs += spared;
    if (spared === 0) hitsWithoutTime += 1;
    if (promptTokens + completionTokens === 0) hitsWithoutTokens += 1;
    const name = models.has(model) || models.size < MOST_MODELS ? model : OTHER_MODELS;
    const before = models.get(name);
    models.set(name, {
      model: name,
      hits: (before?.hits ?? 0) + 1,
      promptTokens: (before?.promptTokens ?? 0) + promptTokens,
      completionTokens: (before?.completionTokens ?? 0) + completionTokens,
    });
  }

  return {
    count(record) {
      const { verdict, store, policy } = record;
      progress.count(verdict.kind);
      if (verdict.kind === 'hit') add(hits, verdict.reason);
      else if (verdict.kind === 'miss') add(misses, verdict.reason);
      else add(bypasses, verdict.reason);
      if (policy !== undefined) add(policies, policy);
      if (store?.kind === 'stored') stored += 1;
      else if (store !== undefined) add(refused, store.reason);
      save(record);
    },
    result() {
      const lookedUp = sum(hits) + sum(misses);
      return {
        calls: lookedUp + sum(bypasses),
        lookedUp,
        hits: Object.fromEntries(hits),
        misses: Object.fromEntries(misses),
        bypasses: Object.fromEntries(bypasses),
        stores: { stored, refused: Object.fromEntries(refused) },
        saved: { models: [...models.values()], upstreamMs, hitsWithoutTokens, hitsWithoutTime },
        policies: Object.fromEntries(policies),
        halves: halvesOf(progress.steps()),
      };
    },
  };
}

function add<K>(counts: Map<K, number>, of: K): void {
  counts.set(of, (counts.get(of) ?? 0) + 1);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
