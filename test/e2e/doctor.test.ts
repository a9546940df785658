import { generateKeyPairSync } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { doctor as command } from '../../src/cli/doctor';
import type { CheckReport, Report } from '../../src/doctor/report';
import { ENVOY_VERSIONS, PACED_ENVOY_VERSIONS } from '../support/envoy';
import { startPlanted, type Parts, type PlantedOptions } from '../support/planted';
import { runCli, startServer, type Server } from '../support/server';
import { startUpstream, type Upstream } from '../support/upstream';

const POLICIES = [
  {
    name: 'test',
    lookup: { similarity: 0.9, varyBy: ['ip', 'metadata:envoy.filters.http.jwt_authn/payload.sub'] },
    store: { ttl: 3600 },
    share: 'varyBy',
  },
];

/** What these policies need besides what the shipped files have. */
function needed({ filter }: Parts): void {
  filter.request_attributes = ['source.address'];
  filter.metadata_options = { forwarding_namespaces: { untyped: ['envoy.filters.http.jwt_authn'] } };
}

const TYPE = 'type.googleapis.com/envoy.extensions.filters.http';
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const JWT = {
  name: 'envoy.filters.http.jwt_authn',
  typed_config: {
    '@type': `${TYPE}.jwt_authn.v3.JwtAuthentication`,
    providers: { idp: { issuer: 'idp', local_jwks: { inline_string: JSON.stringify({ keys: [KEY] }) } } },
    rules: [{ match: { prefix: '/' }, requires: { provider_name: 'idp' } }],
  },
};
const CORS = { name: 'envoy.filters.http.cors', typed_config: { '@type': `${TYPE}.cors.v3.Cors` } };
const BEHIND = 1;

interface Case {
  readonly plant: (parts: Parts) => void;
  readonly finds: string;
  readonly severity?: 'warning';
}

/** Each is found by its id, and nothing else is an error. */
const PLANTED: Readonly<Record<string, Case>> = {
  'a request body mode of BUFFERED': {
    plant: ({ filter }) => (filter.processing_mode.request_body_mode = 'BUFFERED'),
    finds: 'envoy-request-body-mode',
  },
  'a request body mode of STREAMED': {
    plant: ({ filter }) => (filter.processing_mode.request_body_mode = 'STREAMED'),
    finds: 'envoy-request-body-mode',
  },
  'a response body that cannot be had': {
    plant: ({ filter }) => {
      filter.processing_mode.request_body_mode = 'BUFFERED_PARTIAL';
      delete filter.allow_mode_override;
    },
    finds: 'envoy-response-body-mode',
  },
  'a response body that is buffered': {
    plant: ({ filter }) => (filter.processing_mode.response_body_mode = 'BUFFERED'),
    finds: 'envoy-response-body-mode',
  },
  'no mode override': {
    plant: ({ filter }) => delete filter.allow_mode_override,
    finds: 'envoy-mode-override',
  },
  'request headers that are not sent': {
    plant: ({ filter }) => (filter.processing_mode.request_header_mode = 'SKIP'),
    finds: 'envoy-header-modes',
  },
  'a message timeout below the lookup budget': {
    plant: ({ filter }) => (filter.message_timeout = '0.1s'),
    finds: 'envoy-message-timeout',
  },
  'a filter that fails closed': {
    plant: ({ filter }) => delete filter.failure_mode_allow,
    finds: 'envoy-failure-mode',
  },
  'a filter that only observes': {
    plant: ({ filter }) => {
      filter.observability_mode = true;
      delete filter.processing_mode.request_body_mode;
      delete filter.processing_mode.response_body_mode;
    },
    finds: 'envoy-observability-mode',
  },
  'answers that are not allowed': {
    plant: ({ filter }) => (filter.disable_immediate_response = true),
    finds: 'envoy-immediate-response',
  },
  'headers that may not be set': {
    plant: ({ filter }) => (filter.mutation_rules = { disallow_all: true }),
    finds: 'envoy-mutation-rules',
  },
  'credentials that are not shown': {
    plant: ({ filter }) => (filter.forward_rules = { disallowed_headers: { patterns: [{ exact: 'authorization' }] } }),
    finds: 'envoy-forward-rules',
  },
  'an attribute that a policy needs': {
    plant: ({ filter }) => delete filter.request_attributes,
    finds: 'envoy-request-attributes',
  },
  'metadata that a policy needs': {
    plant: ({ filter }) => delete filter.metadata_options,
    finds: 'envoy-metadata-namespaces',
  },
  'authentication behind the cache': {
    plant: ({ manager }) => manager.http_filters.splice(BEHIND, 0, JWT),
    finds: 'envoy-order-access',
  },
  'CORS behind the cache': {
    plant: ({ manager }) => manager.http_filters.splice(BEHIND, 0, CORS),
    finds: 'envoy-order-cors',
    severity: 'warning',
  },
  'a filter that is on nowhere': {
    plant: ({ manager }) => (manager.http_filters[0].disabled = true),
    finds: 'envoy-filter-enabled',
  },
  'a small buffer': {
    plant: ({ listener }) => (listener.per_connection_buffer_limit_bytes = 32_768),
    finds: 'envoy-buffer-limit',
    severity: 'warning',
  },
  'a route that cuts long answers': {
    plant: ({ route }) => delete route.route.timeout,
    finds: 'envoy-route-timeout',
    severity: 'warning',
  },
  'a small circuit breaker': {
    plant: ({ cluster }) => (cluster.circuit_breakers.thresholds = [{ max_requests: 8 }]),
    finds: 'envoy-cluster-circuit-breaker',
    severity: 'warning',
  },
  'no runtime guard': {
    plant: ({ whole }) => delete whole.layered_runtime,
    finds: 'envoy-runtime-guard',
    severity: 'warning',
  },
  'connections that live for ever': {
    plant: ({ cluster }) => delete options(cluster).common_http_protocol_options,
    finds: 'envoy-cluster-requests-per-connection',
    severity: 'warning',
  },
  'a cluster without HTTP/2': {
    plant: ({ cluster }) => delete cluster.typed_extension_protocol_options,
    finds: 'envoy-cluster-http2',
  },
  'a cluster that leads elsewhere': {
    plant: ({ cluster }) => (addressOf(cluster).port_value = 1),
    finds: 'envoy-cluster-address',
  },
  'TLS with a cache that has none': {
    plant: ({ cluster }) =>
      (cluster.transport_socket = {
        name: 'envoy.transport_sockets.tls',
        typed_config: {
          '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
        },
      }),
    finds: 'envoy-cluster-tls',
  },
  'outlier detection': {
    plant: ({ cluster }) => (cluster.outlier_detection = {}),
    finds: 'envoy-cluster-outlier-detection',
    severity: 'warning',
  },
};

