/** An entry and how near it is. */
export interface Scored {
  readonly id: string;
  readonly similarity: number;
}

/** Cosine of two unit vectors, the second one being a row of a matrix. */
export function dot(query: Float32Array, matrix: Float32Array, at: number): number {
  // Four sums: the additions need not wait for each other.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = query.length - (query.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += (query[i] ?? 0) * (matrix[at + i] ?? 0);
    b += (query[i + 1] ?? 0) * (matrix[at + i + 1] ?? 0);
    c += (query[i + 2] ?? 0) * (matrix[at + i + 2] ?? 0);
    d += (query[i + 3] ?? 0) * (matrix[at + i + 3] ?? 0);
  }
  for (let i = whole; i < query.length; i++) a += (query[i] ?? 0) * (matrix[at + i] ?? 0);
  return Math.max(-1, Math.min(1, a + b + c + d));
}

/** Keeps the best `limit` of what it is offered, best first. */
export function bestOf(limit: number): { offer(id: string, similarity: number): void; best(): readonly Scored[] } {
  const kept: Scored[] = [];
  const scoreAt = (at: number): number => kept[at]?.similarity ?? -Infinity;
  return {
    offer(id, similarity) {
      if (similarity <= scoreAt(limit - 1)) return;
      let at = kept.length;
      while (at > 0 && scoreAt(at - 1) < similarity) at--;
      kept.splice(at, 0, { id, similarity });
      if (kept.length > limit) kept.pop();
    },
    best: () => kept,
  };
}
