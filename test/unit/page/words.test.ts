import { featureInWords } from '../../../src/core/feature-words';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS, STORE_REFUSALS } from '../../../src/core/reason';
import { reasonInWords } from '../../../src/core/reason-words';
import { FEATURES } from '../../../src/verifier/score/features';

describe('the words that the page has for', () => {
  it.each<[string, readonly string[]]>([
    ['hit', HIT_REASONS],
    ['miss', MISS_REASONS],
    ['bypass', BYPASS_REASONS],
    ['refused', STORE_REFUSALS],
  ])('each reason of kind "%s" are a line, and none are for another', (kind, reasons) => {
    for (const reason of reasons)
      expect([reason, reasonInWords(kind, reason)]).toEqual([reason, expect.stringMatching(/^.{10,160}$/)]);
    expect(reasonInWords(kind, 'of-next-year')).toBeUndefined();
  });

  it('each feature of the score are a line, and no two the same', () => {
    const words = Object.keys(FEATURES).map(featureInWords);
    expect(words).not.toContain(undefined);
    expect(new Set(words).size).toBe(words.length);
    expect(featureInWords('of-next-year')).toBeUndefined();
  });
});
