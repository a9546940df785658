import type { Embedding } from '../../../src/core/embedder';
import type { VerifyMode } from '../../../src/core/policy';
import type { Verifier } from '../../../src/core/verifier';
import { judge, NEVER, type Rule } from '../../../src/evaluation/judge';

/** Vetoes by a word, and scores half of the similarity in the modes that have a score of their own. */
const verifier: Verifier = {
  identity: 'halves',
  threshold: (mode, minSimilarity) => (mode === 'standard' ? 0.4 : minSimilarity),
  verify: ({ stored, similarity }, mode) => ({
    score: mode === 'standard' || mode === 'strict' ? similarity / 2 : similarity,
    veto: mode !== 'off' && stored.includes('not') ? 'negation' : undefined,
    weakness: 'low-score',
  }),
  explain: () => {
    throw new Error('not asked for');
  },
};

const VECTOR = (x: number): Embedding => ({ kind: 'vector', vector: new Float32Array([x, Math.sqrt(1 - x * x)]) });
const ASKED = { text: 'do it', embedding: VECTOR(1) };

function judged(text: string, embedding: Embedding, mode: VerifyMode = 'standard') {
  const rule: Rule = { mode, minSimilarity: 0.75, threshold: 0.4 };
  return judge(ASKED, { text, embedding }, rule, verifier);
}

describe('a judgement', () => {
  it('is the score of the verification', () => {
    const { score, similarity, exact } = judged('do that', VECTOR(0.875));
    expect({ exact, similarity, score }).toEqual({ exact: false, similarity: 0.875, score: 0.4375 });
  });

  it('says what a refusal for the score is called', () => {
    expect(judged('do that', VECTOR(0.875)).refusal).toBe('verify-low-score');
    expect(judged('do that', VECTOR(0.875), 'guards').refusal).toBe('below-threshold');
  });

  it('is an exact hit for equal texts, whatever model and verifier say', () => {
    const not = { text: 'not', embedding: { kind: 'unknown-words' } as const };
    expect(judge(not, not, { mode: 'strict', minSimilarity: 1, threshold: 1 }, verifier)).toMatchObject({
      exact: true,
      score: 1,
    });
  });

  const NEAR = { text: 'do that', embedding: VECTOR(1) };

  it.each([
    [{ ...NEAR, text: 'do not' }, 'standard', 'verify-negation'],
    [{ ...NEAR, embedding: VECTOR(0.5) }, 'standard', 'below-threshold'],
    [{ ...NEAR, embedding: { kind: 'window-exceeded' } as const }, 'off', 'window-exceeded'],
    [{ ...NEAR, embedding: { kind: 'unknown-words' } as const }, 'guards', 'unknown-words'],
    [{ text: 'do not', embedding: VECTOR(0.5) }, 'guards', 'verify-negation'],
  ] as const)('%#: is no hit at any threshold', ({ text, embedding }, mode, refusal) => {
    expect(judged(text, embedding, mode)).toMatchObject({ score: NEVER, refusal });
  });

  it('has no floor beside the threshold where the score is the similarity', () => {
    expect(judged('do not', VECTOR(0.5), 'off')).toMatchObject({ score: 0.5, refusal: 'below-threshold' });
    expect(judged('do that', VECTOR(0.5), 'guards')).toMatchObject({ score: 0.5 });
  });
});
