import { readPodPolicy, type PodPolicy } from '../../../../src/config/annotations/pod-policy';
import { downwardApiFile } from '../../../support/downward-api';

const OURS = 'llm-semantic-cache.io/';
const XML = '\n<policies>\n\t<inbound><llm-semantic-cache-lookup score-threshold="0.05" /></inbound>\n</policies>\n';
const RESOURCE = `apiVersion: llm-semantic-cache.io/v1
kind: SemanticCachePolicy
metadata: { name: support }
spec:
  lookup: { similarity: 0.9, varyBy: [header:x-tenant] }
  store: { ttl: 10m }
`;

type Given = Readonly<Record<string, string>>;

/** A file with these of ours among others. */
function fileOf(given: Given): string {
  const ours = Object.entries(given).map(([name, value]) => [`${OURS}${name}`, value] as const);
  return downwardApiFile(new Map([['kubernetes.io/config.source', 'api\n"x"'], ...ours]));
}

function podOf(given: Given): PodPolicy {
  const read = readPodPolicy(fileOf(given));
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.pod;
}

function problemsOf(given: Given): readonly string[] {
  const read = readPodPolicy(fileOf(given));
  return 'problems' in read ? read.problems.map((problem) => problem.replace(OURS, '')) : [];
}

const DEFAULT_LOOKUP = {
  minSimilarity: 0.85,
  semantic: true,
  ignoreSystemMessages: false,
  varyBy: [],
  verify: 'standard',
  shadow: false,
};
const DEFAULT_POLICY = {
  name: 'annotations',
  at: 'annotations',
  match: { hosts: [], paths: [] },
  lookup: DEFAULT_LOOKUP,
  store: { ttl: 3600, toolCalls: false },
  share: 'credential',
  sample: 100,
};

describe('readPodPolicy without annotations of ours', () => {
  it.each([
    ['no annotations at all', ''],
    ['only those of others', 'kubernetes.io/config.source="api"\nprometheus.io/scrape="true"'],
    ['a prefix that only looks like ours', 'x.llm-semantic-cache.io/enabled="no"\nllm-semantic-cache.iox/a="1"'],
    ['only the one that adds the cache to a pod', 'llm-semantic-cache.io/inject="true"'],
    ['only the one that is mounted as its configuration', 'llm-semantic-cache.io/config="policies: []\\n"'],
  ])('finds no policy in %s', (_, text) => {
    expect(readPodPolicy(text)).toEqual({ pod: { kind: 'none' } });
  });

  it('passes on what is wrong with the file', () => {
    expect(readPodPolicy('a="1"\nb')).toEqual({
      problems: ['the annotations file, line 2: must be key="value", as the kubelet writes annotations into a volume'],
    });
  });
});

