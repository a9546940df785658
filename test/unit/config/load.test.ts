import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problems } from '../../support/problems';
import { CLIENT_DIRECTIVES } from '../../../src/core/policy';
import { loadSettings, type LoadedSettings } from '../../../src/config/load';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lsc-load-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function load(yaml: string | undefined, env: NodeJS.ProcessEnv = {}, argv: string[] = []): LoadedSettings {
  if (yaml === undefined) return loadSettings({ argv, env });
  const file = join(directory, 'config.yaml');
  writeFileSync(file, yaml);
  return loadSettings({ argv: ['--config', file, ...argv], env });
}

const POLICY = 'policies:\n  - name: one\n    lookup: { similarity: 0.9 }\n    store: { ttl: 1h }\n';

describe('loadSettings', () => {
  it('runs on defaults without a file: one policy for everything, per credential, similarity 0.85, one hour', () => {
    const { settings, warnings, file } = load(undefined);
    expect(file).toBeUndefined();
    expect(warnings).toEqual([]);
    const address = { kind: 'tcp', host: '127.0.0.1', port: 50051 };
    expect(settings.listen).toEqual({ address, socketMode: 0o660, tls: undefined });
    expect(settings.store).toMatchObject({ kind: 'embedded', maxBytes: 2 ** 30, maxEntries: 1_000_000 });
    expect(settings.limits).toMatchObject({ requestBody: 2 ** 20, lookupBudgetMs: 150, maxMessageTimeoutMs: 5000 });
    expect(settings.policies).toEqual([
      {
        name: 'default',
        at: 'policies[0]',
        match: { hosts: [], paths: [] },
        dialect: 'by-path',
        when: undefined,
        lookup: {
          minSimilarity: 0.85,
          semantic: true,
          ignoreSystemMessages: false,
          maxMessageCount: undefined,
          varyBy: [],
          verify: 'standard',
          candidates: 5,
          coalesceMs: 0,
          directives: { allowed: CLIENT_DIRECTIVES, maxAgeAtLeast: 0, minFreshAtMost: undefined },
          shadow: false,
          cachedTokens: false,
          paceMs: 0,
        },
        store: {
          ttl: 3600,
          ttlJitter: 0,
          maxBytes: undefined,
          toolCalls: false,
          refusals: false,
          when: undefined,
        },
        share: 'credential',
        sample: 100,
      },
    ]);
  });

  it('lets flags win over the environment, the environment over the file, the file over the defaults', () => {
    const yaml = 'sweeper: { batch: 1, interval: 1s }\nlog: { level: debug }\nembedding: { queue: 9 }\n';
    const env = { LSC_SWEEPER_BATCH: '2', LSC_LOG_LEVEL: 'warn' };
    const { settings } = load(yaml, env, ['--set', 'log.level=error']);
    expect(settings.log.level).toBe('error');
    expect(settings.sweeper).toEqual({ batch: 2, intervalMs: 1000 });
    expect(settings.embedding).toMatchObject({ queue: 9, threads: 1 });
  });

  it('takes the file from LSC_CONFIG, and from --config in its place', () => {
    writeFileSync(join(directory, 'a.yaml'), 'log: { level: debug }');
    writeFileSync(join(directory, 'b.yaml'), 'log: { level: warn }');
    const env = { LSC_CONFIG: join(directory, 'a.yaml') };
    expect(loadSettings({ argv: [], env }).settings.log.level).toBe('debug');
    expect(loadSettings({ argv: [`--config=${directory}/b.yaml`], env })).toMatchObject({
      settings: { log: { level: 'warn' } },
      file: `${directory}/b.yaml`,
    });
  });

  it('reads numbers, switches, lists and quoted modes from the environment', () => {
    const { settings } = load(undefined, {
      LSC_STORE_MAX_ENTRIES: '42',
      LSC_STORE_MAX_BYTES: '64MiB',
      LSC_LIMITS_DRAIN: '3',
      LSC_HEADERS_ENABLED: 'false',
      LSC_CREDENTIAL_HEADERS: 'Authorization, x-user',
      LSC_LISTEN_ADDRESS: 'unix:/run/x.sock',
      LSC_LISTEN_SOCKET_MODE: '0600',
      LSC_LOG_LEVEL: '',
      LSC_CACHE_DIR: '/anywhere',
      LSC_MODEL_DIR: '/anywhere',
      PATH: '/bin',
    });
    expect(settings.store).toMatchObject({ maxEntries: 42, maxBytes: 2 ** 26 });
    expect(settings.limits.drainMs).toBe(3000);
    expect(settings.headers.enabled).toBe(false);
    expect(settings.credentialHeaders).toEqual(['authorization', 'x-user']);
    const address = { kind: 'unix', path: '/run/x.sock' };
    expect(settings.listen).toEqual({ address, socketMode: 0o600, tls: undefined });
    expect(settings.log.level).toBe('info');
  });

  it('ignores what Kubernetes sets for a Service that is called lsc', () => {
    const env = { LSC_SERVICE_HOST: '10.0.0.1', LSC_PORT: 'tcp://10.0.0.1:9901', LSC_PORT_9901_TCP_ADDR: '10.0.0.1' };
    expect(problems(() => load(undefined, env))).toEqual([]);
  });

  it.each([
    ['scoreThreshold: 0.05', 0.95],
    ['scoreThreshold: 0.1', 0.9],
    ['scoreThreshold: 0.03', 0.97],
    ['similarity: 0.95', 0.95],
    ['semantic: false', 1],
  ])('resolves "%s" to similarity %d', (threshold, similarity) => {
    const { settings } = load(POLICY.replace('similarity: 0.9', threshold));
    expect(settings.policies[0]?.lookup?.minSimilarity).toBe(similarity);
  });

  it('leaves a policy without lookup and store out of the cache, and an empty section at its defaults', () => {
    const { settings } = load('sweeper:\npolicies: [{ name: never, match: { paths: [/v1/private] } }]');
    expect(settings.policies).toMatchObject([
      { name: 'never', match: { hosts: [], paths: ['/v1/private'] }, lookup: undefined, store: undefined },
    ]);
    expect(settings.sweeper.batch).toBe(500);
  });

  it('gives a snapshot that cannot be changed', () => {
    const { settings } = load(POLICY);
    const change = (): void => {
      (settings.policies[0]!.lookup as { minSimilarity: number }).minSimilarity = 0;
    };
    expect(change).toThrow(TypeError);
    expect(settings.policies[0]?.lookup?.minSimilarity).toBe(0.9);
  });
});

