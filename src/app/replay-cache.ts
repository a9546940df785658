import { randomBytes } from 'node:crypto';
import { createCache, type Cache } from '../cache/cache';
import { createThresholdLearner } from '../calibration/learner';
import type { Settings } from '../config/settings';
import type { Observer } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import { ConfigurationError } from '../core/errors';
import type { SecondOpinion } from '../core/second-opinion';
import { compilePolicies } from '../policy/compile';
import { virtualClock, type VirtualClock } from '../replay/virtual-clock';
import { openEmbeddedStore } from '../store/embedded/open';
import { verifier } from '../verifier/verifier';
import { cacheLimits } from './cache-limits';
import { recordedOnly } from './replay-answers';
import { asIfServing, type ServingPolicies } from './replay-policies';
import { createThresholds } from './thresholds';

export interface ReplayCacheParts extends Pick<Observer, 'decided' | 'failed'> {
  readonly embedder: Embedder;
  readonly opinion: SecondOpinion | undefined;
  readonly codec: Codec;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

/** The cache as the service has it, on a virtual clock and an embedded store of its own. */
export interface ReplayCache {
  readonly cache: Cache;
  readonly clock: VirtualClock;
  readonly store: EntryStore;
  readonly policies: ServingPolicies;
  /** What one lookup may take, ms. */
  readonly lookupBudgetMs: number;
  readonly failed: Observer['failed'];
  /** Removes what has expired by the clock, or is beyond the store's bounds. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** No call waits here, and a busy machine is not to be taken for a property of the recording. */
const NO_BUDGET_MS = 3_600_000;
/** An embedded store's bounds, where the configured one has none. */
const UNBOUNDED = { maxBytes: 64 * 2 ** 30, maxEntries: 100_000_000 };

/** @param path of the store @throws ConfigurationError, StoreError */
export async function openReplayCache(path: string, settings: Settings, parts: ReplayCacheParts): Promise<ReplayCache> {
  const { embedder, opinion, codec, random, decided, failed } = parts;
  const { maxBytes, maxEntries, prompts } = settings.store;
  const clock = virtualClock();
  const surroundings = { now: () => clock.now(), random };
  const { set, problems } = compilePolicies({ ...settings, native: settings.policies }, surroundings);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const policies = asIfServing(set);
  const store = await openEmbeddedStore({
    path,
    clock,
    maxBytes: maxBytes === 0 ? UNBOUNDED.maxBytes : maxBytes,
    maxEntries: maxEntries === 0 ? UNBOUNDED.maxEntries : maxEntries,
  });
  const thresholds = createThresholds({
    log: store.labels,
    createLearner: createThresholdLearner,
    embedder: embedder.identity,
    verifier,
    clock,
    failed,
  });
  const observer = { decided, failed, swept: ignore, checked: ignore, reported: ignore, falseEntryRemoved: ignore };
  const cache = createCache(
    {
      codec: recordedOnly(codec),
      embedder,
      store,
      verifier,
      opinion,
      clock,
      observer,
      // A judge would be sent the answers, and nothing is to leave this process.
      checking: { thresholds, judge: undefined, observer, random },
      privacy: { secret: randomBytes(32), prompts, encrypted: false },
      limits: cacheLimits(settings.limits),
    },
    { policies: policies.set, lookupBudgetMs: NO_BUDGET_MS },
  );
  return {
    cache,
    clock,
    store,
    policies,
    failed,
    lookupBudgetMs: NO_BUDGET_MS,
    async sweep() {
      const step = (): ReturnType<typeof store.sweep> =>
        store.sweep({ now: clock.now(), limit: settings.sweeper.batch });
      while ((await step()).more);
    },
    async close() {
      await thresholds.stop();
      await store.close();
    },
  };
}

function ignore(): void {
  // Of no interest here.
}
