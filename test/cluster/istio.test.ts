import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_ENVOY, fetchEnvoy } from '../../tools/fetch/envoy';
import { printed } from '../../tools/harness/command';
import type { Answer } from '../../tools/harness/exchange';
import { ISTIO_NAMESPACE, type MeshProxy } from '../../tools/harness/kubernetes/istiod';
import type { MeshPod } from '../../tools/harness/kubernetes/sidecar';
import { freePorts } from '../../tools/harness/ports';
import { until } from '../../tools/harness/waiting';
import { authority, type Authority } from '../support/authority';
import { ENVOY_VERSIONS } from '../support/envoy';
import { downwardApiFile } from '../support/downward-api';
import { volume, type Volume } from '../support/files';
import { startIstioAgent, type IstioAgent } from '../support/istio-agent';
import { configOf } from '../support/istio-proxy';
import { podOf, SHOP, withMesh, type Pod } from '../support/istio';
import { NAME } from '../support/chart';
import { CLUSTER_MS, toYaml } from '../support/kubernetes';
import { placedConfig, type RenderedConfig } from '../support/rendered-config';
import { startServer, type Server } from '../support/server';
import { asking, type Ask } from '../support/stack';
import { portOf, startUpstream, type Upstream } from '../support/upstream';

const HOST = 'api.llm.test';
const OTHER = 'other.llm.test';
const FILTER = 'llm-semantic-cache';
const ROUTER = 'envoy.filters.http.router';
const BODY_BYTES = 2 * 2 ** 20;
const POLICY = { 'llm-semantic-cache.io/similarity': '0.95' };

let outbound: number;
let secure: number;
let inbound: number;
let gateway: number;
let provider: Upstream;
let plain: Upstream;
let agent: IstioAgent;
let ca: Authority;

const mesh = withMesh(async (dir) => {
  const [out = 0, outSecure = 0, into = 0, through = 0] = await freePorts(4);
  [outbound, secure, inbound, gateway] = [out, outSecure, into, through];
  ca = authority(dir, 'ca');
  const { certFile, keyFile } = ca.issue(HOST);
  agent = await startIstioAgent(dir, ca.caFile);
  provider = await startUpstream({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
  plain = await startUpstream();
  return {
    config: { policies: [{ name: 'mesh', lookup: { similarity: 0.9 }, store: { ttl: '1h' } }] },
    extProc: { requestBodyBytes: BODY_BYTES },
    istio: {
      outbound: { hosts: [{ host: HOST, port: outbound, targetPort: secure }] },
      inbound: { ports: [inbound] },
      gateways: [{ selector: { istio: 'egress' }, port: gateway, hosts: [HOST] }],
    },
  };
});
afterAll(async () => {
  agent.stop();
  await Promise.all([provider.stop(), plain.stop()]);
});

let pod: Pod;
let annotations: Volume;
let server: Server;
beforeAll(async () => {
  const { api, dir, admit } = mesh();
  // Where the test's cache has its socket; and in place of DNS the test's provider.
  await rewrite('envoyfilter', (text) =>
    text.replaceAll('/run/llm-semantic-cache/extproc.sock', join(dir, 'extproc.sock')),
  );
  await rewrite('serviceentry', (text) => text.replaceAll('"resolution":"DNS"', providerHere()));
  printed(await api.kubectl(['apply', '--filename', '-'], toYaml(objects())));
  pod = await admit(podOf('app', { annotations: POLICY }));
  annotations = volume('annotations', downwardApiFile(pod.metadata.annotations ?? {}));
  const config = parse(pod.metadata.annotations?.['llm-semantic-cache.io/config'] ?? '') as RenderedConfig;
  server = await startServer({ dir, listen: 'unix', config: placedConfig(config, dir, annotations.file) });
}, CLUSTER_MS);
afterAll(async () => {
  await server.stop();
  annotations.remove();
});

function providerHere(): string {
  const at = portOf(provider);
  const endpoints = [{ address: '127.0.0.1', ports: { http: at, tls: at } }];
  return `"resolution":"STATIC","endpoints":${JSON.stringify(endpoints)}`;
}

/** Changes objects that the chart has made, in the text of their JSON. */
async function rewrite(kind: string, change: (json: string) => string): Promise<void> {
  const { api } = mesh();
  const of = ['get', kind, '--namespace', ISTIO_NAMESPACE, '--output', 'json'];
  const before = JSON.stringify(JSON.parse(printed(await api.kubectl(of))));
  printed(await api.kubectl(['replace', '--filename', '-'], change(before)));
}

/** Another host of the mesh; a model in the pod; a workload without the cache, on an address of its own; a gateway. */
function objects(): readonly object[] {
  const istio = (kind: string, name: string, spec: object): object => ({
    ...{ apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: SHOP } },
    spec,
  });
  const http = (number: number): object => ({ number, name: 'http', protocol: 'HTTP' });
  return [
    istio('ServiceEntry', 'other', {
      hosts: [OTHER],
      ports: [{ ...http(outbound), targetPort: portOf(plain) }],
      resolution: 'STATIC',
      endpoints: [{ address: '127.0.0.1' }],
    }),
    istio('Sidecar', 'app', {
      workloadSelector: { labels: { app: 'app' } },
      ingress: [
        { port: http(inbound), bind: '127.0.0.1', captureMode: 'NONE', defaultEndpoint: `127.0.0.1:${portOf(plain)}` },
      ],
    }),
    istio('Sidecar', 'captured', {
      workloadSelector: { labels: { app: 'captured' } },
      ingress: [{ port: http(inbound), defaultEndpoint: `127.0.0.1:${portOf(plain)}` }],
    }),
    {
      ...{
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'app', namespace: SHOP },
      },
      spec: { action: 'DENY', rules: [{ when: [{ key: 'request.headers[x-caller]', values: ['stranger'] }] }] },
    },
    istio('Sidecar', 'bare', {
      workloadSelector: { labels: { app: 'bare' } },
      egress: [{ port: http(outbound), bind: '127.0.0.2', captureMode: 'NONE', hosts: ['*/*'] }],
    }),
    istio('Gateway', 'egress', {
      selector: { istio: 'egress' },
      servers: [{ port: http(gateway), bind: '127.0.0.1', hosts: [HOST, OTHER] }],
    }),
    ...[HOST, OTHER].map((host) =>
      istio('VirtualService', host, {
        hosts: [host],
        gateways: ['egress'],
        http: [{ route: [{ destination: { host, port: { number: outbound } } }] }],
      }),
    ),
  ];
}

