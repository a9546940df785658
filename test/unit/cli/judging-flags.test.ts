import { readFlags } from '../../../src/cli/flags';
import { judgingTerms, type JudgingTerms } from '../../../src/cli/judging-flags';
import { evaluateSpec } from '../../../src/cli/specs/evaluate';
import { folder, type Folder } from '../../support/files';

let files: Folder;
beforeAll(() => {
  files = folder({
    'one.yaml':
      'embedding: { model: /m }\npolicies:\n  - { name: faq, lookup: { scoreThreshold: 0.08, verify: strict, candidates: 2 } }\n',
    'azure.yaml': 'policies: []\n',
  });
});
afterAll(() => {
  files.remove();
});

function terms(...args: readonly string[]): Omit<JudgingTerms, 'settings'> & { readonly model: string } {
  const flags = readFlags(
    args.map((arg) => (arg.endsWith('.yaml') ? `${files.path}/${arg}` : arg)),
    evaluateSpec,
  );
  const { settings, ...rest } = judgingTerms(flags, { env: {} });
  return { ...rest, model: settings.embedding.model };
}

describe('what pairs are judged by', () => {
  it("is the default policy's, without a configuration", () => {
    expect(terms()).toEqual({
      mode: 'standard',
      minSimilarity: 0.85,
      candidates: 5,
      threshold: undefined,
      json: false,
      quiet: false,
      model: '/models/all-MiniLM-L6-v2',
    });
  });

  it('does not take a floor for the threshold of modes in which the similarity decides', () => {
    expect(terms('--verify', 'guards')).toMatchObject({ mode: 'guards', minSimilarity: 0.95 });
    expect(terms('--verify', 'strict')).toMatchObject({ mode: 'strict', minSimilarity: 0.85 });
    expect(terms('--verify', 'off', '--similarity', '0.9').minSimilarity).toBe(0.9);
  });

  it("is the configured policy's", () => {
    const expected = { mode: 'strict', minSimilarity: 0.92, candidates: 2, model: '/m' };
    expect(terms('--config', 'one.yaml')).toMatchObject(expected);
    expect(terms('--config', 'one.yaml', '--policy', 'faq')).toMatchObject(expected);
  });

  it('is what the flags say, before the policy', () => {
    expect(
      terms(...'--config one.yaml --verify guards --similarity 0.8 --threshold 0.7 --model /n --json'.split(' ')),
    ).toEqual({
      mode: 'guards',
      minSimilarity: 0.8,
      candidates: 2,
      threshold: 0.7,
      json: true,
      quiet: false,
      model: '/n',
    });
  });

  it('needs no policy when the flags say all', () => {
    expect(terms('--config', 'azure.yaml', '--verify', 'off', '--similarity', '0.9')).toMatchObject({
      mode: 'off',
      minSimilarity: 0.9,
    });
    expect(() => terms('--config', 'azure.yaml', '--verify', 'off')).toThrow(
      'no native policy looks up by meaning; give both --similarity and --verify',
    );
  });
});
