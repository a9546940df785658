import type { PolicySet } from '../policy/policy-set';
import type { CacheCore, CacheOptions, CompiledRules } from './cache-core';
import { createCoalescer } from './coalescing';
import { credentialHasher } from './partition';
import { CacheSession } from './session';
import { createWriteBehind } from './write-behind';

/** What may change while the cache runs; an exchange keeps the one it began with. */
export interface LiveRules {
  readonly policies: PolicySet;
  /** Request headers that say who the caller is. */
  readonly credentialHeaders: readonly string[];
  /** What a lookup may cost at most, ms; then the call goes upstream. */
  readonly lookupBudgetMs: number;
}

/** The semantic cache: one session per exchange. Knows prompts and answers, nothing of Envoy. */
export interface Cache {
  /** @param exchange an id for the decision record, such as x-request-id */
  open(exchange: string): CacheSession;
  apply(rules: LiveRules): void;
  queue(): { readonly jobs: number; readonly bytes: number };
  /** Resolves when every answer that was taken is written. */
  drained(): Promise<void>;
}

export function createCache(options: CacheOptions, rules: LiveRules): Cache {
  const writes = createWriteBehind({ jobs: options.limits.writeQueueJobs, bytes: options.limits.writeQueueBytes });
  const core: CacheCore = {
    ...options,
    writes,
    coalescer: createCoalescer(),
    lookupDeps: {
      codec: options.codec,
      embedder: options.embedder,
      verifier: options.verifier,
      clock: options.clock,
      store: {
        get: async (id) => writes.pending(id) ?? (await options.store.get(id)),
        nearest: (query) => options.store.nearest(query),
      },
      failed: (where, error) => {
        options.observer.failed(where, error);
      },
    },
  };
  let current = compileRules(rules, options.secret);
  return {
    open: (exchange) => new CacheSession(core, current, exchange),
    apply(next) {
      current = compileRules(next, options.secret);
    },
    queue: () => writes.depth(),
    drained: () => writes.drained(),
  };
}

function compileRules(rules: LiveRules, secret: Uint8Array): CompiledRules {
  const { policies, credentialHeaders, lookupBudgetMs } = rules;
  return { policies, credentialHash: credentialHasher(credentialHeaders, secret), lookupBudgetMs };
}
