import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { startEnvoy } from '../../tools/harness/envoy';
import { send, type Answer } from '../../tools/harness/exchange';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { authority, type Authority } from '../support/authority';
import { ENVOY_VERSIONS, shippedConfig } from '../support/envoy';
import { startServer, type Server } from '../support/server';
import { bodyOf, STORED } from '../support/stack';
import { startUpstream, type Upstream } from '../support/upstream';

const RENEWED: Metric = ['llm_semantic_cache_config_reloads_total', { of: 'certificates', result: 'applied' }];

type Pair = ReturnType<Authority['issue']>;
interface Cluster {
  readonly name: string;
  transport_socket?: object;
}

/** The shipped configuration, whose cluster of the cache speaks TLS. */
function overTls(shipped: string, caFile: string, own: Pair | undefined): string {
  const config = parse(shipped) as { static_resources: { clusters: Cluster[] } };
  const cluster = config.static_resources.clusters.find(({ name }) => name === 'semantic_cache');
  if (cluster === undefined) throw new Error('the shipped configuration has no cluster semantic_cache');
  const at = (filename: string): object => ({ filename });
  cluster.transport_socket = {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
      common_tls_context: {
        ...(own && { tls_certificates: [{ certificate_chain: at(own.certFile), private_key: at(own.keyFile) }] }),
        validation_context: {
          trusted_ca: at(caFile),
          match_typed_subject_alt_names: [{ san_type: 'IP_ADDRESS', matcher: { exact: '127.0.0.1' } }],
        },
      },
    },
  };
  return stringify(config);
}

describe.each(ENVOY_VERSIONS)('mutual TLS between Envoy %s and the cache', (version) => {
  const stops: (() => Promise<void>)[] = [];
  let dir: string;
  let upstream: Upstream;
  let server: Server;
  let now: Authority;
  let next: Authority;
  let used: Pair;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    [now, next] = [authority(dir, 'now'), authority(dir, 'next')];
    used = { certFile: join(dir, 'tls.crt'), keyFile: join(dir, 'tls.key') };
    await use(now.issue('127.0.0.1'));
    upstream = await startUpstream();
    stops.push(upstream.stop);
    const tls = { 'cert-file': used.certFile, 'key-file': used.keyFile, 'client-ca-file': now.caFile };
    server = await startServer({ dir, config: { listen: { tls } } });
    stops.push(server.stop);
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  async function use({ certFile, keyFile }: Pair): Promise<void> {
    await copyFile(certFile, used.certFile);
    await copyFile(keyFile, used.keyFile);
  }

  /** What an Envoy of its own says to a question. */
  async function envoy(caFile: string, own?: Pair): Promise<(text: string) => Promise<Answer>> {
    const of = await mkdtemp(join(dir, 'envoy-'));
    const template = join(of, 'template.yaml');
    await writeFile(template, overTls(await readFile(shippedConfig('envoy.yaml'), 'utf8'), caFile, own));
    const addresses = {
      ...{ listener: '127.0.0.1:0', admin: '127.0.0.1:0' },
      ...{ upstream: upstream.address, cache: server.address },
    };
    const { process, url } = await startEnvoy({ binary: await fetchEnvoy(version), template, addresses, dir: of });
    stops.push(process.stop);
    return (text) =>
      send({ url: `${url}/v1/chat/completions`, headers: { host: 'api.example' }, body: bodyOf({ text }) });
  }
  const said = ({ status, verdict }: Answer): string => `${status} ${verdict}`;

  it('serves an Envoy that shows its certificate; without the cache go calls of any other', async () => {
    const known = await envoy(now.caFile, now.issue('envoy'));
    expect(said(await known('Why is the sky blue?'))).toBe('200 miss');
    await reached(server.adminUrl, STORED, 1);
    expect(said(await known('Why is the sky blue?'))).toBe('200 hit');

    const unknown = await envoy(now.caFile);
    expect(said(await unknown('Why is the sky blue?'))).toBe('200 untouched');
    const stranger = await envoy(now.caFile, next.issue('envoy'));
    expect(said(await stranger('Why is the sky blue?'))).toBe('200 untouched');
    const mistrusting = await envoy(next.caFile, now.issue('envoy'));
    expect(said(await mistrusting('Why is the sky blue?'))).toBe('200 untouched');
  });

  it('takes over a renewed certificate while it serves', async () => {
    const both = join(dir, 'both.pem');
    await writeFile(both, (await Promise.all([now, next].map(({ caFile }) => readFile(caFile)))).join('\n'));
    const connected = await envoy(both, now.issue('envoy'));
    const asked: string[] = [];
    await use(next.issue('127.0.0.1'));
    await until('the renewal', async () => {
      asked.push(said(await connected('Why is the sky blue?')));
      return (await server.metrics()).sum(...RENEWED) > 0 ? true : undefined;
    });
    asked.push(said(await connected('Why is the sky blue?')));
    expect([...new Set(asked)]).toEqual(['200 hit']);

    const after = await envoy(next.caFile, now.issue('envoy'));
    expect(said(await after('Why is the sky blue?'))).toBe('200 hit');
    const before = await envoy(now.caFile, now.issue('envoy'));
    expect(said(await before('Why is the sky blue?'))).toBe('200 untouched');
  });
});
