import fc from 'fast-check';
import { stringify } from 'yaml';
import { readPolicies } from '../../../src/config/policy-file';
import { compilePolicies } from '../../../src/policy/compile';
import { nativeSources } from '../../support/policies';

const KEYS = [
  ...[
    'name',
    'match',
    'hosts',
    'paths',
    'when',
    'lookup',
    'similarity',
    'scoreThreshold',
    'semantic',
    'varyBy',
    'model',
  ],
  ...[
    'store',
    'ttl',
    'ttlJitter',
    'maxBytes',
    'negative',
    'share',
    'clientDirectives',
    'allowed',
    'coalesce',
    'sample',
  ],
  ...['policies', 'apiVersion', 'kind', 'metadata', 'spec', '__proto__', 'constructor', 'toString', 'prototype', '<<'],
];
const WORDS = [
  ...[
    'a',
    '/v1',
    '*.example.com',
    'header:x',
    'jwt:__proto__',
    'cel:request.path',
    'cel:1',
    'varyBy',
    'everyone',
    '1h',
  ],
  ...[
    'llm-semantic-cache.io/v1',
    'SemanticCachePolicy',
    'request.headers.__proto__ == "a"',
    '',
    '\u0000',
    '9'.repeat(400),
  ],
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.constantFrom(...WORDS), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom(0, 0.5, 60)),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 8, noNullPrototype: false }),
  ),
}));
const PIECES = [
  'name: a',
  '\n',
  '---',
  ': ',
  '- ',
  '&x ',
  '*x',
  '{',
  '}',
  '[',
  ']',
  '!!js/function ',
  '"',
  '? ',
  '<<: ',
  '%YAML 1.1',
  '#',
  '|',
  '  ',
];

/** Whatever is read also compiles or is refused, and leaves nothing behind. */
function survive(text: string): void {
  const read = readPolicies(text, 'f.yaml');
  if ('policies' in read) compilePolicies(nativeSources(read.policies), { now: () => 0, random: () => 0 });
  else expect(read.problems.length).toBeGreaterThan(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['similarity']).toBeUndefined();
}

const VALID = stringify({
  name: 'a',
  when: 'request.path.startsWith("/v1") && request.body.n == 1',
  lookup: { similarity: 0.9, varyBy: ['header:x-tenant', 'cel:jwt.sub'] },
  store: { ttl: 'cel:response.status == 200 ? 60 : 0', maxBytes: '64KiB', when: 'response.status == 200' },
  share: 'varyBy',
  clientDirectives: { allowed: ['no-store'], maxAgeAtLeast: '1m' },
});

describe('any policy file', () => {
  it('made of trees is read or refused', () => {
    fc.assert(
      fc.property(tree, (value) => {
        survive(stringify(value));
      }),
      { numRuns: 300, interruptAfterTimeLimit: 300, markInterruptAsFailure: false },
    );
  });

  it('made of pieces of YAML is read or refused', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 40 });
    fc.assert(
      fc.property(text, (pieces) => {
        survive(pieces.join(''));
      }),
      { numRuns: 500, interruptAfterTimeLimit: 300, markInterruptAsFailure: false },
    );
  });

  it('that was right before some of it was changed is read or refused', () => {
    const places = fc.array(fc.tuple(fc.nat(VALID.length), fc.nat(3), fc.string({ maxLength: 2 })), { maxLength: 4 });
    survive(VALID);
    fc.assert(
      fc.property(places, (changes) => {
        survive(changes.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), VALID));
      }),
      { numRuns: 300, interruptAfterTimeLimit: 300, markInterruptAsFailure: false },
    );
  });
});
