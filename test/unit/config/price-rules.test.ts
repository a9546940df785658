import { settingsOf } from '../../support/settings';

/** What is warned of in a list of models. */
function warned(...names: readonly string[]): readonly string[] {
  const models = names.map((model) => `{ model: "${model}", prompt: 1, completion: 1 }`).join(', ');
  const { warnings } = settingsOf(`prices: { as-of: "2026-10-01", models: [${models}] }`);
  return warnings.filter((warning) => warning.startsWith('prices'));
}

describe('a price', () => {
  it.each([
    [['gpt-4o', 'GPT-4o']],
    [['gpt-4o*', 'gpt-4o-mini*']],
    [['*', 'gpt-*-mini']],
    [['a*c', 'a*b*c']],
    [['a*', 'a*']],
  ])('that never counts is warned of: %j', (names) => {
    expect(warned(...names)).toEqual([expect.stringContaining(`prices.models[1] ("${names[1] ?? ''}") never counts`)]);
  });

  it.each([
    [['gpt-4o', 'gpt-4o-mini']],
    [['gpt-4o-mini*', 'gpt-4o*']],
    [['a*b*c', 'a*c']],
    [['gpt-*', 'gpt-4o']],
    [['gpt-4o', 'gpt-4o*']],
    [['a*b', 'b*a']],
  ])('that counts sometimes is not: %j', (names) => {
    expect(warned(...names)).toEqual([]);
  });
});
