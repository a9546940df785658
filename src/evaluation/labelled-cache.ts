import type { Embedding } from '../core/embedder';
import type { CacheQuery, CacheShape } from './cache-shaped';
import { embeddedText } from './judge';
import type { HitLabel } from './sweep';

/** A text that is stored. `id`: by which queries may name it. */
export interface EntryLine {
  readonly text: string;
  readonly id?: string | undefined;
}

/** A text that is looked up, and what is known of entries, which are named by id or text. */
export interface QueryLine {
  readonly text: string;
  /** Entries that ask the same. */
  readonly same: readonly string[];
  /** Entries that ask something else; `undefined`: all that are not among `same`. */
  readonly different?: readonly string[] | undefined;
}

/** Entries of equal text are one, as in a store; names that no entry has are told. */
export function cacheShapeOf(
  { entries, queries }: { readonly entries: readonly EntryLine[]; readonly queries: readonly QueryLine[] },
  embeddings: ReadonlyMap<string, Embedding>,
  candidates: number,
): CacheShape & { readonly unknownNames: readonly string[] } {
  const places = new Map<string, number>();
  for (const { text } of entries) if (!places.has(text)) places.set(text, places.size);
  const names = new Map(places);
  for (const { id, text } of entries) if (id !== undefined) names.set(id, places.get(text) ?? NaN);
  const unknown = queries.flatMap(({ same, different = [] }) => [...same, ...different].filter((n) => !names.has(n)));
  return {
    entries: [...places.keys()].map((text) => embeddedText(text, embeddings)),
    queries: queries.map((query) => queryOf(query, names, embeddings)),
    candidates,
    unknownNames: [...new Set(unknown)],
  };
}

function queryOf(
  { text, same, different }: QueryLine,
  names: ReadonlyMap<string, number>,
  embeddings: ReadonlyMap<string, Embedding>,
): CacheQuery {
  const placesOf = (list: readonly string[]): ReadonlySet<number> =>
    new Set(list.flatMap((name) => names.get(name) ?? []));
  const [right, wrong] = [placesOf(same), different && placesOf(different)];
  const labelOf = (entry: number): HitLabel => {
    if (right.has(entry)) return 'true';
    return wrong === undefined || wrong.has(entry) ? 'false' : 'unlabelled';
  };
  return { ...embeddedText(text, embeddings), labelOf };
}
