import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CHART, renderChart } from '../support/chart';

const ELASTICSEARCH = {
  kind: 'elasticsearch',
  elasticsearch: { nodes: ['https://es:9200'], secretName: 'es' },
};
const elasticsearch = (more: Readonly<Record<string, unknown>>): object => ({
  store: { ...ELASTICSEARCH, elasticsearch: { ...ELASTICSEARCH.elasticsearch, ...more } },
});
const upstream = (more: Readonly<Record<string, unknown>>): object => ({
  name: 'a',
  url: 'https://a.test',
  prefix: '/',
  ...more,
});

describe('values that cannot be', () => {
  it.each<[string, object, string | RegExp]>([
    ['a mode that is none', { mode: 'sidecar' }, /at '\/mode'.*'gateway', 'istio', 'envoy-gateway'/],
    ['a key that is none', { replica: 2 }, /additional properties 'replica' not allowed/],
    ['one within a section', { gateway: { upstream: [] } }, /at '\/gateway': additional properties 'upstream'/],
    ['less than no replica', { replicas: -1 }, /at '\/replicas'/],
    ['text for a number', { extProc: { messageTimeoutMs: '250ms' } }, /at '\/extProc\/messageTimeoutMs': got string/],
    ['a digest that is none', { image: { digest: 'latest' } }, /at '\/image\/digest'.*does not match pattern/],
    ['no upstream', { gateway: { upstreams: [] } }, /at '\/gateway\/upstreams'/],
    ['an upstream without URL', { gateway: { upstreams: [{ name: 'a', prefix: '/' }] } }, /missing property 'url'/],
    [
      'an upstream that is not HTTP',
      { gateway: { upstreams: [upstream({ url: 'a.test' })] } },
      /at '\/gateway\/upstreams\/0\/url'/,
    ],
    [
      'a prefix that would be something else in YAML',
      { gateway: { upstreams: [upstream({ prefix: '/a, b: c' })] } },
      /at '\/gateway\/upstreams\/0\/prefix'/,
    ],
    [
      'a policy with a wrong key',
      { config: { policies: [{ name: 'a', lookup: { similarty: 0.9 } }] } },
      /additional properties 'similarty' not allowed/,
    ],
    ["the proxy's own user", { mode: 'istio', istio: { injection: { runAsUser: 1337 } } }, /runAsUser/],
  ])('%s', async (_, values, message) => {
    await expect(renderChart({ ...values })).rejects.toThrow(message);
  });
});

describe('values that do not fit each other', () => {
  it.each<[string, object, string]>([
    [
      'a budget that leaves no time',
      { extProc: { lookupBudgetMs: 201, messageTimeoutMs: 250 } },
      'extProc.lookupBudgetMs (201) must be at least 50 below extProc.messageTimeoutMs (250)',
    ],
    ['Elasticsearch without nodes', elasticsearch({ nodes: [] }), 'store.elasticsearch.nodes: is empty'],
    ['nodes and a cloud id', elasticsearch({ cloudId: 'x:y' }), 'give one of the two'],
    ['Elasticsearch without its Secret', elasticsearch({ secretName: '' }), 'store.elasticsearch.secretName: is empty'],
    [
      'two credentials',
      elasticsearch({ secretKeys: { password: 'password' }, username: 'elastic' }),
      'apiKey, bearerToken and password exclude each other',
    ],
    ['a user without password', elasticsearch({ username: 'elastic' }), 'secretKeys.password go together'],
    [
      'a client certificate without its key',
      elasticsearch({ secretKeys: { clientCert: 'tls.crt' } }),
      'clientCert and clientKey go together',
    ],
    [
      'an encryption without key',
      { store: { encryption: { secretName: 'keys' } } },
      'store.encryption: secretName and active go together',
    ],
    [
      'autoscaling of embedded stores',
      { autoscaling: { enabled: true } },
      'autoscaling.enabled: needs store.kind elasticsearch',
    ],
    [
      'autoscaling without a request of CPU',
      { store: ELASTICSEARCH, autoscaling: { enabled: true }, cache: { resources: { requests: { cpu: null } } } },
      'autoscaling.enabled: needs cache.resources.requests.cpu',
    ],
    [
      'two upstreams of one name',
      { gateway: { upstreams: [upstream({ prefix: '/a/' }), upstream({})] } },
      'gateway.upstreams: two have the name "a"',
    ],
    [
      'an upstream behind one that takes all',
      { gateway: { upstreams: [upstream({}), upstream({ name: 'b', prefix: '/b/' })] } },
      'gateway.upstreams: "b" would never be called, as "a" stands before it',
    ],
    [
      'TLS without certificate',
      { mode: 'envoy-gateway', envoyGateway: { targets: [{ kind: 'HTTPRoute', name: 'a' }], tls: { enabled: true } } },
      'envoyGateway.tls: needs secretName',
    ],
  ])('%s', async (_, values, message) => {
    await expect(renderChart({ ...values })).rejects.toThrow(message);
  });
});

interface Node {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

describe('values.schema.json', () => {
  it('describes each value, and lets no others in where it knows all', async () => {
    const schema = JSON.parse(await readFile(join(CHART, 'values.schema.json'), 'utf8')) as Node;
    const all = nodes(schema).filter(([path]) => path !== '' && !path.endsWith('[]'));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, { description = '' }]) => description === '').map(([path]) => path)).toEqual([]);
    const open = all.filter(([, node]) => node.properties !== undefined && node.additionalProperties !== false);
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('knows each value of values.yaml', async () => {
    const schema = JSON.parse(await readFile(join(CHART, 'values.schema.json'), 'utf8')) as Node;
    const known = new Set(nodes(schema).map(([path]) => path));
    const values = parse(await readFile(join(CHART, 'values.yaml'), 'utf8')) as Readonly<Record<string, unknown>>;
    const sections = Object.entries(values).flatMap(([key, value]) => [
      `.${key}`,
      ...(isSection(value) ? Object.keys(value).map((inner) => `.${key}.${inner}`) : []),
    ]);
    const free = /^\.(podSecurityContext|nodeSelector|affinity|podAnnotations|podLabels|commonLabels|files|config)\./;
    expect(sections.filter((path) => !known.has(path) && !free.test(path))).toEqual([]);
  });
});

/** Each node of a schema with its path. */
function nodes(node: Node, path = ''): readonly (readonly [string, Node])[] {
  return [
    [path, node],
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => nodes(child, `${path}.${key}`)),
    ...(node.items === undefined ? [] : nodes(node.items, `${path}[]`)),
  ];
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
