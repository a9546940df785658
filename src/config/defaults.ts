/** A YAML or JSON tree that nothing has checked yet. */
export type RawTree = Readonly<Record<string, unknown>>;

/** What applies where the user says nothing, spelled as a user would. docs/configuration.md explains each. */
export const DEFAULTS = {
  listen: { address: '127.0.0.1:50051', 'socket-mode': '0660' },
  admin: { address: '127.0.0.1:9901' },
  embedding: {
    model: '/models/all-MiniLM-L6-v2',
    threads: 1,
    'max-batch': 8,
    queue: 40,
    'memo-entries': 10_000,
  },
  store: {
    kind: 'embedded',
    path: '/var/lib/llm-semantic-cache',
    'max-bytes': '1GiB',
    'max-entries': 1_000_000,
  },
  sweeper: { interval: '30s', batch: 500 },
  limits: {
    'request-body': '1MiB',
    'response-body': '4MiB',
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
  log: { level: 'info' },
  policies: [{ name: 'default', lookup: { similarity: 0.95 }, store: { duration: 3600 } }],
} as const satisfies RawTree;

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
