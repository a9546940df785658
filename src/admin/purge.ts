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

/** Removes what the filter picks, a page at a time, until all is gone or the client has left. */
export async function purge(
  store: Pick<EntryStore, 'scan' | 'remove'>,
  { filter, dryRun }: PurgeRequest,
  signal: AbortSignal,
): Promise<PurgeResult> {
  const sample: string[] = [];
  let matched = 0;
  let removed = 0;
  for await (const page of store.scan(filter)) {
    if (signal.aborted) break;
    matched += page.length;
    sample.push(...page.slice(0, SAMPLE - sample.length).map(({ id }) => id));
    if (!dryRun) removed += await store.remove(page.map(({ id, partition }) => ({ id, partition })));
  }
  return { dryRun, matched, removed, sample };
}
