import { setImmediate } from 'node:timers/promises';
import type { EntryHead, EntryStore } from '../core/entry';
import type { EntryPlace } from '../core/entry-order';
import type { SearchRequest } from './entry-query';

/** What one request looks at; the next one goes on from there. */
const MOST_LOOKED_AT = 20_000;
const LONGEST_MS = 1000;

export interface SearchResult {
  readonly heads: readonly EntryHead[];
  /** Behind which to go on; `undefined`: that was all. Something may follow, or nothing. */
  readonly after: EntryPlace | undefined;
}

/** The newest entries that are meant, read from the store until there are enough, or it has taken enough. */
export async function search(
  store: Pick<EntryStore, 'scanNewestFirst'>,
  { filter, text, limit, after, expired }: SearchRequest,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<SearchResult> {
  const wanted = text?.toLowerCase();
  const isMeant = ({ expiresAt, comparedText }: EntryHead): boolean =>
    (expired || expiresAt > now) && (wanted === undefined || comparedText.toLowerCase().includes(wanted));
  const deadline = performance.now() + LONGEST_MS;
  const heads: EntryHead[] = [];
  let looked = 0;
  let last: EntryHead | undefined;
  for await (const page of store.scanNewestFirst(filter, after)) {
    for (const head of page) {
      // One more is there than fits.
      if (isMeant(head) && heads.push(head) > limit) return { heads: heads.slice(0, limit), after: heads[limit - 1] };
    }
    looked += page.length;
    last = page.at(-1) ?? last;
    if (signal.aborted || looked >= MOST_LOOKED_AT || performance.now() > deadline) return { heads, after: last };
    // Calls have their turn.
    await setImmediate();
  }
  return { heads, after: undefined };
}
