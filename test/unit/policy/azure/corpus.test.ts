import { compile, fixtures, fixtureText, NAMED_VALUES, outline, policyFor } from './documents';

interface Expected {
  readonly warnings: readonly string[];
  readonly meaning: readonly string[];
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
}

const examples = fixtures('examples');
const fragments = Object.fromEntries(fixtures('fragments'));
const expected = JSON.parse(fixtureText('expected.json')) as Record<string, Expected>;

function resolved(name: string): Expected & { problems: readonly string[] } {
  const result = compile({ global: examples.get(name), fragments, namedValues: NAMED_VALUES });
  const { inbound, outbound } = policyFor(result)?.program ?? { inbound: [], outbound: [] };
  return {
    problems: result.problems,
    warnings: result.warnings,
    meaning: result.meanings[0]?.lines ?? [],
    inbound: outline(inbound),
    outbound: outline(outbound),
  };
}

describe('Azure policy documents, as people have them', () => {
  it('are all expected to mean something', () => {
    expect([...examples.keys()].sort()).toEqual(Object.keys(expected).sort());
  });

  it.each([...examples.keys()])('%s compiles to what is expected', (name) => {
    expect(resolved(name)).toEqual({ problems: [], ...expected[name] });
  });

  it('never show what a named value holds', () => {
    const shown = JSON.stringify([...examples.keys()].map(resolved));
    expect(shown).not.toContain(NAMED_VALUES['directory-key']);
    expect(shown).not.toContain('90 s');
  });
});
