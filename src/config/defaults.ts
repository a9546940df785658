/** A YAML or JSON tree that nothing has checked yet. */
export type RawTree = Readonly<Record<string, unknown>>;

/** What applies where the user says nothing, spelled as a user would. docs/configuration.md explains each. */
export const DEFAULTS = {
  listen: {
    address: '127.0.0.1:50051',
    'socket-mode': '0660',
    tls: { 'cert-file': '', 'key-file': '', 'client-ca-file': '' },
  },
  admin: {
    address: '127.0.0.1:9901',
    'token-file': '',
    'read-token-file': '',
    'view-token-file': '',
    tls: { 'cert-file': '', 'key-file': '', 'client-ca-file': '', readers: [], changers: [] },
    'audit-file': '',
  },
  embedding: {
    model: '/models/all-MiniLM-L6-v2',
    threads: 1,
    'max-batch': 8,
    queue: 40,
    'memo-entries': 10_000,
  },
  verify: { model: '', threads: 1, queue: 40 },
  store: { kind: 'embedded', prompts: 'clear', encryption: { keys: '', active: '' } },
  sweeper: { interval: '30s', batch: 500 },
  limits: {
    'request-body': '1MiB',
    'response-body': '4MiB',
    'capture-memory': '128MiB',
    'lookup-budget': '150ms',
    'write-queue': 1000,
    'write-queue-bytes': '64MiB',
    'offload-body': '64KiB',
    'max-message-timeout': '5s',
    drain: '20s',
  },
  headers: { enabled: true },
  'credential-headers': [
    'authorization',
    'api-key',
    'x-api-key',
    'x-goog-api-key',
    'cookie',
    'x-forwarded-client-cert',
    'openai-organization',
    'openai-project',
  ],
  log: { level: 'info', format: 'json' },
  tracing: { endpoint: '', 'headers-file': '', 'root-share': 1, 'service-name': 'llm-semantic-cache' },
  prices: { currency: 'USD', 'as-of': '', models: [], shipped: true },
  annotations: { file: '' },
  judge: { url: '', model: '', 'api-key-file': '', timeout: '10s' },
  policies: [{ name: 'default', lookup: { similarity: 0.85 }, store: { ttl: 3600 } }],
  'policy-files': [],
  apis: [],
  callers: {
    'subscription-from': ['header:ocp-apim-subscription-key', 'header:api-key', 'query:subscription-key', 'bearer'],
    'user-from': [],
    'product-from': [],
    subscriptions: [],
    products: [],
    users: [],
  },
} as const satisfies RawTree;

/** Whether somebody has said what to cache: then the default policy does not apply. */
export function hasPolicies(given: RawTree): boolean {
  const files = given['policy-files'];
  if (Array.isArray(files) && files.length > 0) return true;
  return ['policies', 'azure'].some((key) => given[key] !== undefined && given[key] !== null);
}

/** What applies besides to each kind of store. */
export const STORE_DEFAULTS = {
  embedded: { path: '/var/lib/llm-semantic-cache', 'max-bytes': '1GiB', 'max-entries': 1_000_000 },
  elasticsearch: {
    nodes: [],
    'cloud-id': '',
    'api-key-file': '',
    'bearer-token-file': '',
    username: '',
    'password-file': '',
    'ca-file': '',
    'ca-fingerprint': '',
    'client-cert-file': '',
    'client-key-file': '',
    'index-prefix': 'llm-semantic-cache',
    'index-type': 'bbq_hnsw',
    shards: 1,
    replicas: '0-1',
    'refresh-interval': '1s',
    'num-candidates': 100,
    'partition-key-file': '',
    'max-bytes': 0,
    'max-entries': 0,
  },
} as const satisfies RawTree;

/** The defaults for a configuration that says this much: they depend on the kind of store. */
export function defaultsFor(given: RawTree): RawTree {
  const kind = isTree(given['store']) ? given['store']['kind'] : undefined;
  const store = kind === 'elasticsearch' ? STORE_DEFAULTS.elasticsearch : STORE_DEFAULTS.embedded;
  const policies = hasPolicies(given) ? [] : DEFAULTS.policies;
  return { ...DEFAULTS, policies, store: { ...DEFAULTS.store, ...store } };
}

/** `over` laid upon `base`: mappings merge, anything else replaces. A section left empty in YAML (null) says nothing. */
export function overlay(base: unknown, over: unknown): unknown {
  if (!isTree(base)) return over;
  if (over === null || over === undefined) return base;
  if (!isTree(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    merged.set(key, merged.has(key) ? overlay(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

export function isTree(value: unknown): value is RawTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
