import type { Clock } from '../core/clock';
import type { Observer } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import type { SecondOpinion } from '../core/second-opinion';
import type { Verifier } from '../core/verifier';
import type { PolicySet } from '../policy/policy-set';
import type { CaptureMemory } from './capture-memory';
import type { CheckParts, Checks } from './checks';
import type { Coalescer } from './coalescing';
import type { LookupDeps } from './lookup';
import type { Privacy } from './partition';
import type { Reports } from './reports';
import type { WriteBehind } from './write-behind';

export interface CacheLimits {
  /** Request bodies above this many bytes bypass the cache. */
  readonly requestBytes: number;
  /** Answers above this many bytes (as they travelled) are not kept. */
  readonly responseBytes: number;
  /** What all answers that are being copied may take together; a further one is not kept. */
  readonly captureBytes: number;
  readonly writeQueueJobs: number;
  readonly writeQueueBytes: number;
}

export interface CacheOptions {
  readonly codec: Codec;
  readonly embedder: Embedder;
  readonly store: EntryStore;
  readonly verifier: Verifier;
  /** Asked of candidates that the verifier lets pass, by policies that verify with a score; `undefined`: nobody is. */
  readonly opinion?: SecondOpinion | undefined;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly limits: CacheLimits;
  readonly privacy: Privacy;
  readonly checking: CheckParts;
}

/** Everything that sessions share. */
export interface CacheCore extends CacheOptions {
  readonly lookupDeps: LookupDeps;
  readonly coalescer: Coalescer;
  readonly captures: CaptureMemory;
  readonly writes: WriteBehind;
  readonly checks: Checks;
  readonly reports: Reports;
}

/** What may change while the cache runs; an exchange keeps to its end what it began with. */
export interface Rules {
  readonly policies: PolicySet;
  /** What a lookup may cost at most, ms; then the call goes upstream. */
  readonly lookupBudgetMs: number;
}
