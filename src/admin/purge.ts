import type { EntryStore } from '../core/entry';
import type { PurgeRequest } from './entry-query';

/** Ids that an answer shows. */
const SAMPLE = 10;

export interface PurgeResult {
  readonly dryRun: boolean;
  readonly matched: number;
  /** Fewer than matched when somebody else removed some meanwhile. */
  readonly removed: number;
  readonly sample: readonly string[];
}

export interface PurgeProgress {
  readonly signal: AbortSignal;
  /** Told after every page, for what has gone by then has gone, however it ends. */
  readonly counted: (counts: Pick<PurgeResult, 'matched' | 'removed'>) => void;
}

/** Removes what the filter picks, a page at a time, until all is gone or the client has left. */
export async function purge(
  store: Pick<EntryStore, 'scan' | 'remove'>,
  { filter, dryRun }: PurgeRequest,
  { signal, counted }: PurgeProgress,
): Promise<PurgeResult> {
  const sample: string[] = [];
  let matched = 0;
  let removed = 0;
  for await (const page of store.scan(filter)) {
    if (signal.aborted) break;
    matched += page.length;
    sample.push(...page.slice(0, SAMPLE - sample.length).map(({ id }) => id));
    if (!dryRun) removed += await store.remove(page.map(({ id, partition }) => ({ id, partition })));
    counted({ matched, removed });
  }
  counted({ matched, removed });
  return { dryRun, matched, removed, sample };
}
