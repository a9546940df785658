import { NEVER } from '../../../src/evaluation/judge';
import { evaluateCosine, evaluatePairs, thresholdedPairs } from '../../../src/evaluation/pairs';
import { judged } from './judged';

const PAIRS = [
  judged(1, true, { exact: true, similarity: 1, kind: 'case', lang: 'en' }),
  judged(0.9, true, { similarity: 0.97, kind: 'typo', lang: 'en' }),
  judged(0.8, false, { similarity: 0.96, kind: 'number', lang: 'de' }),
  judged(0.3, true, { similarity: 0.96, kind: 'typo', lang: 'de' }),
  judged(NEVER, false, { similarity: 0.99, kind: 'number', lang: 'en', refusal: 'verify-number' }),
  judged(NEVER, false, { similarity: undefined, kind: 'long', refusal: 'window-exceeded' }),
];

describe('an evaluation of pairs', () => {
  const found = evaluatePairs(PAIRS, 0.5);

  it('counts pairs and what the threshold serves', () => {
    expect(found).toMatchObject({ n: 6, same: 3, different: 3, identical: 1, threshold: 0.5 });
    expect(found.atThreshold).toMatchObject({ trueHits: 2, falseHits: 1, precision: 2 / 3, recall: 2 / 3 });
    // Clopper and Pearson for 2 of 3.
    expect(found.atThreshold.precisionInterval.low).toBeCloseTo(0.0943, 4);
    expect(found.atThreshold.precisionInterval.high).toBeCloseTo(0.9916, 4);
  });

  it('breaks hits down by kind and language', () => {
    expect(found.byKind).toEqual({
      case: { n: 1, same: 1, hits: 1, falseHits: 0 },
      long: { n: 1, same: 0, hits: 0, falseHits: 0 },
      number: { n: 2, same: 0, hits: 1, falseHits: 1 },
      typo: { n: 2, same: 2, hits: 1, falseHits: 0 },
    });
    expect(found.byLang).toEqual({
      '(none)': { n: 1, same: 0, hits: 0, falseHits: 0 },
      de: { n: 2, same: 1, hits: 1, falseHits: 1 },
      en: { n: 3, same: 2, hits: 2, falseHits: 0 },
    });
  });

  it('counts every pair that is no hit by its reason', () => {
    expect(found.refusals).toEqual({
      'verify-low-score': { same: 1, different: 0 },
      'verify-number': { same: 0, different: 1 },
      'window-exceeded': { same: 0, different: 1 },
    });
  });

  it('has the pairs beside each other by plain cosine, without vetoes', () => {
    const cosine = evaluateCosine(PAIRS, 0.965);
    expect(cosine.atThreshold).toMatchObject({ trueHits: 2, falseHits: 1 });
    expect(cosine.refusals).toEqual({
      'below-threshold': { same: 1, different: 1 },
      'window-exceeded': { same: 0, different: 1 },
    });
    // 1, 0.99 false, 0.97, then a tie of one each, then what has no similarity: of 3 × 3 comparisons 3 + 2 + 1.5.
    expect(cosine.auc).toBeCloseTo(6.5 / 9, 12);
  });

  it('serves equal texts at any threshold, and knows no kinds where there are none', () => {
    const exact = judged(1, true, { exact: true });
    expect(evaluatePairs([exact], 1.1)).toMatchObject({ atThreshold: { trueHits: 1 }, byKind: {}, byLang: {} });
  });

  it('has neither precision nor recall of nothing', () => {
    expect(evaluatePairs([], 0.5)).toMatchObject({
      n: 0,
      auc: undefined,
      ece: undefined,
      atThreshold: { precision: undefined, recall: 0, precisionInterval: { low: 0, high: 1 } },
    });
  });

  it('leaves to a threshold what it can decide', () => {
    expect(thresholdedPairs(PAIRS)).toEqual([
      { same: true, score: 0.9 },
      { same: false, score: 0.8 },
      { same: true, score: 0.3 },
    ]);
  });
});
