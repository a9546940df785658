/** Response header of the no-op and the floor server. */
export const FLOOR_MARK = 'x-bench-extproc';

/** How an answer shows that it came the way that a row measures. */
export interface Mark {
  readonly header: string;
  /** A regular expression for the header's value, or `null` when there must be no such header. */
  readonly value: string | null;
}

export const MARKS = {
  untouched: { header: 'cache-status', value: null },
  noop: { header: FLOOR_MARK, value: '^noop$' },
  floor: { header: FLOOR_MARK, value: '^floor$' },
  exact: { header: 'cache-status', value: '^llm-semantic-cache; ?hit;.*detail=exact' },
  semantic: { header: 'cache-status', value: '^llm-semantic-cache; ?hit;.*detail=semantic' },
  miss: { header: 'cache-status', value: '^llm-semantic-cache; ?fwd=miss;' },
  /** A miss because too many texts wait for the model: the cache says so, and the client gets its answer elsewhere. */
  shed: { header: 'cache-status', value: '^llm-semantic-cache; ?fwd=miss;.*detail=(budget-spent|embedder-busy)' },
} as const satisfies Readonly<Record<string, Mark>>;
