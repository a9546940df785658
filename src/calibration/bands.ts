/** Bands that the scores from the configured threshold to 1 are cut into. */
const BANDS = 6;

/**
 * The lower edges of the bands, strictest first. The distance to 1 doubles from one to the next, so they are finest near 1: about 0.7 of a logit
 * each for a logistic score, and for a cosine they halve the distance. The last one is `configured`.
 */
export function bandEdges(configured: number): readonly number[] {
  const finer = Array.from({ length: BANDS - 1 }, (_, band) => 1 - (1 - configured) / 2 ** (BANDS - 1 - band));
  return [...finer, configured];
}

/** The band of a score, 0 the strictest; -1: below the last edge. */
export function bandOf(edges: readonly number[], score: number): number {
  return edges.findIndex((edge) => score >= edge);
}