describe('a wrong configuration', () => {
  it.each<[string, string, RegExp]>([
    ['unknown key', 'limits: { request-bodi: 1MiB }', /^limits\.request-bodi: .*did you mean request-body\?$/],
    ['unknown section', 'telemetry: {}', /^telemetry: is not a known key; known here: listen, admin/],
    [
      'unknown policy key',
      `${POLICY}    duration: 1`,
      /^policies\[0\]\.duration: is not a known key; known here: name, match/,
    ],
    ['camelCase key', 'sweeper: { Batch: 1 }', /did you mean batch\?/],
    ['prototype key', '__proto__: { log: 1 }', /^__proto__: is not a known key/],
    [
      'wrong duration',
      'sweeper: { interval: soon }',
      /^sweeper\.interval: got "soon"; must be a duration from 1s to 1d/,
    ],
    [
      'wrong unit',
      'store: { max-bytes: 1GB }',
      /^store\.max-bytes: got "1GB"; must be a size .* 512KiB, 64MiB or 1GiB/,
    ],
    ['negative size', 'limits: { request-body: -1 }', /^limits\.request-body: got -1; must be a size/],
    [
      'not a whole number',
      'embedding: { threads: 1.5 }',
      /^embedding\.threads: got 1\.5; must be a whole number from 1/,
    ],
    ['a text for a number', 'embedding: { threads: two }', /^embedding\.threads: got "two"; must be a whole number/],
    ['empty value', 'store: { path: }', /^store\.path: is empty; must be the absolute path/],
    ['relative path', 'store: { path: data }', /^store\.path: got "data"; must be the absolute path of a directory/],
    ['unknown store', 'store: { kind: redis }', /^store\.kind: got "redis"; must be one of embedded/],
    ['bad address', 'listen: { address: localhost }', /^listen\.address: got "localhost"; must be host:port/],
    ['bad port', 'admin: { address: "x:70000" }', /^admin\.address: got "x:70000"; must be host:port/],
    ['unquoted mode', 'listen: { socket-mode: 0660 }', /^listen\.socket-mode: got 660; .*in quotes/],
    ['log level', 'log: { level: loud }', /^log\.level: got "loud"; must be one of debug, info/],
    ['section as list', 'limits: [1]', /^limits: got a list; must be a mapping of keys$/],
    ['section as text', 'limits: none', /^limits: got "none"; must be a mapping of keys$/],
    ['switch', 'headers: { enabled: 1 }', /^headers\.enabled: got 1; must be true or false$/],
    ['no policies in the list', 'policies:', /^policies: is empty; must be a list of policies; leave the key out/],
    [
      'policy without name',
      'policies: [{ lookup: { similarity: 1 } }]',
      /^policies\[0\]\.name: is missing; must be a name of at most 63 letters/,
    ],
    ['store without ttl', 'policies: [{ name: a, store: {} }]', /^policies\[0\]\.store\.ttl: is missing; must be/],
    [
      'zero ttl',
      'policies: [{ name: a, store: { ttl: 0 } }]',
      /^policies\[0\]\.store\.ttl: got 0; must be a duration from 1s to 365d/,
    ],
    ['host with scheme', 'policies: [{ name: a, match: { hosts: ["https://x"] } }]', /match\.hosts\[0\]: got "https:/],
    ['path', 'policies: [{ name: a, match: { paths: [v1] } }]', /match\.paths\[0\]: got "v1"; .*begins with/],
    [
      'varied header',
      'policies: [{ name: a, lookup: { similarity: 1, varyBy: ["header:x y"] } }]',
      /^policies\[0\]\.lookup\.varyBy\[0\]: got "header:x y"; .*header/,
    ],
    [
      'threshold range',
      'policies: [{ name: a, lookup: { similarity: 95 } }]',
      /similarity: got 95; must be a number from 0 to 1/,
    ],
    [
      'no threshold',
      'policies: [{ name: a, lookup: {} }]',
      /^policies\[0\]\.lookup: needs exactly one of .*; it has neither$/,
    ],
    [
      'both thresholds',
      'policies: [{ name: a, lookup: { similarity: 0.9, scoreThreshold: 0.1, semantic: false } }]',
      /^policies\[0\]\.lookup: needs exactly one of .*; it has scoreThreshold and similarity$/,
    ],
    [
      'same name twice',
      `${POLICY}  - name: one\n`,
      /^policies\[1\]\.name: got "one"; policies\[0\] has this name already/,
    ],
    [
      'coalesce beyond what Envoy waits',
      'policies: [{ name: a, lookup: { similarity: 1 }, coalesce: 10s }]',
      /^policies\[0\]\.coalesce: got 10s; must not be more than limits\.max-message-timeout \(5s\)/,
    ],
    [
      'one address twice',
      'admin: { address: "127.0.0.1:50051" }',
      /^admin\.address: .*not be the same as listen\.address/,
    ],
    [
      'a certificate without its key',
      'listen: { tls: { cert-file: /c.pem } }',
      /^listen\.tls: cert-file and key-file go together, and client-ca-file needs both/,
    ],
    [
      "clients' certificates without TLS",
      'listen: { tls: { client-ca-file: /ca.pem } }',
      /^listen\.tls: cert-file and key-file go together/,
    ],
    [
      'a relative file of TLS',
      'listen: { tls: { cert-file: c.pem, key-file: /k.pem } }',
      /^listen\.tls\.cert-file: got "c\.pem"; must be the absolute path of a file/,
    ],
    [
      'TLS on a Unix socket',
      'listen: { address: "unix:/run/x.sock", tls: { cert-file: /c.pem, key-file: /k.pem } }',
      /^listen\.tls: does not go with a Unix socket.*host:port/,
    ],
    ['YAML syntax', 'log:\n  level: [info\nx: 1', /config\.yaml:\d+:\d+: not valid YAML: /],
    [
      'duplicate key',
      'log: { level: info }\nlog: { level: debug }',
      /config\.yaml:2:1: not valid YAML: Map keys must be unique/,
    ],
    ['two documents', 'log: {}\n---\nlog: {}', /config\.yaml:\d+:\d+: not valid YAML/],
    ['empty file', '# nothing\n', /config\.yaml: holds no key/],
    ['a list', '- a\n', /config\.yaml: is not a mapping of keys/],
  ])('%s: one line with path, value and rule', (_name, yaml, line) => {
    const lines = problems(() => load(yaml));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(line);
  });

  it('shows every problem of file, environment and flags at once', () => {
    const yaml = 'limits: { drain: x }\npolicies: [{ name: a, lookup: { candidates: 0, oops: 1 } }]';
    const env = { LSC_STORE_PATHS: 'secret-value', LSC_STORE_MAX_BYTES: 'much' };
    const argv = ['--set', 'log.levle=debug', '--set', 'policies[0].name=x', '--set', 'nonsense'];
    expect(problems(() => load(yaml, env, argv))).toEqual([
      'LSC_STORE_PATHS: no setting has this environment variable; did you mean LSC_STORE_PATH?',
      '--set log.levle: is not a known key; did you mean log.level?',
      '--set policies[0].name: policies are set in the file only',
      '--set: must be path.to.key=value, such as --set log.level=debug',
      expect.stringMatching(/^store\.max-bytes \(from LSC_STORE_MAX_BYTES\): got "much"; must be a size/),
      expect.stringMatching(/^limits\.drain: got "x"; must be a duration/),
      'policies[0].lookup.candidates: got 0; must be a whole number from 1 to 100',
      expect.stringMatching(/^policies\[0\]\.lookup\.oops: is not a known key/),
      expect.stringMatching(/^policies\[0\]\.lookup: needs exactly one of/),
    ]);
  });

  it('names a file that is not there, and an unknown flag', () => {
    expect(problems(() => loadSettings({ argv: ['--config', '/nowhere/c.yaml'], env: {} }))).toEqual([
      expect.stringMatching(/^\/nowhere\/c\.yaml: cannot be read: ENOENT/),
    ]);
    expect(problems(() => loadSettings({ argv: ['--verbose'], env: {} }))).toEqual([
      expect.stringMatching(/^command line: Unknown option '--verbose'/),
    ]);
  });

  it('never repeats the text around a syntax error', () => {
    const [line] = problems(() => load('password: "hunter2\nlog: {}'));
    expect(line).toMatch(/not valid YAML/);
    expect(line).not.toContain('hunter2');
  });
});

describe('warnings', () => {
  it.each<[string, string, RegExp]>([
    ['scoreThreshold: 0.95', 'a distance that was meant as a similarity', /similarity >= 0\.05 \(distance <= 0\.95\)/],
    ['similarity: 0.79', 'a loose similarity', /similarity >= 0\.79 \(distance <= 0\.21\)/],
    ['similarity: 0.9, verify: off', 'no verification', /does not verify/],
    [
      'similarity: 0.89, verify: guards',
      'a loose similarity that decides alone',
      /0\.89 .* with verify: guards, .*0\.95/,
    ],
  ])('"%s" is allowed, with a warning about %s', (lookup, _what, warning) => {
    const { warnings } = load(POLICY.replace('similarity: 0.9', lookup));
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  it.each<[string, string, RegExp]>([
    ['policies that are never reached', `${POLICY}  - name: two\n`, /policies\[0\] \(one\) matches every request/],
    [
      'sharing with everybody',
      `${POLICY}    share: everyone\n`,
      /policies\[0\] \(one\) shares answers among all callers/,
    ],
    ['a store without lookup', 'policies: [{ name: a, store: { ttl: 1 } }]', /stores without a lookup/],
    ['no policy at all', 'policies: []', /the list is empty/],
    ['a queue that is too small', 'limits: { write-queue-bytes: 1MiB }', /write-queue-bytes \(1MiB\) is less than/],
  ])('tells of %s', (_what, yaml, warning) => {
    expect(load(yaml).warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('tells of both where nothing is verified at a loose similarity', () => {
    expect(load(POLICY.replace('similarity: 0.9', 'similarity: 0.85, verify: off')).warnings).toEqual([
      expect.stringMatching(/similarity >= 0\.85 \(distance <= 0\.15\) with verify: off, .*similarity: 0\.95/),
      expect.stringMatching(/does not verify/),
    ]);
  });

  it.each([
    'scoreThreshold: 0.2',
    'similarity: 0.8',
    'similarity: 0.8, verify: strict',
    'similarity: 0.9, verify: guards',
    'similarity: 0.5, verify: off, semantic: false',
  ])('not for "%s"', (lookup) => {
    expect(load(POLICY.replace('similarity: 0.9', lookup)).warnings).toEqual([]);
  });

  it('not where the configured similarity is only the floor of a learned threshold', () => {
    const policy = `${POLICY.replace('similarity: 0.9', 'similarity: 0.8, verify: guards')}    maxFalseHitRate: 0.01\n`;
    expect(load(policy).warnings).toEqual([]);
  });
});
