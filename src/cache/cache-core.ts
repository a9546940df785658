import type { Clock } from '../core/clock';
import type { Observer } from '../core/decision';
import type { Codec } from '../core/dialect';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import type { RequestHead } from '../core/exchange';
import type { Verifier } from '../core/verifier';
import type { PolicySet } from '../policy/policy-set';
import type { Coalescer } from './coalescing';
import type { LookupDeps } from './lookup';
import type { WriteBehind } from './write-behind';

export interface CacheLimits {
  /** Request bodies above this many bytes bypass the cache. */
  readonly requestBytes: number;
  /** Answers above this many bytes (as they travelled) are not kept. */
  readonly responseBytes: number;
  readonly writeQueueJobs: number;
  readonly writeQueueBytes: number;
}

export interface CacheOptions {
  readonly codec: Codec;
  readonly embedder: Embedder;
  readonly store: EntryStore;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly limits: CacheLimits;
  /** Key of the credential hash; must be the same for every process that shares the store. */
  readonly secret: Uint8Array;
}

/** Everything that sessions share. */
export interface CacheCore extends CacheOptions {
  readonly lookupDeps: LookupDeps;
  readonly coalescer: Coalescer;
  readonly writes: WriteBehind;
}

/** The rules that an exchange begins with and keeps to its end, whatever is reloaded meanwhile. */
export interface CompiledRules {
  readonly policies: PolicySet;
  readonly credentialHash: (head: RequestHead) => string;
  readonly lookupBudgetMs: number;
}