describe('readPodPolicy of flat annotations', () => {
  it('takes the default policy for a pod that only says enabled', () => {
    expect(podOf({ enabled: 'true' })).toMatchObject({ kind: 'native', policy: DEFAULT_POLICY });
  });

  it.each<[Given, object]>([
    [{ similarity: '0.9' }, { lookup: { ...DEFAULT_LOOKUP, minSimilarity: 0.9 } }],
    [{ similarity: ' 1 ' }, { lookup: { minSimilarity: 1 } }],
    [{ 'score-threshold': '0.05' }, { lookup: { minSimilarity: 0.95 } }],
    [{ 'score-threshold': '0.2' }, { lookup: { minSimilarity: 0.8 } }],
    [{ duration: '60' }, { store: { ttl: 60 } }],
    [{ duration: '10m' }, { store: { ttl: 600 } }],
    [{ 'vary-by': 'header:x-tenant, jwt:sub' }, { lookup: { varyBy: ['header:x-tenant', 'jwt:sub'] } }],
    [{ 'vary-by': 'subscription,' }, { lookup: { varyBy: ['subscription'] }, share: 'credential' }],
    [
      { 'vary-by': 'header:a', share: 'varyBy' },
      { lookup: { varyBy: ['header:a'] }, share: 'varyBy' },
    ],
    [{ share: 'everyone' }, { share: 'everyone' }],
    [{ hosts: 'a.example, *.b.example' }, { match: { hosts: ['a.example', '*.b.example'], paths: [] } }],
    [{ paths: '/v1/chat' }, { match: { hosts: [], paths: ['/v1/chat'] } }],
    [{ 'ignore-system-messages': 'true' }, { lookup: { ignoreSystemMessages: true } }],
    [{ 'ignore-system-messages': 'false' }, { lookup: { ignoreSystemMessages: false } }],
    [{ 'max-message-count': '10' }, { lookup: { maxMessageCount: 10 } }],
    [{ verify: 'off' }, { lookup: { verify: 'off' } }],
    [{ dialect: 'openai-chat' }, { dialect: 'openai-chat' }],
    [{ shadow: 'true' }, { lookup: { shadow: true } }],
    [{ 'max-false-hit-rate': '0.05' }, { lookup: { bound: { maxFalseHitRate: 0.05, checkShare: 0.02 } } }],
    [{ model: 'default' }, { lookup: DEFAULT_LOOKUP }],
    [{ store: 'true', inject: 'whatever' }, { store: { ttl: 3600 } }],
    [
      { store: 'false', duration: '10m' },
      { store: undefined, lookup: DEFAULT_LOOKUP },
    ],
  ])('lays %j over the default policy', (given, expected) => {
    expect(podOf(given)).toMatchObject({ kind: 'native', policy: { ...DEFAULT_POLICY, ...expected } });
  });

  it.each<[Given, string]>([
    [{ similarity: '1.5' }, 'similarity: got "1.5"; must be a number from 0 to 1'],
    [{ similarity: '0x1' }, 'similarity: got "0x1"; must be a number'],
    [{ similarity: 'Infinity' }, 'similarity: got "Infinity"; must be a number'],
    [{ similarity: '0,95' }, 'similarity: got "0,95"; must be a number'],
    [{ 'score-threshold': '-0.1' }, 'score-threshold: got "-0.1"; must be a number from 0 to 1'],
    [{ duration: 'soon' }, 'duration: got "soon"; must be a duration from 1s to 365d, such as'],
    [{ duration: '0' }, 'duration: got "0"; must be a duration'],
    [{ duration: '0', store: 'false' }, 'duration: got "0"; must be a duration'],
    [{ duration: 'cel:60' }, `duration: got "cel:60"; expressions need a whole policy: write it in ${OURS}policy`],
    [{ 'vary-by': 'header:a, cel:b' }, `vary-by: got "cel:b"; expressions need a whole policy`],
    [{ 'vary-by': 'header:a, x-tenant' }, 'vary-by: got "x-tenant"; must be one of header:NAME'],
    [{ 'vary-by': 'header:a b' }, 'vary-by: got "header:a b"; must'],
    [{ share: 'vary-by', 'vary-by': 'header:a' }, 'share: got "vary-by"; must be one of credential, varyBy, everyone'],
    [{ share: 'varyBy' }, `share: got "varyBy"; needs at least one source in ${OURS}vary-by`],
    [{ share: 'everyone', 'vary-by': 'header:a' }, `share: got "everyone"; ${OURS}vary-by parts the answers`],
    [{ hosts: 'a.example, http://b.example' }, 'hosts: got "http://b.example"; must be a host name'],
    [{ paths: 'v1' }, 'paths: got "v1"; must be a path prefix'],
    [{ 'ignore-system-messages': 'yes' }, 'ignore-system-messages: got "yes"; must be true or false'],
    [{ 'max-message-count': '0' }, 'max-message-count: got "0"; must be a whole number'],
    [{ 'max-message-count': '1.5' }, 'max-message-count: got "1.5"; must be a whole number'],
    [{ verify: 'on' }, 'verify: got "on"; must be one of off, guards, standard, strict'],
    [{ shadow: '1' }, 'shadow: got "1"; must be true or false'],
    [
      { 'max-false-hit-rate': '1' },
      'max-false-hit-rate: got "1"; must be a number from 0.0001 to 0.5 (0.01: at most one semantic hit in a hundred is wrong)',
    ],
    [
      { 'max-false-hit-rate': '0.1', store: 'false' },
      'max-false-hit-rate: stands beside llm-semantic-cache.io/store: "false", with which nothing is learned; remove one of them',
    ],
    [{ store: 'no' }, 'store: got "no"; must be true or false'],
    [{ enabled: 'False' }, 'enabled: got "False"; must be true or false'],
    [{ enabled: '' }, 'enabled: is empty; give it a value or remove it'],
    [{ hosts: ' , ' }, 'hosts: is empty; give it a value or remove it'],
    [{ model: 'big' }, 'model: got "big"; must be one of default'],
    [
      { similarity: '0.9', 'score-threshold': '0.1' },
      'similarity: needs exactly one of similarity (such as 0.85) and score-threshold (a distance',
    ],
  ])('refuses %j', (given, start) => {
    expect(problemsOf(given)).toEqual([expect.stringContaining(start)]);
    expect(problemsOf(given)[0]?.indexOf(start)).toBe(0);
  });

  it.each(['lookup.', 'scoreThreshold', 'store.ttl', 'cel:EXPRESSION'])(
    'never speaks of %s, which nobody wrote',
    (word) => {
      const wrong = {
        similarity: '2',
        'score-threshold': '2',
        duration: 'x',
        'vary-by': 'x',
        share: 'varyBy',
        hosts: '/',
      };
      expect(problemsOf(wrong).length).toBeGreaterThan(4);
      expect(problemsOf(wrong).join('\n')).not.toContain(word);
    },
  );

  it('tells everything that is wrong at once, and long values shortened', () => {
    expect(problemsOf({ similarity: '2', simlarity: '1', store: 'x'.repeat(200) })).toEqual([
      'simlarity: is not a known annotation; did you mean similarity?',
      `store: got "${'x'.repeat(80)}…"; must be true or false`,
      expect.stringMatching(/^similarity: got "2"/),
    ]);
  });
});

