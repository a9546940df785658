import { createCaptureMemory } from './capture-memory';
import type { CacheCore, CacheOptions, Rules } from './cache-core';
import { createCoalescer } from './coalescing';
import { createPreload, type Preload } from './preload';
import { CacheSession } from './session';
import { createWriteBehind } from './write-behind';

/** The semantic cache: one session per exchange. Knows prompts and answers, nothing of Envoy. */
export interface Cache {
  /** @param exchange an id for the decision record, such as x-request-id */
  open(exchange: string): CacheSession;
  apply(rules: Rules): void;
  queue(): { readonly jobs: number; readonly bytes: number };
  /** Bytes that answers which are being copied take. */
  captured(): number;
  /** Puts entries that no call brought. */
  readonly preload: Preload;
  /** Resolves when every answer that was taken is written. */
  drained(): Promise<void>;
}

export function createCache(options: CacheOptions, rules: Rules): Cache {
  const writes = createWriteBehind({ jobs: options.limits.writeQueueJobs, bytes: options.limits.writeQueueBytes });
  const core: CacheCore = {
    ...options,
    writes,
    captures: createCaptureMemory(options.limits.captureBytes),
    coalescer: createCoalescer(),
    lookupDeps: {
      codec: options.codec,
      embedder: options.embedder,
      verifier: options.verifier,
      clock: options.clock,
      store: {
        get: async (key, withinMs) => writes.pending(key.id) ?? (await options.store.get(key, withinMs)),
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
    captured: () => core.captures.held(),
    preload: createPreload(core, () => current),
    drained: () => writes.drained(),
  };
}