const options = (cluster: Parts['cluster']): any => Object.values(cluster.typed_extension_protocol_options)[0];
const addressOf = (cluster: Parts['cluster']): any =>
  cluster.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address;

let dir: string;
let upstream: Upstream;
let server: Server;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lsc-'));
  upstream = await startUpstream();
  server = await startServer({ dir, config: { policies: POLICIES } });
});
afterAll(async () => {
  await server.stop();
  await upstream.stop();
  await rm(dir, { recursive: true, force: true });
});

interface Examined {
  readonly code: number;
  readonly report: Report;
  readonly text: string;
}

/** The command in this process: with a process of its own each of many cases would take seconds. */
async function doctor(flags: readonly string[], config = join(dir, 'llm-semantic-cache.yaml')): Promise<Examined> {
  const lines: string[] = [];
  const host = {
    env: {},
    stdin: Readable.from([]),
    print: (line: string) => void lines.push(line),
    printError: (line: string) => void lines.push(line),
    write: async () => undefined,
    stopSignal: () => new Promise<string>(() => undefined),
  };
  const code = await command(['--config', config, '--json', ...flags], host);
  return { code, report: JSON.parse(lines.join('')) as Report, text: lines.join('\n') };
}

/** "envoy-failure-mode: error" of everything that is not fine. */
function told({ groups }: Report): readonly string[] {
  return groups
    .flatMap(({ checks }) => checks)
    .filter(({ status }) => status === 'error' || status === 'warning')
    .map(({ id, status }) => `${id}: ${status}`);
}

function checkOf({ groups }: Report, id: string): CheckReport | undefined {
  return groups.flatMap(({ checks }) => checks).find((one) => one.id === id);
}

let number = 0;
const placed = (options: Partial<PlantedOptions>): PlantedOptions => ({
  template: 'envoy.yaml',
  plant: needed,
  cache: server.address,
  upstream: upstream.address,
  dir: join(dir, `envoy-${(number += 1)}`),
  ...options,
});

/** What is said of an Envoy alone. */
async function examined(options: Partial<PlantedOptions>, config?: string): Promise<Examined> {
  const envoy = await startPlanted(placed(options));
  try {
    return await doctor(['--envoy', envoy.adminUrl, '--only', 'envoy'], config);
  } finally {
    await envoy.stop();
  }
}

