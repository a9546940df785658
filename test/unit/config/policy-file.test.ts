import { readPolicies } from '../../../src/config/policy-file';
import type { NativePolicy } from '../../../src/policy/sources';
import { lookupSettings, policySettings, storeSettings } from '../../support/policies';

function read(text: string): readonly NativePolicy[] {
  const result = readPolicies(text, 'f.yaml');
  expect(result).not.toHaveProperty('problems');
  return 'policies' in result ? result.policies : [];
}

function problemsOf(text: string): readonly string[] {
  const result = readPolicies(text, 'f.yaml');
  return 'problems' in result ? result.problems : [];
}

const RESOURCE = `apiVersion: llm-semantic-cache.io/v1
kind: SemanticCachePolicy
metadata: { name: faq, namespace: web, labels: { team: web }, annotations: { note: "any" } }
spec:
  lookup: { similarity: 0.9 }
  store: { ttl: 1h }
`;

describe('a policy file', () => {
  it('holds a policy with every key', () => {
    const text = `
name: team/faq.v1
match: { hosts: ["*.example.com"], paths: [/v1] }
dialect: by-content
when: request.method == "POST"
lookup:
  scoreThreshold: 0.05
  semantic: true
  ignoreSystemMessages: true
  maxMessageCount: 10
  varyBy: [header:x-tenant, subscription, header:x-tenant]
  model: default
  verify: off
  candidates: 3
store: { ttl: 90s, ttlJitter: 0.25, maxBytes: 64KiB, toolCalls: true, refusals: true, negative: false, when: response.status == 200 }
share: varyBy
clientDirectives: { allowed: [no-store, max-age], maxAgeAtLeast: 1m, minFreshAtMost: 10 }
coalesce: 2s
cachedTokens: true
pace: 20ms
shadow: true
sample: 12.5
`;
    expect(read(text)).toEqual([
      {
        name: 'team/faq.v1',
        at: 'f.yaml: team/faq.v1',
        match: { hosts: ['*.example.com'], paths: ['/v1'] },
        dialect: 'by-content',
        when: 'request.method == "POST"',
        lookup: {
          minSimilarity: 0.95,
          semantic: true,
          ignoreSystemMessages: true,
          maxMessageCount: 10,
          varyBy: ['header:x-tenant', 'subscription'],
          verify: 'off',
          candidates: 3,
          coalesceMs: 2000,
          directives: { allowed: ['no-store', 'max-age'], maxAgeAtLeast: 60, minFreshAtMost: 10 },
          shadow: true,
          cachedTokens: true,
          paceMs: 20,
        },
        store: {
          ttl: 90,
          ttlJitter: 0.25,
          maxBytes: 65_536,
          toolCalls: true,
          refusals: true,
          when: 'response.status == 200',
        },
        share: 'varyBy',
        sample: 12.5,
      },
    ]);
  });

  it('holds a custom resource, named by its metadata', () => {
    const lookup = lookupSettings({ minSimilarity: 0.9 });
    const store = storeSettings({ ttl: 3600 });
    expect(read(RESOURCE)).toEqual([policySettings({ name: 'faq', at: 'f.yaml: spec', lookup, store })]);
  });

  it('holds several documents, in order, with the place of each', () => {
    const text = `# comment\n---\nname: a\n---\npolicies: [{ name: b }, { name: c }]\n---\n${RESOURCE}---\n`;
    expect(read(text).map(({ name, at }) => [name, at])).toEqual([
      ['a', 'f.yaml: a'],
      ['b', 'f.yaml#2: policies[0]'],
      ['c', 'f.yaml#2: policies[1]'],
      ['faq', 'f.yaml#3: spec'],
    ]);
  });

  it('reads JSON, a condition over several lines, and a TTL by expression', () => {
    const text = `{"name": "a", "when": "request.path == '/'\\n&& true", "lookup": {"semantic": false}, "store": {"ttl": "cel:60"}}`;
    expect(read(text)).toMatchObject([{ when: "request.path == '/'\n&& true", store: { ttl: 'cel:60' } }]);
  });

  it.each<[string, object]>([
    ['true', { allowed: ['no-store', 'no-cache', 'max-age', 'min-fresh', 'only-if-cached'], maxAgeAtLeast: 0 }],
    ['false', { allowed: [] }],
    ['{ minFreshAtMost: 1h }', { minFreshAtMost: 3600, maxAgeAtLeast: 0 }],
    ['{ allowed: [] }', { allowed: [] }],
  ])('with clientDirectives: %s hears %j', (given, directives) => {
    const [policy] = read(`name: a\nlookup: { semantic: false }\nclientDirectives: ${given}`);
    expect(policy?.lookup?.directives).toMatchObject(directives);
  });
});

