import fc from 'fast-check';
import { GUARD_REASONS } from '../../../src/core/reason';
import { ACCEPTED } from './accepted-pairs';
import { HARD, SLIP_THROUGH } from './hard-pairs';
import { de } from './languages/de';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { other } from './languages/other';
import { REFUSED } from './refused-pairs';
import { vetoOf } from './veto-of';

describe('a pair that differs in what it asks for', () => {
  for (const reason of GUARD_REASONS)
    it.each(REFUSED[reason])(`is refused for its ${reason}: %s / %s`, (a, b) => {
      expect(vetoOf(a, b)).toBe(reason);
    });
});

describe.each(Object.entries(HARD))('a pair that differs in its %s', (_, pairs) => {
  it.each(pairs)('is refused for its %s: %s / %s', (reason, a, b) => {
    expect(vetoOf(a, b)).toBe(reason);
  });
});

describe('a known failure', () => {
  it.each(SLIP_THROUGH)('still slips through: %s / %s', (a, b) => {
    expect(vetoOf(a, b)).toBeUndefined();
  });
});

describe('a rewording', () => {
  it.each(ACCEPTED)('is accepted: %s / %s', (a, b) => {
    expect(vetoOf(a, b)).toBeUndefined();
  });
});

describe('any two texts', () => {
  const foreign = [de, fr, es, other].flatMap((pairs) => [...Object.values(pairs.refused).flat(), ...pairs.accepted]);
  const listed = [...ACCEPTED, ...Object.values(REFUSED).flat(), ...foreign];
  const words = fc.constantFrom(...listed.flat().flatMap((text) => text.split(' ')), '"', '`', '-', '\n', '5', 'not');
  const text = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  it('are the same when they are identical', () => {
    fc.assert(
      fc.property(text, (a) => {
        expect(vetoOf(a, a)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('get the same verdict whichever of them is asked', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(vetoOf(a, b)).toEqual(vetoOf(b, a));
      }),
      { numRuns: 500 },
    );
    expect(vetoOf('fly x to y', 'fly y to x or x to y')).toEqual(vetoOf('fly y to x or x to y', 'fly x to y'));
    for (const [a, b] of listed) expect(vetoOf(b, a)).toEqual(vetoOf(a, b));
  });

  it('take no more than linear time, whatever they hold', () => {
    const names = (first: string, size: number): string =>
      Array.from({ length: size }, (_, i) => `the old house of ${first}${i.toString(36).replace(/\d/g, 'x')}`).join(
        ' ',
      );
    const cost = (size: number): number => {
      const shapes = [
        'a.',
        'a+',
        "'",
        '"',
        '_a',
        '((',
        'twenty ',
        'a and ',
        'from a to b ',
        '1,000',
        '<a ',
        '1.000.',
        'US ',
        'a-b ',
        'ne pas ',
      ];
      const started = performance.now();
      for (const shape of shapes) vetoOf(shape.repeat(size), shape.repeat(size - 1));
      vetoOf(names('B', size), names('C', size));
      return performance.now() - started;
    };
    cost(500);
    expect(cost(4_000)).toBeLessThan(40 * Math.max(cost(500), 1));
  });
});
