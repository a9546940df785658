import { parse } from 'yaml';
import type { AzurePolicies } from '../../../../src/policy/sources';
import { BROKEN_FRAGMENTS, compileText, fixtureText } from './documents';

interface Broken {
  readonly name: string;
  readonly text: string;
  readonly change?: Partial<AzurePolicies>;
  readonly problems: readonly string[];
}

const documents = parse(fixtureText('broken.yaml')) as readonly Broken[];

describe('broken Azure policy documents', () => {
  it.each(documents)('$name: refused with place, rule and fix', ({ text, change, problems }) => {
    expect(compileText(text, { fragments: BROKEN_FRAGMENTS, ...change }).problems).toEqual(problems);
  });

  it('all have something wrong with them, and a place', () => {
    for (const { problems } of documents) {
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) expect(problem).toMatch(/^[\w-]+\.xml:\d+:\d+: ./);
    }
  });
});
