import type { Embedding } from '../../../src/core/embedder';
import type { Verifier } from '../../../src/core/verifier';
import { evaluateCache, searchAll } from '../../../src/evaluation/cache-shaped';
import { cacheShapeOf, type QueryLine } from '../../../src/evaluation/labelled-cache';
import { blockOf, nearestRows } from '../../../src/evaluation/nearest';
import { seededRandom } from '../../../src/evaluation/random';
import { pointAt } from '../../../src/evaluation/sweep';

/** Unit vectors in a plane, by their angle in degrees: the similarity of two is the cosine of the angle between. */
const at = (degrees: number): Embedding => ({
  kind: 'vector',
  vector: new Float32Array([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]),
});

const EMBEDDINGS: ReadonlyMap<string, Embedding> = new Map([
  ['cats', at(0)],
  ['dogs', at(10)],
  ['not cats', at(1)],
  ['birds', at(90)],
  ['kittens?', at(2)],
  ['puppies?', at(12)],
  ['fish?', at(45)],
  ['long', { kind: 'window-exceeded' }],
]);
const ENTRIES = [
  { text: 'cats', id: 'c' },
  { text: 'dogs' },
  { text: 'not cats' },
  { text: 'birds' },
  { text: 'cats' },
];

/** Vetoes what says "not"; scores as similar as it is. */
const verifier: Verifier = {
  identity: 'not-1',
  threshold: (_mode, minSimilarity) => minSimilarity,
  verify: ({ stored, similarity }) => ({
    score: similarity,
    veto: stored.startsWith('not') ? 'negation' : undefined,
    weakness: 'low-score',
  }),
  explain: () => {
    throw new Error('not asked for');
  },
};

function evaluated(queries: readonly QueryLine[], candidates = 3) {
  const shape = searchAll(cacheShapeOf({ entries: ENTRIES, queries }, EMBEDDINGS, candidates));
  return evaluateCache(shape, { mode: 'guards', minSimilarity: 0.99, threshold: 0.99 }, verifier);
}

describe('a cache-shaped evaluation', () => {
  it('serves the first candidate that passes, where plain cosine serves the nearest', () => {
    const { atThreshold, cosine } = evaluated([{ text: 'kittens?', same: ['c'] }]);
    expect(atThreshold).toMatchObject({ hits: 1, hitRate: 1, trueHits: 1, falseHits: 0, unlabelled: 0, falseShare: 0 });
    expect(cosine.atThreshold).toMatchObject({ hits: 1, trueHits: 0, falseHits: 1, falseShare: 1 });
  });

  it('looks at no more candidates than a lookup does', () => {
    expect(evaluated([{ text: 'kittens?', same: ['c'] }], 1).atThreshold).toMatchObject({
      hits: 0,
      falseShare: undefined,
    });
  });

  it('counts hits on entries of unknown label apart', () => {
    const query = { text: 'kittens?', same: ['birds'], different: ['dogs'] };
    expect(evaluated([query]).atThreshold).toMatchObject({ hits: 1, trueHits: 0, falseHits: 0, unlabelled: 1 });
  });

  it('tells identical texts from others, and takes equal entries as one', () => {
    const found = evaluated([
      { text: 'cats', same: [] },
      { text: 'puppies?', same: ['dogs'] },
      { text: 'fish?', same: [] },
    ]);
    expect(found).toMatchObject({ queries: 3, entries: 4, identical: 1, candidates: 3 });
    expect(found.atThreshold).toMatchObject({ hits: 2, hitRate: 2 / 3, trueHits: 1, falseHits: 0 });
  });

  it('finds what has no embedding by the same text only, and counts it', () => {
    const found = evaluated([{ text: 'long', same: ['c'] }]);
    expect(found).toMatchObject({ atThreshold: { hits: 0 }, withoutEmbedding: { 'window-exceeded': 1 } });
  });

  it('sweeps thresholds, strictest first, with hits that only grow', () => {
    const { sweep } = evaluated([
      { text: 'kittens?', same: ['c'] },
      { text: 'fish?', same: [] },
    ]);
    const thresholds = sweep.map(({ threshold }) => threshold);
    expect(thresholds).toEqual([...thresholds].sort((x, y) => y - x));
    expect(sweep.map(({ hits }) => hits)).toEqual([...sweep.map(({ hits }) => hits)].sort());
  });

  it('finds the threshold that hits as often as plain cosine', () => {
    const found = evaluated([
      { text: 'kittens?', same: ['c'] },
      { text: 'puppies?', same: ['dogs'] },
    ]);
    // Cosine hits twice at 0.99; so does the rule when it is as loose as its second best score.
    expect(found.cosine.atThreshold.hits).toBe(2);
    expect(found.atCosineHitRate?.hits).toBe(2);
    expect(found.atCosineHitRate?.threshold).toBeCloseTo(Math.cos((2 * Math.PI) / 180), 6);
  });

  it('tells of names that no entry has', () => {
    const queries = [{ text: 'fish?', same: ['c', 'ghost'], different: ['ghost', 'spirit'] }];
    expect(cacheShapeOf({ entries: ENTRIES, queries }, EMBEDDINGS, 3).unknownNames).toEqual(['ghost', 'spirit']);
  });

  it('serves at a threshold what has that score', () => {
    const looked = [
      {
        identical: false,
        offers: [
          { score: 0.4, label: 'false' },
          { score: 0.6, label: 'true' },
        ],
      },
    ] as const;
    expect(pointAt(looked, 0.6)).toMatchObject({ trueHits: 1, falseHits: 0 });
    expect(pointAt(looked, 0.4)).toMatchObject({ trueHits: 0, falseHits: 1 });
    expect(pointAt(looked, 0.61)).toMatchObject({ hits: 0 });
  });
});

describe('the nearest rows', () => {
  it('are those that sorting all of them gives', () => {
    const random = seededRandom(4);
    const drawn = (count: number) =>
      Array.from({ length: count }, () => Float32Array.from({ length: 7 }, () => random() - 0.5));
    const [rows, queries] = [drawn(50), drawn(6)];
    const found = nearestRows(blockOf(rows, 7), queries, 5);
    expect(found).toHaveLength(6);
    for (const [i, query] of queries.entries()) {
      const dot = (row: Float32Array): number => row.reduce((sum, x, place) => sum + x * query[place]!, 0);
      const sorted = rows.map((row, index) => ({ index, similarity: dot(row) }));
      sorted.sort((x, y) => y.similarity - x.similarity);
      const best = sorted
        .slice(0, 5)
        .map(({ index, similarity }) => ({ index, similarity: expect.closeTo(similarity, 6) }));
      expect(found[i]).toEqual(best);
    }
    expect(nearestRows(blockOf([], 7), queries.slice(0, 1), 5)).toEqual([[]]);
  });
});