interface ProxyOptions extends Pick<MeshPod, 'type' | 'metadata'> {
  /** Of Envoy. */
  readonly version?: string;
}

async function startProxy(of: Pod, { version = DEFAULT_ENVOY, ...more }: ProxyOptions = {}): Promise<MeshProxy> {
  const { name, labels = {} } = of.metadata;
  const meshPod = { name, namespace: SHOP, labels, agentSocket: agent.socket, ...more };
  const binary = await fetchEnvoy(version);
  return mesh().istiod.startProxy(meshPod, { binary, dir: join(mesh().dir, `${name}-${version}`) });
}

/** Exchanges that the cache has ever taken part in; one ends a little later than its answer. */
async function streams(): Promise<number> {
  const { sum } = await server.metrics();
  return sum('llm_semantic_cache_extproc_streams_active') + sum('llm_semantic_cache_extproc_streams_total');
}

/** Calls by way of a proxy. */
function calls(
  port: number,
  host: string,
  address = '127.0.0.1',
): Pick<ReturnType<typeof asking>, 'ask' | 'askAndKeep' | 'decision'> {
  const through = asking({ url: `http://${address}:${port}` }, server);
  const to = (call: Ask): Ask => ({ ...call, headers: { host, ...call.headers } });
  return {
    ask: (call) => through.ask(to(call)),
    askAndKeep: (call) => through.askAndKeep(to(call)),
    decision: (call) => through.decision(to(call)),
  };
}

async function untouched(answer: Promise<Answer>): Promise<void> {
  const { status, verdict, form } = await answer;
  expect([status, verdict, form]).toEqual([200, 'untouched', 'json']);
}

