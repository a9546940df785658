/** An entry by its place, and its cosine similarity. */
export interface Near {
  readonly index: number;
  readonly similarity: number;
}

/** Unit vectors in one block of memory. */
export interface VectorBlock {
  readonly dims: number;
  /** Row after row. */
  readonly data: Float32Array;
}

/** @param rows at least so many; those that are left are zero */
export function blockOf(vectors: readonly Float32Array[], dims: number, rows = vectors.length): VectorBlock {
  const data = new Float32Array(rows * dims);
  vectors.forEach((vector, row) => {
    data.set(vector, row * dims);
  });
  return { dims, data };
}

/** Of each query the `limit` nearest rows, best first; every row is compared. */
export function nearestRows(
  rows: VectorBlock,
  queries: readonly Float32Array[],
  limit: number,
): readonly (readonly Near[])[] {
  const found: Near[][] = [];
  // Reading the rows from memory takes longer than the sums: four queries at once share it.
  for (let first = 0; first < queries.length; first += 4) {
    const four = queries.slice(first, first + 4);
    const best = four.map((): Near[] => []);
    eachProduct(rows, blockOf(four, rows.dims, 4), (index, products) => {
      best.forEach((nearest, i) => {
        keep(nearest, { index, similarity: products[i] ?? NaN }, limit);
      });
    });
    found.push(...best);
  }
  return found;
}

/** Calls back with the inner products of each row with four vectors, in an array that is used again. */
function eachProduct(
  { dims, data }: VectorBlock,
  { data: four }: VectorBlock,
  visit: (row: number, products: Float64Array) => void,
): void {
  const products = new Float64Array(4);
  for (let start = 0; start < data.length; start += dims) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < dims; i += 1) {
      const value = data[start + i] ?? 0;
      a += value * (four[i] ?? 0);
      b += value * (four[dims + i] ?? 0);
      c += value * (four[2 * dims + i] ?? 0);
      d += value * (four[3 * dims + i] ?? 0);
    }
    products.set([a, b, c, d]);
    visit(start / dims, products);
  }
}

function keep(nearest: Near[], near: Near, limit: number): void {
  if (nearest.length === limit && near.similarity <= (nearest[limit - 1]?.similarity ?? NaN)) return;
  const at = nearest.findIndex((other) => near.similarity > other.similarity);
  nearest.splice(at === -1 ? nearest.length : at, 0, near);
  if (nearest.length > limit) nearest.pop();
}
