import fc from 'fast-check';
import { FEATURES, type FeatureName } from '../../../../src/verifier/score/features';
import file from '../../../../src/verifier/score/weights.json';
import { weights } from '../../../../src/verifier/score/weights';
import { verifier } from '../../../../src/verifier/verifier';
import { ACCEPTED } from '../accepted-pairs';
import { REFUSED } from '../refused-pairs';

const NAMES = Object.keys(FEATURES) as FeatureName[];
const LISTED = [...ACCEPTED, ...Object.values(REFUSED).flat()];

describe('the weights', () => {
  it('have the signs that common sense gives them', () => {
    for (const name of NAMES) expect(weights.weights[name] * FEATURES[name]).toBeGreaterThanOrEqual(0);
    expect(Object.keys(weights.weights).sort()).toEqual([...NAMES].sort());
  });

  it('say what made them, of what, under which licences', () => {
    expect(file).toMatchObject({
      madeBy: expect.stringContaining('tools/verifier') as string,
      seed: expect.any(Number) as number,
    });
    expect(file.data.join('\n')).toMatch(/CC BY 3\.0[^]*CC BY 4\.0[^]*Apache-2\.0[^]*MIT[^]*WordNet licence/);
    expect(file.embedder).toMatch(/^all-MiniLM-L6-v2@/);
  });

  it('name the verifier, so that scores of others are not taken for its own', () => {
    expect(verifier.identity).toContain(weights.id);
  });
});

describe('the verifier', () => {
  const pair = {
    asked: 'How do I sort a list in Python?',
    stored: 'How can I sort a list in Python?',
    similarity: 0.97,
  };

  it('scores by similarity where no score is learned', () => {
    expect(verifier.verify(pair, 'off')).toMatchObject({ score: 0.97, veto: undefined });
    expect(verifier.verify(pair, 'guards')).toMatchObject({ score: 0.97, veto: undefined });
    expect(verifier.threshold('guards', 0.93)).toBe(0.93);
  });

  it('asks for more in strict than in standard mode, whatever the similarity', () => {
    expect(verifier.threshold('strict', 0.5)).toBeGreaterThan(verifier.threshold('standard', 0.99));
  });

  it('serves a plain rewording in both', () => {
    const { score, veto } = verifier.verify(pair, 'strict');
    expect(veto).toBeUndefined();
    expect(score).toBeGreaterThan(verifier.threshold('strict', 0));
  });

  it('scores what a guard refuses with 0, and names all differences in an explanation', () => {
    const other = { asked: 'Name 3 rivers in France', stored: 'Name 4 rivers in Spain', similarity: 0.99 };
    expect(verifier.verify(other, 'standard')).toMatchObject({ score: 0, veto: 'number' });
    expect(verifier.explain(other, 'standard').vetoes).toEqual(expect.arrayContaining(['number', 'entity']));
    expect(verifier.verify(other, 'off')).toMatchObject({ score: 0.99, veto: undefined });
  });

  it('is less sure of a language whose words it does not know, and says so', () => {
    const known = {
      asked: 'Wo wohnen Pinguine im Winter?',
      stored: 'Wo wohnen Pinguine im Winter ?',
      similarity: 0.99,
    };
    const unknown = { asked: 'Hol laknak a pingvinek?', stored: 'hol laknak a pingvinek', similarity: 0.99 };
    expect(verifier.verify(known, 'standard').weakness).toBe('low-score');
    expect(verifier.verify(unknown, 'standard').weakness).toBe('unknown-language');
    expect(verifier.verify(unknown, 'standard').score).toBeLessThan(verifier.verify(known, 'standard').score);
  });

  it('explains a score by shares that add up to it', () => {
    const { score, shares } = verifier.explain(pair, 'standard');
    const logOdds = shares.reduce((sum, { share }) => sum + share, weights.bias);
    expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(score, 10);
    expect(shares.every(({ share }, i) => i === 0 || Math.abs(share) <= Math.abs(shares[i - 1]?.share ?? 0))).toBe(
      true,
    );
  });

  it('gives the same whichever of the two is asked', () => {
    for (const [asked, stored] of LISTED) {
      const there = verifier.verify({ asked, stored, similarity: 0.95 }, 'standard');
      const back = verifier.verify({ asked: stored, stored: asked, similarity: 0.95 }, 'standard');
      expect({ ...back, score: back.score.toFixed(9) }).toEqual({ ...there, score: there.score.toFixed(9) });
    }
  });

  it('is surer the nearer two texts are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTED),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([asked, stored], similarity) => {
          const { score } = verifier.verify({ asked, stored, similarity }, 'standard');
          const nearer = verifier.verify({ asked, stored, similarity: Math.min(1, similarity + 0.01) }, 'standard');
          expect(nearer.score).toBeGreaterThanOrEqual(score);
        },
      ),
      { numRuns: 200 },
    );
  });
});