describe('readPodPolicy of very much', () => {
  it.each([
    ['wrong elements', `${OURS}vary-by="${'x,'.repeat(100_000)}"`],
    ['wrong lines', '?\n'.repeat(100_000)],
  ])('tells fifty of 100,000 %s, and how many there are besides', (_, text) => {
    const read = readPodPolicy(text);
    const problems = 'problems' in read ? read.problems : [];
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toBe('the annotations: 99950 more problems');
  });
});

describe('readPodPolicy of names that are not known', () => {
  it.each([
    ['simlarity', 'did you mean similarity?'],
    ['vary_by', 'did you mean vary-by?'],
    ['Enabled', 'did you mean enabled?'],
    ['policyxml', 'did you mean policy-xml?'],
    ['score-treshold', 'did you mean score-threshold?'],
    ['ttl-of-answers', 'known are enabled, similarity, score-threshold, duration,'],
    ['__proto__', 'known are enabled,'],
    ['constructor', 'known are enabled,'],
    ['toString', 'known are enabled,'],
    ['', 'known are enabled,'],
  ])('refuses %j', (name, hint) => {
    expect(problemsOf(Object.fromEntries([[name, 'true']]))).toEqual([
      expect.stringContaining(`${name}: is not a known annotation; ${hint}`),
    ]);
  });
});

