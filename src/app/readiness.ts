import type { PartReadiness } from '../admin/readyz';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import { StoreUnavailableError } from '../core/errors';

export interface Readiness {
  /** What works and what does not, and why; for /readyz. */
  parts(): Promise<readonly PartReadiness[]>;
  serving(now: boolean): void;
}

export function createReadiness(of: {
  readonly store: () => EntryStore | undefined;
  readonly embedder: () => Embedder | undefined;
}): Readiness {
  let serving = false;
  return {
    serving(now) {
      serving = now;
    },
    async parts() {
      return [await storeReadiness(of.store()), modelReadiness(of.embedder()), servingReadiness(serving)];
    },
  };
}

async function storeReadiness(store: EntryStore | undefined): Promise<PartReadiness> {
  if (store === undefined) return { part: 'store', ready: false, detail: 'not open yet' };
  try {
    await store.check();
    return { part: 'store', ready: true, detail: 'reads and writes' };
  } catch (error) {
    // Not a reason to take this replica, and whatever runs beside it, out of service: calls go upstream.
    if (error instanceof StoreUnavailableError)
      return { part: 'store', ready: true, detail: `degraded: ${error.message}` };
    return { part: 'store', ready: false, detail: error instanceof Error ? error.message : 'check failed' };
  }
}

function modelReadiness(embedder: Embedder | undefined): PartReadiness {
  if (embedder === undefined) return { part: 'model', ready: false, detail: 'not loaded yet' };
  return { part: 'model', ready: true, detail: embedder.identity };
}

function servingReadiness(serving: boolean): PartReadiness {
  return { part: 'ext_proc', ready: serving, detail: serving ? 'takes streams' : 'not started, or stopping' };
}
