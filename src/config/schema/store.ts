import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { PROMPTS_KEPT } from '../../core/prompts';
import {
  INDEX_TYPES,
  type ElasticsearchConnectionSettings,
  type ElasticsearchStoreSettings,
  type EmbeddedStoreSettings,
} from '../settings';
import { file, matching, oneOf, optional, text, whole } from './scalars';
import { duration, size } from './units';

const MiB = 2 ** 20;
const TiB = 2 ** 40;

const DIRECTORY_RULE = 'must be the absolute path of a directory';
const URL_RULE = 'must be a list of URLs such as https://es-0.example:9200, without user and password';
const MOST_ENTRIES = 1_000_000_000;

const directory = z.string({ error: DIRECTORY_RULE }).refine(isAbsolute, { error: DIRECTORY_RULE });

const common = {
  prompts: oneOf(PROMPTS_KEPT),
  encryption: z
    .strictObject({
      keys: optional(directory),
      active: optional(text('must be the name of a file in store.encryption.keys')),
    })
    .transform(({ keys, active }, context) => {
      if (keys !== undefined && active !== undefined) return { keys, active };
      if (keys === undefined && active === undefined) return undefined;
      context.addIssue({
        code: 'custom',
        message: 'keys and active go together: a directory of keys, and the one that encrypts',
      });
      return z.NEVER;
    }),
};

const embedded = z
  .strictObject({
    ...common,
    kind: z.literal('embedded'),
    path: directory,
    'max-bytes': size(MiB, TiB),
    'max-entries': whole(1, 100_000_000),
  })
  .transform(({ 'max-bytes': maxBytes, 'max-entries': maxEntries, ...same }): EmbeddedStoreSettings => ({
    ...same,
    maxBytes,
    maxEntries,
  }));

const nodeUrl = z.string({ error: URL_RULE }).refine(isPlainUrl, { error: URL_RULE });

const elasticsearchKeys = z.strictObject({
  ...common,
  kind: z.literal('elasticsearch'),
  nodes: z.array(nodeUrl, { error: URL_RULE }),
  'cloud-id': optional(text('must be the cloud id that the Elastic console shows')),
  'api-key-file': optional(file),
  'bearer-token-file': optional(file),
  username: optional(text('must be a user name')),
  'password-file': optional(file),
  'ca-file': optional(file),
  'ca-fingerprint': optional(
    matching(/^(?:[0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}$/, 'must be the SHA-256 of a certificate, 64 hex digits'),
  ),
  'client-cert-file': optional(file),
  'client-key-file': optional(file),
  'index-prefix': matching(
    /^[a-z0-9][a-z0-9_-]{0,99}$/,
    'must be lower-case letters, digits, "-" and "_", such as llm-semantic-cache',
  ),
  'index-type': oneOf(INDEX_TYPES),
  shards: whole(0, 1024),
  replicas: matching(
    /^(?:\d{1,2}|\d-(?:\d{1,2}|all)|cluster)$/,
    'must be a number in quotes ("1"), a range ("0-1") or cluster (as the cluster decides)',
  ),
  'refresh-interval': duration(100, 60_000),
  'num-candidates': whole(10, 10_000),
  'partition-key-file': optional(file),
  'max-bytes': size(0, 1024 * TiB),
  'max-entries': whole(0, MOST_ENTRIES),
});
type ElasticsearchKeys = z.output<typeof elasticsearchKeys>;

const elasticsearch = elasticsearchKeys
  .superRefine((raw, context) => {
    for (const [key, problem] of contradictions(raw)) {
      context.addIssue({ code: 'custom', path: [key], message: problem, input: raw[key] });
    }
  })
  .transform((raw): ElasticsearchStoreSettings => ({
    kind: raw.kind,
    prompts: raw.prompts,
    encryption: raw.encryption,
    connection: connectionOf(raw),
    indexPrefix: raw['index-prefix'],
    indexType: raw['index-type'],
    shards: raw.shards,
    replicas: raw.replicas,
    refreshIntervalMs: raw['refresh-interval'],
    numCandidates: raw['num-candidates'],
    partitionKeyFile: raw['partition-key-file'] ?? '',
    maxBytes: raw['max-bytes'],
    maxEntries: raw['max-entries'],
  }));

/** Which store keeps the entries; told apart by `kind`. */
export const store = z.discriminatedUnion('kind', [embedded, elasticsearch], {
  error: 'must be one of embedded, elasticsearch',
});

/** Keys that do not go with others, each with what is wrong. */
function contradictions(raw: ElasticsearchKeys): readonly (readonly [keyof ElasticsearchKeys, string])[] {
  const ways = [raw['api-key-file'], raw['bearer-token-file'], raw.username].filter((way) => way !== undefined);
  const found: (readonly [keyof ElasticsearchKeys, string])[] = [];
  const say = (wrong: boolean, key: keyof ElasticsearchKeys, problem: string): void => {
    if (wrong) found.push([key, problem]);
  };
  say(
    (raw.nodes.length === 0) === (raw['cloud-id'] === undefined),
    'nodes',
    'say where the cluster is: either store.nodes, such as [https://es-0.example:9200], or store.cloud-id',
  );
  say(ways.length > 1, 'api-key-file', 'give one of api-key-file, bearer-token-file, and username with password-file');
  say(
    (raw.username === undefined) !== (raw['password-file'] === undefined),
    'username',
    'username and password-file go together',
  );
  say(
    (raw['client-cert-file'] === undefined) !== (raw['client-key-file'] === undefined),
    'client-cert-file',
    'client-cert-file and client-key-file go together',
  );
  say(
    raw['partition-key-file'] === undefined,
    'partition-key-file',
    'must be a file with 32 random bytes or more, the same for all replicas: make one with `openssl rand -out partition.key 32`',
  );
  const secured = ['ca-file', 'ca-fingerprint', 'client-cert-file'] as const;
  for (const key of secured) {
    const inClear = raw.nodes.some((node) => node.startsWith('http:'));
    say(raw[key] !== undefined && inClear, key, 'is for nodes with https://, and store.nodes has one with http://');
  }
  say(
    raw['ca-fingerprint'] !== undefined && (raw['ca-file'] ?? raw['cloud-id']) !== undefined,
    'ca-fingerprint',
    'does not go with ca-file or cloud-id: each says already which authority is trusted',
  );
  return found;
}

function connectionOf(raw: ElasticsearchKeys): ElasticsearchConnectionSettings {
  return {
    nodes: raw.nodes,
    cloudId: raw['cloud-id'],
    apiKeyFile: raw['api-key-file'],
    bearerTokenFile: raw['bearer-token-file'],
    username: raw.username,
    passwordFile: raw['password-file'],
    caFile: raw['ca-file'],
    caFingerprint: raw['ca-fingerprint'],
    clientCertFile: raw['client-cert-file'],
    clientKeyFile: raw['client-key-file'],
  };
}

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}
