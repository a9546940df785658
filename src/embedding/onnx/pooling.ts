import type { ModelConfig } from './model-config';

/** Token vectors of one text in a padded batch: `length` rows of `dims` numbers from `offset` on. */
export interface TokenRows {
  readonly data: Float32Array;
  readonly offset: number;
  readonly length: number;
  readonly dims: number;
}

/** One vector from the vectors of a text's tokens, as sentence-transformers' Pooling module does it. */
export function pool(rows: TokenRows, pooling: ModelConfig['pooling']): Float32Array {
  const { data, offset, dims } = rows;
  if (pooling === 'cls') return data.slice(offset, offset + dims);
  const sum = new Float32Array(dims);
  for (let row = 0; row < rows.length; row++) {
    const start = offset + row * dims;
    for (let i = 0; i < dims; i++) sum[i] = (sum[i] ?? 0) + (data[start + i] ?? 0);
  }
  return sum.map((value) => value / rows.length);
}

/** Euclidean length. */
export function norm(vector: Float32Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

export function toUnit(vector: Float32Array): Float32Array {
  const length = norm(vector);
  return vector.map((value) => value / length);
}
