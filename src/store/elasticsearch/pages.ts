import type { Client, estypes } from '@elastic/elasticsearch';
import { errorType } from './failure';

/** How long the cluster keeps the view of an index between two pages. */
const KEEP_ALIVE = '1m';

export type Hit<T> = estypes.SearchHit<T>;

/** What each page is to have. */
export interface PageRequest {
  readonly size: number;
  readonly query: estypes.QueryDslQueryContainer;
  /** Fields of the documents; none: only their names and versions. */
  readonly fields: readonly string[];
  /** The same for all pages; none: as the index has them. */
  readonly order?: readonly estypes.SortCombinations[];
}

/** Goes through indices page by page under a point in time: nothing comes twice, nothing is left out, whatever is written meanwhile. */
export interface Pages<T> {
  /** Shorter than `size`: the last one. */
  next(request: PageRequest): Promise<readonly Hit<T>[]>;
  close(): Promise<void>;
}

export async function openPages<T>(client: Client, index: string): Promise<Pages<T>> {
  const opened = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE, ignore_unavailable: true });
  let id = opened.id;
  let after: estypes.SortResults | undefined;
  return {
    async next({ size, query, fields, order = [] }) {
      const answer = await client.search<T>({
        pit: { id, keep_alive: KEEP_ALIVE },
        size,
        query,
        sort: [...order, { _shard_doc: 'asc' }],
        track_total_hits: false,
        // A part that is away must not look like the end.
        allow_partial_search_results: false,
        seq_no_primary_term: true,
        _source: fields.length === 0 ? false : [...fields],
        ...(after === undefined ? {} : { search_after: after }),
      });
      id = answer.pit_id ?? id;
      after = answer.hits.hits.at(-1)?.sort ?? after;
      return answer.hits.hits;
    },
    async close() {
      // It goes by itself after a while; an error here would only hide another one.
      await client.closePointInTime({ id }).catch(() => undefined);
    },
  };
}

/** The view is gone: the pauses were too long, or a node went away. */
export function isStale(error: unknown): boolean {
  return ['search_phase_execution_exception', 'search_context_missing_exception'].includes(errorType(error));
}
