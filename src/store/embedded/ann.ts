import { Index, MetricKind, ScalarKind } from 'usearch';
import type { Search } from './vectors';

/** A graph index over the vectors of one large partition. Approximate: the caller scores its candidates exactly. */
export interface AnnIndex {
  /** Vectors that can be found. */
  readonly size: number;
  /** Vectors that were removed, but still take room in the graph: taking one out costs 80 µs, skipping it nothing. */
  readonly ghosts: number;
  has(id: string): boolean;
  upsert(id: string, vector: Float32Array, expiresAt: number): void;
  remove(id: string): void;
  /** Ids of entries, not expired, that are probably the nearest ones; a few more than asked for. */
  candidates(search: Search): readonly string[];
}

/** Half precision ranks slightly differently from f32, so more are fetched than are wanted. */
const FETCH_AT_LEAST = 32;
/** Where a search gives up fetching more because most of what it got has expired or gone. */
const FETCH_AT_MOST = 1024;
/** usearch takes 0 for "as many as there are cores", and starts threads for each call. */
const THREADS = 1;

export function createAnnIndex(dims: number): AnnIndex {
  // f16: recall of 1.0 at 20,000 × 384 where i8 loses some. With 32 links each of 50,000 is found by its own vector, with 16 one in
  // twenty is not. 64 adds twice as fast as the default 128, recall the same.
  const index = new Index({
    dimensions: dims,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: 32,
    expansion_add: 64,
    expansion_search: 64,
    multi: false,
  });
  const keys = new Map<string, bigint>();
  const rows = new Map<bigint, { id: string; expiresAt: number }>();
  let nextKey = 0n;

  function remove(id: string): void {
    const key = keys.get(id);
    if (key === undefined) return;
    keys.delete(id);
    rows.delete(key);
  }

  function fetch(search: Search, count: number): readonly string[] {
    const { keys: found } = index.search(search.vector, count, THREADS);
    const alive = [...found].flatMap((key) => {
      const row = rows.get(key);
      return row && row.expiresAt > search.now ? row.id : [];
    });
    const exhausted = found.length < count || count >= FETCH_AT_MOST;
    return alive.length >= search.limit || exhausted ? alive : fetch(search, count * 4);
  }

  return {
    get size() {
      return keys.size;
    },
    get ghosts() {
      return Number(nextKey) - keys.size;
    },
    has: (id) => keys.has(id),
    upsert(id, vector, expiresAt) {
      remove(id);
      const key = nextKey++;
      index.add(key, vector, THREADS);
      keys.set(id, key);
      rows.set(key, { id, expiresAt });
    },
    remove,
    candidates: (search) => (keys.size === 0 ? [] : fetch(search, Math.max(FETCH_AT_LEAST, search.limit * 4))),
  };
}