describe.each(ENVOY_VERSIONS)('the proxy of an annotated pod, Envoy %s', (version) => {
  let proxy: MeshProxy;
  beforeAll(async () => {
    proxy = await startProxy(pod, { version });
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('has the filter before the router, after the others, on for the listed host only', async () => {
    const config = await configOf(proxy);
    expect(config.refused).toEqual([]);
    const filters = config.filters(outbound);
    expect(filters.slice(-2)).toEqual([`${FILTER} (disabled)`, ROUTER]);
    expect(filters).toEqual(expect.arrayContaining(['envoy.filters.http.fault', 'envoy.filters.http.cors']));
    expect(config.bufferLimit(outbound)).toBe(BODY_BYTES);
    expect(config.clusters).toContain('llm_semantic_cache');
    // And no timeout of Istio's own cuts an answer off.
    expect(config.host(`${HOST}:${outbound}`)).toEqual({ filters: [FILTER], timeouts: ['0s'] });
    expect(config.host(`${OTHER}:${outbound}`)).toEqual({ filters: [], timeouts: ['0s'] });
  });

  it('answers a call to the provider from the cache, and speaks TLS where it does not', async () => {
    const { ask, askAndKeep } = calls(outbound, HOST);
    const text = `Which bridges of Envoy ${version} cross the river?`;
    expect(await askAndKeep({ text })).toMatchObject({ status: 200, verdict: 'miss' });
    expect(provider.last().headers.host).toBe(HOST);
    // The certificate is of an authority that only the agent has told of.
    expect([...agent.asked]).toContain('file-root:system');
    const asked = provider.count();
    expect(await ask({ text })).toMatchObject({ status: 200, verdict: 'hit' });
    expect(provider.count()).toBe(asked);
  });

  it('passes on what the application encrypts itself', async () => {
    const [asked, before] = [provider.count(), await streams()];
    const options = {
      host: '127.0.0.1',
      port: secure,
      servername: HOST,
      ca: readFileSync(ca.caFile),
      agent: false as const,
    };
    const [answer] = (await once(request({ ...options, headers: { host: HOST } }).end(), 'response')) as [
      IncomingMessage,
    ];
    answer.resume();
    expect([provider.count() - asked, (await streams()) - before]).toEqual([1, 0]);
    expect(answer.headers['cache-status']).toBeUndefined();
  });

  it('does not ask the cache for another host', async () => {
    const before = await streams();
    await untouched(calls(outbound, OTHER).ask({ text: 'Which host is this?' }));
    expect(await streams()).toBe(before);
  });

  it('answers calls that come in for a model in the pod', async () => {
    const { ask, askAndKeep } = calls(inbound, 'vllm.shop.svc');
    const text = `Which model of Envoy ${version} is in this pod?`;
    expect(await askAndKeep({ text })).toMatchObject({ status: 200, verdict: 'miss' });
    const asked = plain.count();
    expect(await ask({ text })).toMatchObject({ status: 200, verdict: 'hit' });
    expect(plain.count()).toBe(asked);
  });

  it('answers no call that comes in and is forbidden, for it stands after authorisation', async () => {
    const filters = (await configOf(proxy)).filters(inbound, inbound);
    expect(filters.slice(-2)).toEqual([`${FILTER} (disabled)`, ROUTER]);
    expect(filters).toContain('envoy.filters.http.rbac');
    const { ask, askAndKeep } = calls(inbound, 'vllm.shop.svc');
    const text = `Who may read this with Envoy ${version}?`;
    await askAndKeep({ text });
    expect(await ask({ text })).toMatchObject({ verdict: 'hit' });
    expect(await ask({ text, headers: { 'x-caller': 'stranger' } })).toMatchObject({
      status: 403,
      verdict: 'untouched',
    });
    expect((await server.metrics()).sum('llm_semantic_cache_failures_total')).toBe(0);
  });

  it('lets bodies pass that are larger than the proxy may hold', async () => {
    const answer = await calls(outbound, HOST).ask({ text: 'x'.repeat(2 * BODY_BYTES) });
    expect(answer).toMatchObject({ status: 200, verdict: 'bypass', form: 'json' });
    expect(provider.last().body.length).toBeGreaterThan(2 * BODY_BYTES);
  });

  it('lets calls go on while there is no cache', async () => {
    const text = `Who answers without a cache, Envoy ${version}?`;
    const { ask, askAndKeep } = calls(outbound, HOST);
    await server.signal('SIGKILL');
    await untouched(ask({ text }));
    await server.start();
    await askAndKeep({ text });
    expect(await ask({ text })).toMatchObject({ verdict: 'hit' });
  });
});

describe('kubectl annotate', () => {
  let proxy: MeshProxy;
  beforeAll(async () => {
    proxy = await startProxy(pod);
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('changes the policy of a running pod', async () => {
    const { api } = mesh();
    const of = ['pod', 'live', '--namespace', SHOP];
    const live = podOf('live', { annotations: POLICY });
    printed(await api.kubectl(['create', '--namespace', SHOP, '--filename', '-'], JSON.stringify(live)));
    /** Annotates the pod and does what the kubelet then does to the volume. */
    const annotate = async (change: string): Promise<void> => {
      const before = await applied();
      printed(await api.kubectl(['annotate', ...of, change]));
      const { metadata } = JSON.parse(printed(await api.kubectl(['get', ...of, '--output', 'json']))) as Pod;
      annotations.publish(downwardApiFile(metadata.annotations ?? {}));
      await until('the annotations', async () => ((await applied()) > before ? true : undefined));
    };
    const applied = async (): Promise<number> =>
      (await server.metrics()).sum('llm_semantic_cache_config_reloads_total', { of: 'annotations', result: 'applied' });

    const { ask, askAndKeep } = calls(outbound, HOST);
    const text = 'Which gate of the old town is the narrowest?';
    await askAndKeep({ text });
    expect(await ask({ text })).toMatchObject({ verdict: 'hit' });
    await annotate('llm-semantic-cache.io/enabled=false');
    await untouched(ask({ text }));
    await annotate('llm-semantic-cache.io/enabled-');
    expect(await ask({ text })).toMatchObject({ verdict: 'hit' });
  });
});

describe('the proxy of a pod whose traffic is redirected', () => {
  /** Of Istio's listener for all that comes in. */
  const ALL = 15006;
  let proxy: MeshProxy;
  beforeAll(async () => {
    const captured = await mesh().admit(podOf('captured'));
    proxy = await startProxy(captured, { metadata: { INTERCEPTION_MODE: 'REDIRECT' } });
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('has the filter in the chain of the port, on for it', async () => {
    const config = await configOf(proxy);
    expect(config.refused).toEqual([]);
    expect(config.filters(ALL, inbound)).toContain(`${FILTER} (disabled)`);
    expect(config.filters(ALL)).not.toContain(`${FILTER} (disabled)`);
    expect(config.host(`inbound|http|${inbound}`).filters).toEqual([FILTER]);
    expect([config.bufferLimit(ALL), config.bufferLimit(outbound)]).toEqual([BODY_BYTES, BODY_BYTES]);
    expect(config.filters(outbound).slice(-2)).toEqual([`${FILTER} (disabled)`, ROUTER]);
  });
});

describe('a workload that has not opted in', () => {
  let proxy: MeshProxy;
  beforeAll(async () => {
    const bare = await mesh().admit(podOf('bare', { annotations: { 'llm-semantic-cache.io/inject': 'false' } }));
    proxy = await startProxy(bare);
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('has no filter and no cluster, and reaches the provider all the same', async () => {
    const before = await streams();
    await untouched(calls(outbound, HOST, '127.0.0.2').ask({ text: 'Who is asking?' }));
    expect(await streams()).toBe(before);
    const config = await configOf(proxy);
    expect(config.filters(outbound)).not.toEqual(expect.arrayContaining([expect.stringContaining(FILTER)]));
    expect(config.host(`${HOST}:${outbound}`).filters).toEqual([]);
    expect(config.clusters).not.toContain('llm_semantic_cache');
  });
});

describe('a gateway of the mesh that has opted in', () => {
  let proxy: MeshProxy;
  beforeAll(async () => {
    const labels = { istio: 'egress', 'llm-semantic-cache.io/injected': 'true' };
    proxy = await startProxy({ metadata: { name: 'egress', labels }, spec: {} }, { type: 'router' });
    await until('the listener', async () => (await configOf(proxy)).filters(gateway));
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('answers calls to the listed host from the cache, and no others', async () => {
    const text = 'Which way out of the mesh is the shortest?';
    const { ask, askAndKeep } = calls(gateway, HOST);
    expect(await askAndKeep({ text })).toMatchObject({ status: 200, verdict: 'miss' });
    expect(await ask({ text })).toMatchObject({ status: 200, verdict: 'hit' });
    const before = await streams();
    await untouched(calls(gateway, OTHER).ask({ text }));
    expect(await streams()).toBe(before);
    expect((await configOf(proxy)).bufferLimit(gateway)).toBe(BODY_BYTES);
  });
});

describe('when the chart is uninstalled', () => {
  let proxy: MeshProxy;
  beforeAll(async () => {
    proxy = await startProxy(pod);
  }, CLUSTER_MS);
  afterAll(() => proxy.process.stop());

  it('the filter goes out of running proxies, and calls go on', async () => {
    const { ask, askAndKeep } = calls(outbound, HOST);
    const text = 'Which question is asked before and after?';
    await askAndKeep({ text });
    printed(await mesh().api.kubectl(['delete', 'envoyfilter', '--namespace', ISTIO_NAMESPACE, NAME]));
    const gone = until('a chain without the filter', async () => {
      const { filters, clusters } = await configOf(proxy);
      return filters(outbound).some((name) => name.includes(FILTER)) || clusters.includes('llm_semantic_cache')
        ? undefined
        : true;
    });
    // While it goes, and afterwards.
    const during = await Promise.all(Array.from({ length: 10 }, () => ask({ text })));
    expect(during.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await gone;
    await untouched(ask({ text }));
  });
});