describe('a wrong policy file', () => {
  const LOOKUP = 'lookup: { similarity: 0.9 }';

  it.each<[string, string, RegExp]>([
    ['nothing', '', /^f\.yaml: is empty; must hold policies/],
    ['only comments', '# a\n---\n# b\n', /^f\.yaml: is empty/],
    ['a list', '- name: a', /^f\.yaml: must hold policies: a policy with its name, a list under policies:/],
    ['a text', 'name', /^f\.yaml: must hold policies/],
    ['broken YAML', 'name: [a', /^f\.yaml:1:\d+: not valid YAML/],
    ['broken YAML in the second document', 'name: a\n---\nname: {', /^f\.yaml:3:\d+: not valid YAML/],
    ['a key twice', 'name: a\nname: b', /^f\.yaml:2:1: not valid YAML: Map keys must be unique/],
    ['an unknown alias', 'name: *x', /^f\.yaml: not valid YAML: .*alias/],
    ['no name', LOOKUP, /^f\.yaml: name: is missing; must be a name of at most 63/],
    ['a name with a space', 'name: a b', /^f\.yaml: name: got "a b"; must be a name/],
    ['a name with a line end', 'name: "a\\n"', /^f\.yaml: name: got "a\\n"; must be a name/],
    ['a long name', `name: ${'x'.repeat(64)}`, /^f\.yaml: name: got "x+"; must be a name of at most 63/],
    [
      'a misspelt key',
      'name: a\nlookup: { similarty: 0.9, semantic: false }',
      /lookup\.similarty: .*did you mean similarity\?/,
    ],
    [
      'a key in kebab-case',
      `name: a\nlookup: { score-threshold: 0.1, semantic: false }`,
      /did you mean scoreThreshold\?/,
    ],
    ['a prototype key', 'name: a\n__proto__: { sample: 1 }', /^f\.yaml: __proto__: is not a known key/],
    [
      'a misspelt directive key',
      'name: a\nclientDirectives: { alowed: [] }',
      /clientDirectives\.alowed: .*mean allowed\?/,
    ],
    ['neither threshold', 'name: a\nlookup: {}', /^f\.yaml: lookup: needs exactly one of .*; it has neither$/],
    [
      'both thresholds',
      'name: a\nlookup: { similarity: 1, scoreThreshold: 0 }',
      /it has scoreThreshold and similarity$/,
    ],
    [
      'a distance above 1',
      'name: a\nlookup: { scoreThreshold: 1.5 }',
      /scoreThreshold: got 1\.5; must be a number from 0 to 1/,
    ],
    [
      'an unknown model',
      'name: a\nlookup: { similarity: 1, model: big }',
      /lookup\.model: got "big"; must be one of default/,
    ],
    ['varyBy as a text', 'name: a\nlookup: { similarity: 1, varyBy: x }', /varyBy: got "x"; must be a list of sources/],
    [
      'an empty source',
      'name: a\nlookup: { similarity: 1, varyBy: [""] }',
      /varyBy\[0\]: got ""; must be the source of a value/,
    ],
    ['an empty condition', 'name: a\nwhen: " "', /^f\.yaml: when: got " "; must be a CEL condition, such as/],
    ['no TTL', 'name: a\nstore: {}', /store\.ttl: is missing; must be a duration from 1s to 365d/],
    ['a TTL of 0', 'name: a\nstore: { ttl: 0 }', /store\.ttl: got 0; must be a duration/],
    ['a TTL of years', 'name: a\nstore: { ttl: 366d }', /store\.ttl: got "366d"; must be a duration from 1s to 365d/],
    [
      'an empty expression',
      'name: a\nstore: { ttl: "cel: " }',
      /store\.ttl: got "cel: "; must be a duration .* cel:EXPRESSION/,
    ],
    ['much jitter', 'name: a\nstore: { ttl: 1h, ttlJitter: 1 }', /ttlJitter: got 1; must be a number from 0 to 0\.9/],
    [
      'a wrong size',
      'name: a\nstore: { ttl: 1h, maxBytes: 1KB }',
      /maxBytes: got "1KB"; must be a size from 1B to 1GiB/,
    ],
    [
      'negative caching',
      'name: a\nstore: { ttl: 1h, negative: true }',
      /negative: got true; can only be false: errors are never kept/,
    ],
    [
      'sharing by nothing',
      `name: a\nshare: varyBy\n${LOOKUP}`,
      /^f\.yaml: share: got "varyBy"; needs at least one source in lookup\.varyBy/,
    ],
    [
      'sharing with everyone, parted',
      'name: a\nshare: everyone\nlookup: { similarity: 1, varyBy: [ip] }',
      /^f\.yaml: share: got "everyone"; lookup\.varyBy parts/,
    ],
    ['an unknown share', 'name: a\nshare: all', /share: got "all"; must be one of credential, varyBy, everyone/],
    [
      'a directive that there is not',
      'name: a\nclientDirectives: { allowed: [no-transform] }',
      /allowed\[0\]: got "no-transform"; must be one of no-store/,
    ],
    [
      'directives as a text',
      'name: a\nclientDirectives: some',
      /clientDirectives: got "some"; must be true, false, or a mapping/,
    ],
    ['a long wait', 'name: a\ncoalesce: 2m', /coalesce: got "2m"; must be a duration from 0ms to 1m/],
    ['a sample above 100', 'name: a\nsample: 101', /sample: got 101; must be a percentage from 0 to 100/],
    ['a sample with a sign', 'name: a\nsample: 10%', /sample: got "10%"; must be a percentage/],
    [
      'a fault in a list',
      'policies: [{ name: a }, { name: b, sample: x }]',
      /^f\.yaml: policies\[1\]\.sample: got "x"/,
    ],
    ['a key beside the list', 'policies: []\nname: a', /^f\.yaml: name: is not a known key; known here: policies/],
    [
      'another kind',
      RESOURCE.replace('SemanticCachePolicy', 'List'),
      /^f\.yaml: kind: got "List"; must be SemanticCachePolicy/,
    ],
    [
      'another version',
      RESOURCE.replace('/v1', '/v2'),
      /apiVersion: got "llm-semantic-cache\.io\/v2"; must be llm-semantic-cache\.io\/v1/,
    ],
    [
      'a resource without a name',
      RESOURCE.replace('name: faq, ', ''),
      /^f\.yaml: metadata\.name: is missing; must be a name/,
    ],
    ['a name in the spec', RESOURCE.replace('spec:', 'spec:\n  name: x'), /^f\.yaml: spec\.name: is not a known key/],
    [
      'a fault in a later document',
      `name: a\n---\n${RESOURCE.replace('0.9', '9')}`,
      /^f\.yaml#2: spec\.lookup\.similarity: got 9; must be a number/,
    ],
    ['many bytes', `name: a # ${'x'.repeat(2 ** 20)}`, /^f\.yaml: has 1048586 bytes; must be at most 1048576$/],
    [
      'many policies',
      `policies: [${'{ name: a },'.repeat(1001)}]`,
      /^f\.yaml: policies: got a list; must be at most 1000 policies/,
    ],
    ['many policies in documents', 'name: a\n---\n'.repeat(1001), /^f\.yaml: has 1001 policies; must be at most 1000/],
  ])('%s: one line with file, path, value and rule', (_name, text, line) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(line)]);
  });

  it('tells every problem of every document at once', () => {
    expect(problemsOf('name: a b\nsample: -1\n---\nshare: none')).toEqual([
      expect.stringMatching(/^f\.yaml: name: /),
      expect.stringMatching(/^f\.yaml: sample: /),
      expect.stringMatching(/^f\.yaml#2: name: /),
      expect.stringMatching(/^f\.yaml#2: share: /),
    ]);
  });

  it('does not grow aliases without bound', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    expect(problemsOf(`a0: &a0 [x]\n${levels.join('\n')}`)).toEqual([expect.stringMatching(/resource exhaustion/)]);
  });
});
