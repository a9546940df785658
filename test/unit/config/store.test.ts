import { liveChanges } from '../../../src/config/live-changes';
import { describeSettings } from '../../../src/config/describe';
import type { LoadedSettings } from '../../../src/config/load';
import { problems } from '../../support/problems';
import { settingsOf } from '../../support/settings';

const CLUSTER = { kind: 'elasticsearch', nodes: ['https://es:9200'], 'partition-key-file': '/etc/partition.key' };
const EXACT = '[{ name: a, lookup: { semantic: false } }]';

/** YAML reads JSON. */
function load(store: object, policies = EXACT, env: NodeJS.ProcessEnv = {}): LoadedSettings {
  const text = `store: ${JSON.stringify(store)}\npolicies: ${policies}\n`;
  return settingsOf(text, { env });
}

const cluster = (over: object): object => ({ ...CLUSTER, ...over });
const FILE_RULE = 'must be the absolute path of a file';

describe('the store of a configuration', () => {
  it('is, in a cluster, unbounded, in one shard with a copy where there are two nodes, unless said otherwise', () => {
    const { settings, warnings } = load(CLUSTER);
    expect(warnings).toEqual([]);
    expect(settings.store).toEqual({
      ...{ kind: 'elasticsearch', prompts: 'clear', encryption: undefined },
      connection: {
        nodes: ['https://es:9200'],
        ...{ cloudId: undefined, apiKeyFile: undefined, bearerTokenFile: undefined, username: undefined },
        ...{ passwordFile: undefined, caFile: undefined, caFingerprint: undefined },
        ...{ clientCertFile: undefined, clientKeyFile: undefined },
      },
      ...{ indexPrefix: 'llm-semantic-cache', indexType: 'bbq_hnsw', shards: 1, replicas: '0-1' },
      ...{ refreshIntervalMs: 1000, numCandidates: 100, partitionKeyFile: '/etc/partition.key' },
      ...{ maxBytes: 0, maxEntries: 0 },
    });
  });

  it('can be given by the environment alone', () => {
    const env = {
      ...{ LSC_STORE_KIND: 'elasticsearch', LSC_STORE_NODES: 'https://a:9200, https://b:9200' },
      ...{ LSC_STORE_PARTITION_KEY_FILE: '/k', LSC_STORE_REPLICAS: '1', LSC_STORE_MAX_BYTES: '2GiB' },
      ...{ LSC_STORE_ENCRYPTION_KEYS: '/keys', LSC_STORE_ENCRYPTION_ACTIVE: '2027' },
    };
    expect(settingsOf(undefined, { env }).settings.store).toMatchObject({
      connection: { nodes: ['https://a:9200', 'https://b:9200'] },
      ...{ replicas: '1', maxBytes: 2 ** 31, encryption: { keys: '/keys', active: '2027' } },
    });
  });

  const WHERE =
    'store.nodes: got a list; say where the cluster is: either store.nodes, such as [https://es-0.example:9200], or store.cloud-id';
  const ONE_WAY = 'give one of api-key-file, bearer-token-file, and username with password-file';
  const HTTPS = 'is for nodes with https://, and store.nodes has one with http://';
  const URLS = 'must be a list of URLs such as https://es-0.example:9200, without user and password';
  const REPLICAS = 'must be a number in quotes ("1"), a range ("0-1") or cluster (as the cluster decides)';
  const PREFIX = 'must be lower-case letters, digits, "-" and "_", such as llm-semantic-cache';

  it.each<[object, string]>([
    [{ kind: 'redis' }, 'store.kind: got "redis"; must be one of embedded, elasticsearch'],
    [cluster({ path: '/x' }), 'store.path: is not a known key'],
    [{ nodes: ['https://es:9200'] }, 'store.nodes: is not a known key'],
    [cluster({ 'ca-files': '/x' }), 'store.ca-files: is not a known key; did you mean ca-file?'],
    [cluster({ nodes: [] }), WHERE],
    [cluster({ 'cloud-id': 'a:b' }), WHERE],
    [cluster({ nodes: 'https://es:9200' }), `store.nodes: got "https://es:9200"; ${URLS}`],
    [cluster({ nodes: ['es:9200'] }), `store.nodes[0]: got "es:9200"; ${URLS}`],
    [cluster({ nodes: ['ftp://es'] }), `store.nodes[0]: got "ftp://es"; ${URLS}`],
    [cluster({ 'partition-key-file': '' }), 'store.partition-key-file: must be a file with 32 random bytes or more'],
    [cluster({ 'partition-key-file': 'relative' }), `store.partition-key-file: got "relative"; ${FILE_RULE}`],
    [cluster({ 'api-key-file': '/a', 'bearer-token-file': '/b' }), ONE_WAY],
    [cluster({ 'api-key-file': '/a', username: 'u', 'password-file': '/p' }), ONE_WAY],
    [cluster({ username: 'u' }), 'username and password-file go together'],
    [cluster({ 'password-file': '/p' }), 'username and password-file go together'],
    [cluster({ 'client-cert-file': '/c' }), 'client-cert-file and client-key-file go together'],
    [cluster({ 'client-key-file': '/c' }), 'client-cert-file and client-key-file go together'],
    [cluster({ nodes: ['http://es'], 'ca-file': '/ca' }), `store.ca-file: got "/ca"; ${HTTPS}`],
    [cluster({ nodes: ['http://es'], 'ca-fingerprint': 'ab'.repeat(32) }), HTTPS],
    [cluster({ 'ca-file': '/ca', 'ca-fingerprint': 'ab'.repeat(32) }), 'does not go with ca-file or cloud-id'],
    [cluster({ 'ca-fingerprint': 'ab'.repeat(31) }), 'must be the SHA-256 of a certificate, 64 hex digits'],
    [cluster({ 'index-prefix': 'Cache' }), `store.index-prefix: got "Cache"; ${PREFIX}`],
    [cluster({ 'index-prefix': '-x' }), `store.index-prefix: got "-x"; ${PREFIX}`],
    [cluster({ 'index-type': 'hnsw' }), 'store.index-type: got "hnsw"; must be one of bbq_hnsw, int8_hnsw, flat'],
    [cluster({ shards: -1 }), 'store.shards: got -1; must be a whole number from 0 to 1024'],
    [cluster({ replicas: 1 }), `store.replicas: got 1; ${REPLICAS}`],
    [cluster({ replicas: 'all' }), `store.replicas: got "all"; ${REPLICAS}`],
    [
      cluster({ 'refresh-interval': '10ms' }),
      'store.refresh-interval: got "10ms"; must be a duration from 100ms to 1m',
    ],
    [cluster({ 'num-candidates': 5 }), 'store.num-candidates: got 5; must be a whole number from 10 to 10000'],
    [{ prompts: 'plain' }, 'store.prompts: got "plain"; must be one of clear, hashed, none'],
    [{ encryption: { keys: '/keys' } }, 'store.encryption: keys and active go together'],
    [{ encryption: { active: 'k1' } }, 'store.encryption: keys and active go together'],
    [{ encryption: { keys: 'relative', active: 'k1' } }, 'must be the absolute path of a directory'],
  ])('is refused as %j', (store, problem) => {
    expect(problems(() => load(store)).join('\n')).toContain(problem);
  });

  it.each(['cluster', '0', '12', '0-all', '1-3'])('takes replicas: "%s"', (replicas) => {
    expect(load(cluster({ replicas })).settings.store).toMatchObject({ replicas });
  });

  it('never shows a password that stands in a URL', () => {
    const [problem, ...others] = problems(() => load(cluster({ nodes: ['https://elastic:se@cret@es:9200'] })));
    expect(others).toEqual([]);
    expect(problem).toContain('got "https://…@es:9200"; must be a list of URLs');
    const env = { LSC_STORE_NODES: 'https://elastic:secret@es:9200' };
    expect(problems(() => load(CLUSTER, EXACT, env)).join()).not.toContain('secret');
  });

  it('warns of credentials over http', () => {
    const warning = 'store.nodes: credentials travel in the clear over http://: use https://';
    const over = { nodes: ['https://a', 'http://b'] };
    expect(load(cluster({ ...over, 'api-key-file': '/a' })).warnings).toEqual([warning]);
    expect(load(cluster({ ...over, username: 'u', 'password-file': '/p' })).warnings).toEqual([warning]);
    expect(load(cluster(over)).warnings).toEqual([]);
  });

  it.each(['hashed', 'none'])('with prompts: %s is refused where a policy verifies', (prompts) => {
    const verifying = '[{ name: a, lookup: { similarity: 0.9 } }]';
    expect(problems(() => load({ prompts }, verifying))).toEqual([
      `policies[0].lookup.verify: got "standard"; needs store.prompts: clear (it may be encrypted: store.encryption). With store.prompts: ${prompts} choose semantic: false, or verify: off`,
    ]);
    expect(problems(() => load({ prompts: 'clear' }, verifying))).toEqual([]);
    expect(load({ prompts }).settings.store.prompts).toBe(prompts);
    const unverified = '[{ name: a, lookup: { similarity: 0.9, verify: "off" } }]';
    expect(load({ prompts }, unverified).settings.store.prompts).toBe(prompts);
  });

  it('names keys that wait for a restart as users write them', () => {
    const wanted = cluster({ 'api-key-file': '/k', 'max-entries': 5, nodes: ['https://other'], 'index-type': 'flat' });
    const { needRestart } = liveChanges(load(CLUSTER).settings, load(wanted).settings);
    expect([...needRestart].sort()).toEqual([
      'store.api-key-file',
      'store.index-type',
      'store.max-entries',
      'store.nodes',
    ]);
  });

  it('is described with where it is, its bounds, and how private it is', () => {
    const line = (store: object): string | undefined => /^store: (.*)$/m.exec(describeSettings(load(store)))?.[1];
    expect(line(cluster({ prompts: 'hashed', encryption: { keys: '/keys', active: 'k1' }, 'max-entries': 1 }))).toBe(
      'elasticsearch at https://es:9200, indices llm-semantic-cache-… (bbq_hnsw), at most 1 entry; prompts kept as digests; encrypted with key k1',
    );
  });
});

describe('admin.token-file', () => {
  it('is an absolute path, or not given', () => {
    const at = (path: string): LoadedSettings => settingsOf(undefined, { argv: ['--set', `admin.token-file=${path}`] });
    expect(at('/etc/token').settings.admin.tokenFile).toBe('/etc/token');
    expect(at('').settings.admin.tokenFile).toBeUndefined();
    expect(problems(() => at('token'))).toEqual([
      `admin.token-file (from --set admin.token-file): got "token"; ${FILE_RULE}`,
    ]);
  });
});