describe('readPodPolicy of a whole policy', () => {
  it('reads a custom resource in YAML, and the same in JSON', () => {
    const expected = {
      kind: 'native',
      policy: {
        name: 'support',
        at: 'llm-semantic-cache.io/policy: spec',
        lookup: { minSimilarity: 0.9, varyBy: ['header:x-tenant'] },
        store: { ttl: 600 },
      },
    };
    const json = {
      apiVersion: 'llm-semantic-cache.io/v1',
      kind: 'SemanticCachePolicy',
      metadata: { name: 'support' },
      spec: { lookup: { similarity: 0.9, varyBy: ['header:x-tenant'] }, store: { ttl: '10m' } },
    };
    expect(podOf({ policy: RESOURCE, enabled: 'true' })).toMatchObject(expected);
    expect(podOf({ policy: JSON.stringify(json, undefined, 2) })).toMatchObject(expected);
  });

  it.each([
    ['a wrong value', RESOURCE.replace('0.9', '1.5'), 'policy: spec.lookup.similarity: got 1.5; must be a number'],
    [
      'a misspelt key',
      RESOURCE.replace('varyBy', 'varyby'),
      'policy: spec.lookup.varyby: is not a known key; did you mean varyBy?',
    ],
    [
      'another kind',
      RESOURCE.replace('Kind', 'kind').replace('SemanticCachePolicy', 'Pod'),
      'policy: kind: got "Pod"; must be',
    ],
    ['what is no YAML', 'a: [', 'policy:1:5: not valid YAML'],
    ['nothing', ' \n', 'policy: is empty'],
    ['two policies', `${RESOURCE}---\n${RESOURCE}`, 'policy: has 2 policies; must be one'],
  ])('refuses %s', (_, policy, start) => {
    expect(problemsOf({ policy })[0]?.slice(0, start.length)).toBe(start);
  });

  it('reads an Azure document as it is, and leaves to it what no annotation says', () => {
    expect(podOf({ 'policy-xml': XML, enabled: 'true' })).toEqual({
      kind: 'azure',
      document: { file: 'llm-semantic-cache.io/policy-xml', text: XML },
      match: { hosts: [], paths: [] },
      share: undefined,
      shadow: undefined,
      bound: undefined,
      verify: undefined,
      dialect: undefined,
    });
  });

  it('takes beside an Azure document what such a document cannot say', () => {
    const beside = {
      share: 'varyBy',
      shadow: 'false',
      verify: 'off',
      hosts: 'a.example',
      paths: '/v1, /v2',
      dialect: 'by-content',
      'max-false-hit-rate': '0.05',
    };
    expect(podOf({ 'policy-xml': XML, ...beside })).toMatchObject({
      kind: 'azure',
      match: { hosts: ['a.example'], paths: ['/v1', '/v2'] },
      share: 'varyBy',
      shadow: false,
      bound: { maxFalseHitRate: 0.05 },
      verify: 'off',
      dialect: 'by-content',
    });
    expect(podOf({ 'policy-xml': XML, share: 'everyone' })).toMatchObject({ share: 'everyone' });
  });

  it.each<[Given, string]>([
    [{ share: 'all' }, 'share: got "all"; must be one of credential, varyBy, everyone'],
    [{ shadow: 'on' }, 'shadow: got "on"; must be true or false'],
    [{ paths: 'v1' }, 'paths: got "v1"; must be a path prefix'],
  ])('refuses %j beside an Azure document', (given, start) => {
    expect(problemsOf({ 'policy-xml': XML, ...given })[0]?.slice(0, start.length)).toBe(start);
  });
});

describe('precedence', () => {
  it.each<[string, Given]>([
    ['flat annotations', { similarity: '0.9', store: 'true' }],
    ['a whole policy', { policy: RESOURCE }],
    ['wrong values', { similarity: '2', policy: '{', nonsense: '' }],
  ])('lets enabled: "false" win over %s', (_, given) => {
    expect(podOf({ ...given, enabled: ' false ' })).toEqual({ kind: 'disabled' });
  });

  it.each([
    'similarity',
    'score-threshold',
    'duration',
    'vary-by',
    'ignore-system-messages',
    'max-message-count',
    'store',
    'model',
  ])('refuses %s beside either whole form, and says what to remove', (name) => {
    const start = `${name}: stands beside ${OURS}`;
    expect(problemsOf({ policy: RESOURCE, [name]: 'true' })[0]).toMatch(
      new RegExp(`^${start}policy; .*, and remove this annotation$`),
    );
    expect(problemsOf({ 'policy-xml': XML, [name]: 'true' })).toContain(
      `${start}policy-xml; say it in the document, and remove this annotation`,
    );
  });

  it.each([
    ['share', 'spec.share'],
    ['shadow', 'spec.shadow'],
    ['verify', 'spec.lookup.verify'],
    ['hosts', 'spec.match.hosts'],
    ['paths', 'spec.match.paths'],
    ['duration', 'spec.store.ttl'],
  ])('refuses %s beside a custom resource, which has it as %s', (name, path) => {
    expect(problemsOf({ policy: RESOURCE, [name]: 'x' })).toEqual([
      `${name}: stands beside ${OURS}policy; say it there as ${path}, and remove this annotation`,
    ]);
  });

  it('refuses two whole policies', () => {
    expect(problemsOf({ policy: RESOURCE, 'policy-xml': XML })).toEqual([
      `policy: stands beside ${OURS}policy-xml, and each is a whole policy; remove one of them`,
    ]);
  });
});