describe('doctor beside a real Envoy', () => {
  it.each([
    ...ENVOY_VERSIONS.map((version) => ['envoy.yaml', version] as const),
    ['envoy-openai.yaml', '1.40.0'] as const,
    ...PACED_ENVOY_VERSIONS.map((version) => ['envoy-paced.yaml', version] as const),
  ])('has nothing to say against %s in Envoy %s', async (template, version) => {
    const { code, report } = await examined({ template, version });
    expect(told(report)).toEqual([]);
    expect(report.counts['not-looked-at']).toBe(0);
    expect(code).toBe(0);
  });

  it('has nothing to say against a socket between the two, and a call that goes through', async () => {
    const of = join(dir, 'uds');
    await mkdir(of);
    const policies = [{ name: 'plain', lookup: { similarity: 0.9 }, store: { ttl: 3600 } }];
    const near = await startServer({ dir: of, listen: 'unix', config: { policies } });
    const envoy = await startPlanted(
      placed({ template: 'envoy-uds.yaml', cache: near.address, plant: () => undefined }),
    );
    const flags = ['--envoy', envoy.adminUrl, '--through', `${envoy.url}/v1/chat/completions`];
    const { report } = await doctor([...flags, '--only', 'envoy,through'], join(of, 'llm-semantic-cache.yaml'));
    await envoy.stop();
    await near.stop();
    expect(told(report)).toEqual([]);
    for (const id of ['envoy-cluster-address', 'through-answers']) expect(checkOf(report, id)?.status).toBe('fine');
  });

  it.each(Object.entries(PLANTED))('finds %s', async (_, { plant, finds, severity = 'error' }) => {
    const { code, report } = await examined({
      plant: (parts) => {
        needed(parts);
        plant(parts);
      },
    });
    expect(told(report)).toContain(`${finds}: ${severity}`);
    const errors = told(report).filter((one) => one.endsWith(': error'));
    expect(errors).toEqual(severity === 'error' ? [`${finds}: error`] : []);
    expect(code).toBe(severity === 'error' ? 1 : 0);
    for (const { found, change } of checkOf(report, finds)?.findings ?? []) expect([found, change]).not.toContain('');
  });

  it('finds paced replays for an Envoy that knows none, and without health checks', async () => {
    const { report } = await examined({ template: 'envoy-paced.yaml', version: '1.36.4' });
    expect(told(report)).toContain('envoy-version: error');
    const unchecked = await examined({
      template: 'envoy-paced.yaml',
      plant: (parts) => {
        needed(parts);
        delete parts.cluster.health_checks;
      },
    });
    expect(told(unchecked.report)).toContain('envoy-cluster-health-checks: warning');
  });

  it('says nothing of what is in the configuration of Envoy and secret', async () => {
    const { text } = await examined({
      plant: (parts) => {
        needed(parts);
        parts.filter.failure_mode_allow = false;
        parts.filter.grpc_service.initial_metadata = [{ key: 'authorization', value: 'Bearer SECRET' }];
        parts.route.request_headers_to_add = [{ header: { key: 'api-key', value: 'SECRET' } }];
      },
    });
    expect(text).toContain('envoy-failure-mode');
    expect(text).not.toContain('SECRET');
  });

  it('takes the cluster that it is told to, and says when nobody asks it', async () => {
    const envoy = await startPlanted(placed({}));
    const of = (cluster: string): Promise<Examined> =>
      doctor(['--envoy', envoy.adminUrl, '--only', 'envoy-filter', '--cluster', cluster]);
    const [right, wrong] = [await of('semantic_cache'), await of('upstream')];
    await envoy.stop();
    expect(told(right.report)).toEqual([]);
    expect(told(wrong.report)).toEqual(['envoy-filter: error']);
    expect(checkOf(wrong.report, 'envoy-filter')?.findings[0]?.found).toContain(
      'ext_proc filters there ask semantic_cache',
    );
  });

  it('goes the whole way of a call, and looks at the server', async () => {
    const { adminUrl, url, stop } = await startPlanted(placed({}));
    const well = await doctor([
      '--envoy',
      adminUrl,
      '--through',
      `${url}/v1/chat/completions`,
      '--admin',
      server.adminUrl,
    ]);
    const past = await doctor(['--through', `http://${upstream.address}/v1/chat/completions`, '--only', 'through']);
    await stop();
    // The policies of these tests want a verified token, and the call has none: the cache says so itself.
    expect(checkOf(well.report, 'through-answers')?.findings[0]?.found).toContain('bypass identity-missing');
    expect(told(well.report).filter((one) => !one.startsWith('through') && !one.startsWith('store-disk'))).toEqual([]);
    expect(checkOf(well.report, 'model-running')?.status).toBe('fine');
    expect(checkOf(well.report, 'store-lock')?.status).toBe('fine');
    expect(past.code).toBe(1);
    expect(checkOf(past.report, 'through-answers')?.findings[0]?.found).toContain('the cache was not asked');
  });
});

