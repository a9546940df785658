import { compareAnswers, type CompareDeps } from '../../../src/cache/compare-answers';
import type { Said } from '../../../src/core/dialect';
import type { AnswerPair } from '../../../src/core/judge';
import { verifier } from '../../../src/verifier/verifier';

const said = (text: string): Said => ({ text, calls: [] });

/** Sees no difference: vectors are the subject. */
const BLIND: CompareDeps['verifier'] = {
  explain: ({ similarity: score }) => ({ score, veto: undefined, weakness: 'low-score', vetoes: [], shares: [] }),
};

/** Vectors by the beginning of a text, so that a test says how near two are. */
function deps(
  angles: Readonly<Record<string, number>>,
  judge?: (pair: AnswerPair) => boolean | undefined,
): CompareDeps {
  return {
    verifier,
    embedder: {
      embed: async (text) => {
        const angle = Object.entries(angles).find(([start]) => text.startsWith(start))?.[1];
        if (angle === undefined) return { kind: 'unknown-words' };
        return { kind: 'vector', vector: new Float32Array([Math.cos(angle), Math.sin(angle)]) };
      },
    },
    judge: judge && { saySame: async (pair) => judge(pair) },
  };
}

const compare = (stored: string, fresh: string, of: CompareDeps): Promise<string> =>
  compareAnswers({ question: 'q', stored: said(stored), fresh: said(fresh) }, of);

/** Cosine similarities 0.98, 0.8 and 0.5. */
const [NEAR, MIDDLING, FAR] = [0.98, 0.8, 0.5].map((cosine) => Math.acos(cosine)) as [number, number, number];
const REFUND = 'Refunds are paid within 30 days.';

describe('two answers, by what they mean', () => {
  it('are the same when they are near and nothing named differs', async () => {
    const other = 'You get refunds within 30 days.';
    expect(await compare(REFUND, other, deps({ Refunds: 0, You: NEAR }))).toBe('same');
  });

  it('are different when a number differs, however near they are', async () => {
    const other = 'Refunds get paid within 14 days.';
    expect(await compare(REFUND, other, deps({ 'Refunds are': 0, 'Refunds get': NEAR }))).toBe('different');
  });

  it('are different when they are far apart, without the judge', async () => {
    const judge = (): never => {
      throw new Error('must not be asked');
    };
    expect(await compare(REFUND, 'Cats sleep a lot.', deps({ Refunds: 0, Cats: FAR }, judge))).toBe('different');
  });

  it('are uncertain in between, and where the model cannot tell', async () => {
    const other = 'You get your money back within 30 days.';
    expect(await compare(REFUND, other, deps({ Refunds: 0, You: MIDDLING }))).toBe('uncertain');
    expect(await compare(REFUND, other, deps({ Refunds: 0 }))).toBe('uncertain');
  });

  it('show one differing sentence of a long answer', async () => {
    const alike = 'Alpha is the first of the letters that we use here. '.repeat(30);
    const of = { ...deps({ Alpha: 0, Beta: NEAR, Gamma: MIDDLING }), verifier: BLIND };
    const end = (word: string): string => `\n${`${word} is the last one. `.repeat(24)}`;
    expect(await compare(alike + end('Alpha'), alike + end('Beta'), of)).toBe('same');
    expect(await compare(alike + end('Alpha'), alike + end('Gamma'), of)).toBe('uncertain');
  });
});

describe('the judge', () => {
  const asked: AnswerPair[] = [];
  const saying = (word: boolean | undefined) => (pair: AnswerPair) => {
    asked.push(pair);
    return word;
  };
  beforeEach(() => asked.splice(0));

  it.each<[string, boolean | undefined]>([
    ['same', true],
    ['different', false],
    ['uncertain', undefined],
  ])('%s when it says %s of answers that are neither', async (expected, word) => {
    const other = 'You get your money back within 30 days.';
    expect(await compare(REFUND, other, deps({ Refunds: 0, You: MIDDLING }, saying(word)))).toBe(expected);
    expect(asked).toEqual([{ question: 'q', stored: REFUND, fresh: other }]);
  });

  it('decides on a named difference; where it cannot be asked they are different', async () => {
    const other = 'Refunds get paid within a month, 30 days, of order 7.';
    const angles = { 'Refunds are': 0, 'Refunds get': NEAR };
    expect(await compare(REFUND, other, deps(angles, saying(true)))).toBe('same');
    expect(await compare(REFUND, other, deps(angles, saying(undefined)))).toBe('different');
  });
});
