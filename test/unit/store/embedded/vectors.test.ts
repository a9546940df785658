import { createVectorRows, type VectorRows } from '../../../../src/store/embedded/vectors';
import { cosine, unitVector } from '../../../contract/entry-store';

const DIMS = 7;
const fill = (rows: VectorRows, count: number): Float32Array[] =>
  Array.from({ length: count }, (_, i) => {
    const vector = unitVector(i, DIMS);
    rows.upsert(`id ${i}`, vector, 100 + i);
    return vector;
  });

describe('the rows of a partition', () => {
  it('are searched exactly, also when their number is no multiple of anything', () => {
    const rows = createVectorRows(DIMS, 100);
    const vectors = fill(rows, 13);
    const vector = unitVector(99, DIMS);
    const expected = vectors
      .map((v, i) => ({ id: `id ${i}`, similarity: cosine(vector, v) }))
      .sort((a, b) => b.similarity - a.similarity);
    const found = rows.nearest({ vector, now: 0, limit: 20 });
    expect(found.map((f) => f.id)).toEqual(expected.map((e) => e.id));
    found.forEach((f, i) => {
      expect(f.similarity).toBeCloseTo(expected[i]!.similarity, 6);
    });
    expect(rows.nearest({ vector, now: 0, limit: 3 })).toEqual(found.slice(0, 3));
  });

  it('never score above one', () => {
    const rows = createVectorRows(3, 10);
    const vector = Float32Array.of(0.6, 0.8, 0.0005);
    rows.upsert('a', vector, 1);
    expect(rows.nearest({ vector, now: 0, limit: 1 })).toEqual([{ id: 'a', similarity: 1 }]);
  });

  it('leave out what has expired', () => {
    const rows = createVectorRows(DIMS, 100);
    fill(rows, 5);
    const found = rows.nearest({ vector: unitVector(0, DIMS), now: 102, limit: 10 });
    expect(new Set(found.map((f) => f.id))).toEqual(new Set(['id 3', 'id 4']));
  });

  it.each([0, 2, 4])('lose row %i of five and keep the others right', (gone) => {
    const rows = createVectorRows(DIMS, 100);
    const vectors = fill(rows, 5);
    rows.remove(`id ${gone}`);
    rows.remove('never there');
    expect(rows.size).toBe(4);
    vectors.forEach((vector, i) => {
      const [best] = rows.nearest({ vector, now: 0, limit: 1 });
      if (i === gone) expect(best!.id).not.toBe(`id ${i}`);
      else expect(best).toEqual({ id: `id ${i}`, similarity: expect.closeTo(1, 5) });
    });
  });

  it('replace a vector in place', () => {
    const rows = createVectorRows(DIMS, 100);
    const [first] = fill(rows, 3);
    rows.upsert('id 1', first!, 500);
    expect(rows.size).toBe(3);
    expect(rows.nearest({ vector: first!, now: 400, limit: 5 })).toMatchObject([{ id: 'id 1' }]);
  });

  it('keep the newest when they are full, and say so', () => {
    const rows = createVectorRows(DIMS, 4);
    fill(rows, 4);
    expect(rows.overflowed).toBe(false);
    const before = rows.bytes;
    const vectors = fill(rows, 9);
    expect(rows).toMatchObject({ overflowed: true, size: 4, bytes: before });
    for (const n of [5, 6, 7, 8]) {
      expect(rows.nearest({ vector: vectors[n]!, now: 0, limit: 1 })[0]!.id).toBe(`id ${n}`);
    }
  });
});
