import { createCaptureMemory } from './capture-memory';
import type { CacheCore, CacheOptions, Rules } from './cache-core';
import type { Observer } from '../core/decision';
import type { TraceContext } from '../core/trace-context';
import { createChecks } from './checks';
import { createExplain, type Explain } from './explain';
import { createInspect, type Inspect } from './inspect';
import { createCoalescer } from './coalescing';
import type { LookupDeps } from './lookup';
import { createPreload, type Preload } from './preload';
import { createReports, type Reports } from './reports';
import { CacheSession } from './session';
import { createWriteBehind } from './write-behind';

/** The semantic cache: one session per exchange. Knows prompts and answers, nothing of Envoy. */
export interface Cache {
  /**
   * @param exchange an id for the decision record, such as x-request-id
   * @param trace the trace that it belongs to; asked when the record is made, which is after the answer
   */
  open(exchange: string, trace?: () => TraceContext | undefined): CacheSession;
  apply(rules: Rules): void;
  queue(): { readonly jobs: number; readonly bytes: number };
  /** Bytes that answers which are being copied take. */
  captured(): number;
  /** Puts entries that no call brought. */
  readonly preload: Preload;
  readonly explain: Explain;
  readonly inspect: Inspect;
  /** Answers waiting to be compared. */
  checksWaiting(): number;
  readonly reports: Pick<Reports, 'wrong'>;
  /** Resolves when every answer that was taken is written. */
  drained(): Promise<void>;
  /** Resolves when those that were to be compared are. */
  compared(): Promise<void>;
}

export function createCache(options: CacheOptions, rules: Rules): Cache {
  const writes = createWriteBehind({ jobs: options.limits.writeQueueJobs, bytes: options.limits.writeQueueBytes });
  const failed: Observer['failed'] = (where, error) => {
    options.observer.failed(where, error);
  };
  const found: LookupDeps['store'] = {
    get: async (key, withinMs) => writes.pending(key.id) ?? (await options.store.get(key, withinMs)),
    nearest: (query) => options.store.nearest(query),
  };
  const checks = createChecks({
    ...options,
    ...options.checking,
    store: { ...found, remove: (keys) => options.store.remove(keys) },
    failed,
  });
  const core: CacheCore = {
    ...options,
    writes,
    checks,
    reports: createReports({ ...options, ...options.checking }),
    captures: createCaptureMemory(options.limits.captureBytes),
    coalescer: createCoalescer(),
    lookupDeps: {
      codec: options.codec,
      embedder: options.embedder,
      verifier: options.verifier,
      opinion: options.opinion,
      clock: options.clock,
      thresholds: options.checking.thresholds,
      random: options.checking.random,
      suspected: checks.suspected,
      store: found,
      failed,
    },
  };
  let current = rules;
  return {
    open: (exchange, trace) => new CacheSession(core, current, { exchange, trace }),
    apply(next) {
      current = next;
    },
    queue: () => writes.depth(),
    captured: () => core.captures.held(),
    preload: createPreload(core, () => current),
    explain: createExplain(core, () => current),
    inspect: createInspect(core),
    checksWaiting: () => checks.waiting(),
    reports: core.reports,
    drained: () => writes.drained(),
    compared: () => checks.drained(),
  };
}