describe('doctor where something is away', () => {
  /** A server that says this to everything. */
  async function saying(status: number, body: string): Promise<{ url: string; stop: () => void }> {
    const listening = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, stop: () => listening.close() };
  }

  it.each<[string, number, string, string]>([
    ['a page', 200, '<html>no</html>', 'there is no JSON'],
    ['another JSON', 200, '{"a": 1}', 'is not one of Envoy'],
    ['a refusal', 404, 'no', 'answers 404'],
  ])('says that %s is not the admin address of Envoy', async (_, status, body, words) => {
    const other = await saying(status, body);
    const { code, report } = await doctor(['--envoy', other.url, '--only', 'envoy']);
    other.stop();
    expect(code).toBe(1);
    expect(told(report)).toEqual(['envoy-admin: error']);
    expect(checkOf(report, 'envoy-admin')?.findings[0]?.found).toContain(words);
    expect(checkOf(report, 'envoy-message-timeout')?.because).toContain(words);
  });

  it('says that nobody listens there, and what was not looked at', async () => {
    const { code, report } = await doctor([
      '--envoy',
      'http://127.0.0.1:1',
      '--admin',
      'http://127.0.0.1:1',
      '--only',
      'envoy,server',
    ]);
    expect(code).toBe(1);
    expect(told(report)).toEqual(['server-answers: error', 'envoy-admin: error']);
    expect(checkOf(report, 'server-ready')?.because).toContain('ECONNREFUSED');
  });

  it('reads a dump of 10 MB, of which it knows little', async () => {
    const many = Array.from({ length: 4000 }, (_, i) => ({
      cluster: { '@type': 'envoy.config.cluster.v3.Cluster', name: `cluster-${i}`, filler: 'x'.repeat(2500) },
    }));
    const odd = { name: 7, filter_chains: 'none' };
    const configs = [{ dynamic_active_clusters: many }, { static_listeners: [{ listener: odd }] }, { '@type': 'odd' }];
    const large = await saying(200, JSON.stringify({ configs }));
    const before = performance.now();
    const { report } = await doctor(['--envoy', large.url, '--only', 'envoy']);
    large.stop();
    expect(told(report)).toEqual(['envoy-filter: error']);
    expect(performance.now() - before).toBeLessThan(10_000);
  });

  async function configured(name: string, text: string): Promise<string> {
    const file = join(dir, `${name}.yaml`);
    await writeFile(file, text);
    return file;
  }

  it('says what is wrong with a configuration, and what that keeps it from', async () => {
    const file = await configured('wrong', 'limits: { lookup-budget: soon }\nstor: {}\n');
    const { code, report } = await doctor([], file);
    expect(code).toBe(1);
    expect(told(report)).toEqual(['configuration-valid: error']);
    expect(
      checkOf(report, 'configuration-valid')
        ?.findings.map(({ found }) => found)
        .join(),
    ).toMatch(/lookup-budget.*stor/);
    expect(checkOf(report, 'model-loads')?.because).toBe('the configuration is not valid');
  });

  it('finds a model and a token that are missing, and a foreign store, before anything is started', async () => {
    const store = join(dir, 'foreign');
    await mkdir(store);
    await copyFile(__filename, join(store, 'data.mdb'));
    const file = await configured(
      'missing',
      `embedding: { model: ${dir}/none }\nstore: { kind: embedded, path: ${store}, max-bytes: 1MiB }\nadmin: { address: '127.0.0.1:1', token-file: ${dir}/no-token }\n`,
    );
    const { code, report } = await doctor([], file);
    expect(code).toBe(1);
    expect(told(report)).toEqual(['configuration-files: error', 'model-loads: error', 'store-format: error']);
    expect(checkOf(report, 'server-ready')?.because).toContain('no answer from http://127.0.0.1:1');
  });

  it('says that Elasticsearch is away', async () => {
    const key = join(dir, 'partition.key');
    await writeFile(key, 'k'.repeat(32));
    const file = await configured(
      'elasticsearch',
      `store: { kind: elasticsearch, nodes: ['http://127.0.0.1:1'], partition-key-file: ${key} }\n`,
    );
    const { code, report } = await doctor(['--only', 'store'], file);
    expect(code).toBe(1);
    expect(told(report)).toEqual(['store-reachable: error']);
    expect(checkOf(report, 'store-index')?.because).toBe('Elasticsearch cannot be asked');
  });

  it('is a command whose report people read', async () => {
    const { code, stdout } = await runCli(
      'doctor',
      '--config',
      join(dir, 'llm-semantic-cache.yaml'),
      '--only',
      'configuration,envoy',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('ok       configuration-valid: the configuration is valid');
    expect(stdout).toContain('not looked at, because --envoy is not given');
    const wrong = await runCli('doctor', '--only', 'everything');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('there is no check everything')]);
  });
});
