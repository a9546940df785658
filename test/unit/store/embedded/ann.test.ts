import { createAnnIndex } from '../../../../src/store/embedded/ann';
import { unitVector } from '../../../contract/entry-store';

const DIMS = 16;
const search = (seed: number, now = 0): { vector: Float32Array; now: number; limit: number } => ({
  vector: unitVector(seed, DIMS),
  now,
  limit: 5,
});

describe('the index of a large partition', () => {
  it('finds nothing while it is empty', () => {
    expect(createAnnIndex(DIMS).candidates(search(1))).toEqual([]);
  });

  it('finds each of its vectors, and no longer when it is removed', () => {
    const index = createAnnIndex(DIMS);
    for (let i = 0; i < 500; i++) index.upsert(`${i}`, unitVector(i, DIMS), 100);
    for (let i = 0; i < 500; i += 50) expect(index.candidates(search(i))[0]).toBe(`${i}`);
    index.remove('50');
    index.remove('never there');
    expect(index.candidates(search(50))).not.toContain('50');
    expect(index).toMatchObject({ size: 499, ghosts: 1 });
    expect(index.has('50')).toBe(false);
    expect(index.has('51')).toBe(true);
  });

  it('moves a vector that is put again', () => {
    const index = createAnnIndex(DIMS);
    for (let i = 0; i < 200; i++) index.upsert(`${i}`, unitVector(i, DIMS), 100);
    index.upsert('7', unitVector(1000, DIMS), 100);
    expect(index.candidates(search(1000))[0]).toBe('7');
    expect(index.size).toBe(200);
  });

  it('looks past what has expired or gone, even when that is nearest and plenty', () => {
    const index = createAnnIndex(DIMS);
    const near = (i: number): Float32Array => unitVector(1, DIMS).map((x, j) => x + (j === i % DIMS ? 1e-3 * i : 0));
    for (let i = 0; i < 300; i++) index.upsert(`near ${i}`, near(i % 20), i < 150 ? 10 : 1000);
    for (let i = 0; i < 300; i++) index.upsert(`far ${i}`, unitVector(i + 10, DIMS), 1000);
    for (let i = 150; i < 300; i++) index.remove(`near ${i}`);
    const found = index.candidates(search(1, 10));
    expect(found.length).toBeGreaterThanOrEqual(5);
    expect(found.every((id) => id.startsWith('far'))).toBe(true);
  });
});
