import type { CacheCore, CacheOptions, Rules } from './cache-core';
import { createCoalescer } from './coalescing';
import { CacheSession } from './session';
import { createWriteBehind } from './write-behind';

/** The semantic cache: one session per exchange. Knows prompts and answers, nothing of Envoy. */
export interface Cache {
  /** @param exchange an id for the decision record, such as x-request-id */
  open(exchange: string): CacheSession;
  apply(rules: Rules): void;
  queue(): { readonly jobs: number; readonly bytes: number };
  /** Resolves when every answer that was taken is written. */
  drained(): Promise<void>;
}

export function createCache(options: CacheOptions, rules: Rules): Cache {
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
  let current = rules;
  return {
    open: (exchange) => new CacheSession(core, current, exchange),
    apply(next) {
      current = next;
    },
    queue: () => writes.depth(),
    drained: () => writes.drained(),
  };
}
