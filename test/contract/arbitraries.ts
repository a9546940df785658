import fc from 'fast-check';
import type { DialectName } from '../../src/core/dialect';
import { parseStrictText } from '../../src/dialects/shared/strict-json';
import { fixturesOf } from '../support/dialects';

/**
 * Everything that JSON text may hold: surrogate pairs, lone surrogates, U+2028, line ends, quotes; short and long.
 *
 * @param end what ends a stream of the dialect, as it would be in a text that quotes it
 */
export function texts(end: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', '👋', '\u2028', '\n', '\r', '"', '\\', '\ud83d', end) }),
    fc.string({ unit: fc.constantFrom('a', '👋'), minLength: 150, maxLength: 700 }),
  );
}

/** Integers that a double cannot hold are refused on purpose. */
export const anyValue = fc.jsonValue({ maxDepth: 2 }).filter((value) => parseStrictText(JSON.stringify(value)).ok);

export const logProbability = fc.double({ min: -1e6, max: 0, noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);

/** Fixtures of a dialect by their names. */
export function named(dialect: DialectName, ...names: string[]): Record<string, Buffer> {
  return Object.fromEntries(names.map((name) => [name, fixturesOf(dialect)(name)]));
}
