import { hasLearnedScore } from '../core/policy';
import type { MissReason } from '../core/reason';
import type { Verifier } from '../core/verifier';
import { NEVER, plainThreshold, scoreOf, type EmbeddedText, type Rule } from './judge';
import { blockOf, nearestRows, type Near, type VectorBlock } from './nearest';
import { atHitRate, sweep, type CachePoint, type CacheSweep, type HitLabel, type LookedUp, type Offer } from './sweep';

export interface CacheQuery extends EmbeddedText {
  /** @param entry place among the entries */
  labelOf(entry: number): HitLabel;
}

/** A set of entries and the queries that are looked up in it, none of which is stored. */
export interface CacheShape {
  /** No two of equal text. */
  readonly entries: readonly EmbeddedText[];
  readonly queries: readonly CacheQuery[];
  /** Nearest entries that a lookup tries. */
  readonly candidates: number;
}

export interface CacheEvaluation extends CacheSweep {
  readonly queries: number;
  readonly entries: number;
  readonly candidates: number;
  /** Queries whose text an entry has: hits whatever the threshold, and not among the non-identical ones. */
  readonly identical: number;
  /** Texts that have no embedding, by reason: they are found by the same text only. */
  readonly withoutEmbedding: Readonly<Partial<Record<MissReason, number>>>;
  /** The strictest threshold that hits at least as often as plain cosine does at its own; `undefined`: none does. */
  readonly atCosineHitRate: CachePoint | undefined;
  readonly cosine: CacheSweep;
}

/** A set whose queries have found their nearest entries, which does not depend on what is asked of a hit. */
export interface SearchedShape extends CacheShape {
  /** Of each query; none where the text itself is stored, or has no embedding. */
  readonly near: readonly (readonly Near[])[];
}

/** Compares every query with every entry. */
export function searchAll(shape: CacheShape): SearchedShape {
  const { entries, queries, candidates } = shape;
  const texts = new Set(entries.map(({ text }) => text));
  const { found, vectors } = searchable(entries);
  const asking = queries.flatMap(({ text, embedding }, query) =>
    embedding.kind === 'vector' && !texts.has(text) ? [{ query, vector: embedding.vector }] : [],
  );
  const nearest = nearestRows(
    vectors,
    asking.map(({ vector }) => vector),
    candidates,
  );
  const near: (readonly Near[])[] = queries.map(() => []);
  asking.forEach(({ query }, i) => {
    near[query] = (nearest[i] ?? []).map(({ index, similarity }) => ({ index: found[index] ?? NaN, similarity }));
  });
  return { ...shape, near };
}

/** The rule, and plain cosine beside it, on the same candidates. */
export function evaluateCache(shape: SearchedShape, rule: Rule, verifier: Verifier): CacheEvaluation {
  const { verified, cosine } = lookUpAll(shape, rule, verifier);
  const ofRule = sweep(verified, rule.threshold, !hasLearnedScore(rule.mode));
  const ofCosine = sweep(cosine, plainThreshold(rule), true);
  return {
    queries: shape.queries.length,
    entries: shape.entries.length,
    candidates: shape.candidates,
    identical: verified.filter(({ identical }) => identical).length,
    withoutEmbedding: countWithoutEmbedding([...shape.entries, ...shape.queries]),
    ...ofRule,
    atCosineHitRate: atHitRate(verified, ofCosine.atThreshold.hits),
    cosine: ofCosine,
  };
}

/** The two ways of answering from the same candidates. */
interface Answers {
  readonly verified: readonly LookedUp[];
  readonly cosine: readonly LookedUp[];
}

function lookUpAll({ entries, queries, near }: SearchedShape, rule: Rule, verifier: Verifier): Answers {
  const texts = new Set(entries.map(({ text }) => text));
  const each = (offersOf: (query: CacheQuery, candidates: readonly Near[]) => readonly Offer[]): readonly LookedUp[] =>
    queries.map((query, i) => ({ identical: texts.has(query.text), offers: offersOf(query, near[i] ?? []) }));
  const scored = (query: CacheQuery, { index, similarity }: Near): Offer => {
    const pair = { asked: query.text, stored: entries[index]?.text ?? '', similarity };
    return { score: scoreOf(pair, rule, verifier).score, label: query.labelOf(index) };
  };
  return {
    verified: each((query, candidates) =>
      candidates.map((candidate) => scored(query, candidate)).filter(({ score }) => score !== NEVER),
    ),
    // Any other candidate is further away: it hits at no threshold at which the nearest does not.
    cosine: each((query, candidates) =>
      candidates.slice(0, 1).map(({ index, similarity }) => ({ score: similarity, label: query.labelOf(index) })),
    ),
  };
}

interface Searchable {
  readonly vectors: VectorBlock;
  /** Place among the entries of each row. */
  readonly found: readonly number[];
}

function searchable(entries: readonly EmbeddedText[]): Searchable {
  const found: number[] = [];
  const vectors: Float32Array[] = [];
  entries.forEach(({ embedding }, index) => {
    if (embedding.kind !== 'vector') return;
    found.push(index);
    vectors.push(embedding.vector);
  });
  return { found, vectors: blockOf(vectors, vectors[0]?.length ?? 1) };
}

function countWithoutEmbedding(texts: readonly EmbeddedText[]): CacheEvaluation['withoutEmbedding'] {
  const counts: Partial<Record<MissReason, number>> = {};
  for (const { embedding } of texts) {
    if (embedding.kind !== 'vector') counts[embedding.kind] = (counts[embedding.kind] ?? 0) + 1;
  }
  return counts;
}
