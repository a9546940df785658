import { firstVeto } from '../../../src/verifier/guards';
import { tokenise } from '../../../src/verifier/tokens';
import { de } from './languages/de';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { other } from './languages/other';

describe.each(Object.entries({ de, fr, es, other }))('in %s', (_, { refused, accepted }) => {
  const cases = Object.entries(refused).flatMap(([reason, pairs]) => pairs.map(([a, b]) => ({ reason, a, b })));

  it.each(cases)('$a / $b is refused for its $reason', ({ reason, a, b }) => {
    expect(firstVeto(tokenise(a), tokenise(b))).toBe(reason);
    expect(firstVeto(tokenise(b), tokenise(a))).toBe(reason);
  });

  it.each(accepted)('%s / %s is accepted', (a, b) => {
    expect(firstVeto(tokenise(a), tokenise(b))).toBeUndefined();
    expect(firstVeto(tokenise(b), tokenise(a))).toBeUndefined();
  });
});
