import { verifier } from '../../../src/verifier/verifier';
import { tokenise } from '../../../src/verifier/tokens';
import { WARMING_PAIRS } from '../../../src/verifier/warm-up';

describe('warming up', () => {
  it.each(Object.entries(WARMING_PAIRS))('takes a pair of %s through all guards to the score', (language, pair) => {
    expect([tokenise(pair.asked).language, tokenise(pair.stored).language]).toEqual([language, language]);
    const { score, veto } = verifier.verify({ ...pair, similarity: 0.9 }, 'strict');
    expect(veto).toBeUndefined();
    expect(score).toBeGreaterThan(0);
  });
});
