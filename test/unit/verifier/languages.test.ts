import { de } from './languages/de';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { other } from './languages/other';
import { vetoOf } from './veto-of';

describe.each(Object.entries({ de, fr, es, other }))('in %s', (_, { refused, accepted }) => {
  const cases = Object.entries(refused).flatMap(([reason, pairs]) => pairs.map(([a, b]) => ({ reason, a, b })));

  it.each(cases)('$a / $b is refused for its $reason', ({ reason, a, b }) => {
    expect(vetoOf(a, b)).toBe(reason);
    expect(vetoOf(b, a)).toBe(reason);
  });

  it.each(accepted)('%s / %s is accepted', (a, b) => {
    expect(vetoOf(a, b)).toBeUndefined();
    expect(vetoOf(b, a)).toBeUndefined();
  });
});
