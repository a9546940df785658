import { ConfigurationError } from '../../../src/core/errors';
import { settingsOf } from '../../support/settings';

const policy = (keys: string): string =>
  `policies:\n  - { name: p, lookup: { similarity: 0.9 }, store: { ttl: 60 }, ${keys} }\n`;

function problemsOf(text: string): readonly string[] {
  try {
    settingsOf(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('a bound on false hits', () => {
  it('is none unless a policy says so', () => {
    expect(settingsOf(policy('shadow: false')).settings.policies[0]?.lookup?.bound).toBeUndefined();
  });

  it('comes with checks as by default', () => {
    expect(settingsOf(policy('maxFalseHitRate: 0.01')).settings.policies[0]?.lookup?.bound).toEqual({
      maxFalseHitRate: 0.01,
      confidence: 0.95,
      checkShare: 0.02,
      youngShare: 0.2,
      recheckNeighbours: false,
    });
  });

  it('takes checks of its own, in percent', () => {
    const keys = 'maxFalseHitRate: 0.2, checks: { share: 5, youngShare: 50, confidence: 0.8, recheckNeighbours: true }';
    const { settings, policies } = settingsOf(policy(keys));
    expect(settings.policies[0]?.lookup?.bound).toEqual({
      maxFalseHitRate: 0.2,
      confidence: 0.8,
      checkShare: 0.05,
      youngShare: 0.5,
      recheckNeighbours: true,
    });
    expect(policies.meanings[0]?.lines.join()).toContain('at most 20 % of them false (confidence 0.8, 5 % checked)');
  });

  it.each<[string, string]>([
    ['maxFalseHitRate: 0', 'policies[0].maxFalseHitRate: got 0; must be a number from 0.0001 to 0.5'],
    ['maxFalseHitRate: 1 %', 'policies[0].maxFalseHitRate: got "1 %"; must be a number'],
    ['maxFalseHitRate: 0.1, checks: { share: 0 }', 'policies[0].checks.share: got 0; must be a percentage'],
    ['maxFalseHitRate: 0.1, checks: { confidence: 1 }', 'policies[0].checks.confidence: got 1; must be a number'],
    ['maxFalseHitRate: 0.1, checks: { shares: 1 }', 'policies[0].checks.shares: is not a known key'],
    ['checks: { share: 2 }', 'policies[0].checks: needs maxFalseHitRate'],
  ])('%s is refused', (keys, said) => {
    expect(problemsOf(policy(keys)).join('\n')).toContain(said);
  });

  it.each<[string, string]>([
    ['lookup: { similarity: 0.9 }', 'needs store'],
    ['lookup: { semantic: false }, store: { ttl: 60 }', 'needs a lookup that is semantic'],
    ['store: { ttl: 60 }', 'needs a lookup that is semantic'],
  ])('is refused where nothing could be learned: %s', (keys, said) => {
    const [problem] = problemsOf(`policies: [{ name: p, ${keys}, maxFalseHitRate: 0.01 }]`);
    expect(problem).toMatch(/^policies\[0\]\.maxFalseHitRate: got 0\.01; /);
    expect(problem).toContain(said);
  });

  it('can be said for Azure’s documents', () => {
    const azure = 'azure: { defaults: { maxFalseHitRate: 0.05, checks: { share: 10 } } }';
    expect(settingsOf(azure).settings.azure?.defaults.bound).toMatchObject({ maxFalseHitRate: 0.05, checkShare: 0.1 });
    expect(problemsOf('azure: { defaults: { checks: { share: 10 } } }').join()).toContain(
      'azure.defaults.checks: needs maxFalseHitRate',
    );
  });
});

describe('the judge', () => {
  it('is none by default', () => {
    expect(settingsOf(undefined).settings.judge).toBeUndefined();
  });

  it('is an endpoint and a model', () => {
    const { settings, warnings } = settingsOf('judge: { url: "https://judge.example/v1/chat/completions", model: m }');
    expect(settings.judge).toEqual({
      url: 'https://judge.example/v1/chat/completions',
      model: 'm',
      apiKeyFile: undefined,
      timeoutMs: 10_000,
    });
    expect(warnings.join()).not.toContain('judge');
  });

  it.each<[string, string]>([
    ['{ url: "https://judge.example/" }', 'judge: url and model go together'],
    ['{ model: m }', 'judge: url and model go together'],
    ['{ url: "ftp://judge.example", model: m }', 'judge.url: must be the URL'],
    ['{ url: "https://me:secret@judge.example", model: m }', 'judge.url: '],
    ['{ url: "https://judge.example", model: m, timeout: 1h }', 'judge.timeout: got "1h"'],
  ])('%s is refused', (judge, said) => {
    expect(
      problemsOf(`judge: ${judge}`)
        .join('\n')
        .replace(/got "(?:ftp|https)[^"]*"; /, ''),
    ).toContain(said);
  });

  it('over http:// gives a warning, unless it is this machine', () => {
    const warnings = (url: string): string => settingsOf(`judge: { url: "${url}", model: m }`).warnings.join();
    expect(warnings('http://judge.example/v1')).toContain('judge.url');
    expect(warnings('http://127.0.0.1:8080/v1')).not.toContain('judge.url');
  });
});
