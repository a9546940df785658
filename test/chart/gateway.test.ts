import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { parse } from 'yaml';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { succeed } from '../../tools/harness/command';
import { authority } from '../support/authority';
import { NAME, renderChart, theOnly, type Values } from '../support/chart';
import { ENVOY_VERSIONS, PACED_ENVOY_VERSIONS, shippedConfig } from '../support/envoy';

import { configText, envoyFiles, gatewayPod } from '../support/gateway-pod';
import { settingsOf } from '../support/settings';

const UPSTREAMS = [
  { name: 'azure', url: 'https://my-resource.openai.azure.com', prefix: '/azure/', replacePrefix: '/' },
  { name: 'vllm', url: 'http://vllm.models.svc:8000/base', prefix: '/vllm/', replacePrefix: '/v1/' },
  { name: 'private', url: 'https://llm.internal:8443', prefix: '/private/', caSecretName: 'private-ca' },
  { name: 'by-address', url: 'https://[2001:db8::1]:8443/', prefix: '/by-address/' },
  { name: 'openai', url: 'https://api.openai.com', prefix: '/' },
];
const EVERYTHING: Values = {
  extProc: { requestAttributes: ['source.address', 'request.scheme'] },
  gateway: { upstreams: UPSTREAMS, tlsSecretName: 'gateway-tls', trustedHops: 1 },
};
const PACED: Values = { gateway: { upstreams: UPSTREAMS, tlsSecretName: 'gateway-tls', paced: true } };

describe("the gateway's Envoy", () => {
  let dir: string;
  let secrets: Readonly<Record<string, string>>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    const { certFile, keyFile } = authority(dir, 'ca').issue('localhost');
    secrets = {
      'tls/tls.crt': readFileSync(certFile, 'utf8'),
      'tls/tls.key': readFileSync(keyFile, 'utf8'),
      'ca/private.crt': rootCertificates[0] ?? '',
    };
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each<[string, Values, readonly string[]]>([
    ['one upstream', {}, ENVOY_VERSIONS],
    ['all kinds of upstreams, and TLS', EVERYTHING, ENVOY_VERSIONS],
    ['paced replays', PACED, PACED_ENVOY_VERSIONS],
    ['pods with IPv6 only', { cache: { adminHost: '[::]' } }, ENVOY_VERSIONS],
  ])('is valid for real ones, with %s', async (_, values, versions) => {
    const objects = await renderChart(values);
    const file = join(dir, 'envoy.yaml');
    await writeFile(file, (await gatewayPod(objects, dir, secrets)).envoy);
    const { containers } = theOnly(objects, 'Deployment')['spec'].template.spec;
    const args = (named(containers, 'envoy').args as string[]).map((arg) => arg.replace('/etc/envoy/envoy.yaml', file));
    for (const version of versions) {
      const said = await succeed(await fetchEnvoy(version), [...args, '--mode', 'validate']);
      expect(said).toContain(`configuration '${file}' OK`);
    }
  });

  it('sends what begins with a prefix to its upstream, under its name', async () => {
    const routes = (await envoyOf(EVERYTHING)).listeners[0].filter_chains[0].filters[0].typed_config.route_config
      .virtual_hosts[0].routes;
    expect(routes).toEqual([
      {
        match: { prefix: '/azure/' },
        route: {
          cluster: 'azure',
          timeout: '0s',
          host_rewrite_literal: 'my-resource.openai.azure.com',
          prefix_rewrite: '/',
        },
      },
      {
        match: { prefix: '/vllm/' },
        route: {
          cluster: 'vllm',
          timeout: '0s',
          host_rewrite_literal: 'vllm.models.svc:8000',
          prefix_rewrite: '/base/v1/',
        },
      },
      {
        match: { prefix: '/private/' },
        route: { cluster: 'private', timeout: '0s', host_rewrite_literal: 'llm.internal:8443' },
      },
      { match: { prefix: '/by-address/' }, route: { cluster: 'by-address', timeout: '0s' } },
      { match: { prefix: '/' }, route: { cluster: 'openai', timeout: '0s', host_rewrite_literal: 'api.openai.com' } },
    ]);
  });

  it('believes an upstream only as the name that the URL has, by the authority that the values name', async () => {
    const clusters = (await envoyOf(EVERYTHING)).clusters;
    const tls = (name: string): any => named(clusters, name).transport_socket?.typed_config;
    const believed = (name: string): unknown => tls(name).common_tls_context.validation_context;
    expect(tls('vllm')).toBeUndefined();
    expect(tls('azure').sni).toBe('my-resource.openai.azure.com');
    expect(believed('azure')).toEqual({
      trusted_ca: { filename: '/etc/ssl/certs/ca-certificates.crt' },
      match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: 'my-resource.openai.azure.com' } }],
    });
    expect(believed('private')).toMatchObject({ trusted_ca: { filename: '/etc/envoy/ca/private.crt' } });
    expect(tls('by-address').sni).toBeUndefined();
    expect(believed('by-address')).toMatchObject({
      match_typed_subject_alt_names: [{ san_type: 'IP_ADDRESS', matcher: { exact: '2001:db8::1' } }],
    });
    const { volumes } = theOnly(await renderChart(EVERYTHING), 'Deployment')['spec'].template.spec;
    expect(JSON.stringify(named(volumes, 'envoy'))).toContain(
      '{"name":"private-ca","items":[{"key":"ca.crt","path":"ca/private.crt"}]}',
    );
  });

  it('connects to where the URL says', async () => {
    const { clusters } = await envoyOf(EVERYTHING);
    const places = UPSTREAMS.map(({ name }) => {
      const { type, load_assignment } = named(clusters, name);
      const { address, port_value } = load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address;
      return [name, type, address, port_value];
    });
    expect(places).toEqual([
      ['azure', 'LOGICAL_DNS', 'my-resource.openai.azure.com', 443],
      ['vllm', 'STRICT_DNS', 'vllm.models.svc', 8000],
      ['private', 'LOGICAL_DNS', 'llm.internal', 8443],
      ['by-address', undefined, '2001:db8::1', 8443],
      ['openai', 'LOGICAL_DNS', 'api.openai.com', 443],
    ]);
  });

  it('paces calls for completions under each prefix, with the same rewriting, and nothing else', async () => {
    const routes = (await envoyOf(PACED)).listeners[0].filter_chains[0].filters[0].typed_config.route_config
      .virtual_hosts[0].routes as any[];
    expect(routes).toHaveLength(10);
    const [paced, usual] = routes;
    const matches = new RegExp(`^(?:${paced.match.safe_regex.regex})$`);
    for (const path of ['/azure/v1/chat/completions', '/azure/completions', '/azure/a/b/v1/messages']) {
      expect(path).toMatch(matches);
    }
    for (const path of ['/azurex/v1/chat/completions', '/v1/chat/completions', '/azure/v1/embeddings']) {
      expect(path).not.toMatch(matches);
    }
    const { pattern, substitution } = paced.route.regex_rewrite;
    expect('/azure/v1/responses'.replace(new RegExp(pattern.regex), substitution)).toBe('/v1/responses');
    expect(usual.route.prefix_rewrite).toBe('/');
  });

  it('waits longer than the cache may think, and holds what the cache looks at', async () => {
    const values = {
      extProc: { messageTimeoutMs: 1200, lookupBudgetMs: 1000, maxMessageTimeoutMs: 2500, requestBodyBytes: 4194304 },
    };
    const objects = await renderChart(values);
    const { limits } = settingsOf(configText(objects)).settings;
    const [listener] = parse(envoyFiles(objects)['envoy.yaml']!).static_resources.listeners;
    const { http_filters, http2_protocol_options } = listener.filter_chains[0].filters[0].typed_config;
    const filter = named(http_filters, 'envoy.filters.http.ext_proc').typed_config;
    const ms = (text: string): number => Number(text.replace('s', '')) * 1000;
    expect(ms(filter.message_timeout)).toBe(1200);
    expect(limits.lookupBudgetMs).toBe(1000);
    expect(ms(filter.max_message_timeout)).toBe(limits.maxMessageTimeoutMs);
    expect(listener.per_connection_buffer_limit_bytes).toBe(limits.requestBody);
    expect(http2_protocol_options.initial_stream_window_size).toBe(limits.requestBody);
    expect(filter.failure_mode_allow).toBe(true);
    expect(filter.allow_mode_override).toBe(true);
  });

  it('asks the cache just as the files in deploy/envoy do', async () => {
    const shipped = parse(readFileSync(shippedConfig('envoy-uds.yaml'), 'utf8')).static_resources;
    const rendered = await envoyOf({});
    expect(filterOf(rendered)).toEqual(filterOf(shipped));
    expect(named(rendered.clusters, 'semantic_cache')).toEqual(named(shipped.clusters, 'semantic_cache'));
  });

  it('tells the cache who calls, where policies ask for that', async () => {
    expect(filterOf(await envoyOf({}))).not.toHaveProperty('request_attributes');
    expect(filterOf(await envoyOf(EVERYTHING))).toHaveProperty('request_attributes', [
      'source.address',
      'request.scheme',
    ]);
    const connection = (await envoyOf(EVERYTHING)).listeners[0].filter_chains[0].filters[0].typed_config;
    expect(connection).toMatchObject({ use_remote_address: true, xff_num_trusted_hops: 1 });
  });

  it('shows nothing of its admin page but readiness and metrics', async () => {
    const metrics = named((await envoyOf({})).listeners, 'metrics');
    const { virtual_hosts } = metrics.filter_chains[0].filters[0].typed_config.route_config;
    expect(virtual_hosts[0].routes.map(({ match }: any) => match.path)).toEqual(['/ready', '/stats/prometheus']);
    const admin = parse(envoyFiles(await renderChart({}))['envoy.yaml']!).admin;
    expect(admin.address.socket_address.address).toBe('127.0.0.1');
  });

  it('has a Service that says what it speaks', async () => {
    const service = async (gateway: Values): Promise<any> =>
      theOnly(await renderChart({ gateway }), 'Service', NAME)['spec'];
    expect((await service({})).ports).toEqual([{ name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' }]);
    const secure = await service({ tlsSecretName: 'x', service: { type: 'LoadBalancer', port: 443 } });
    expect(secure).toMatchObject({ type: 'LoadBalancer', ports: [{ port: 443, appProtocol: 'https' }] });
  });
});

async function envoyOf(values: Values): Promise<any> {
  return parse(envoyFiles(await renderChart(values))['envoy.yaml']!).static_resources;
}

function filterOf(resources: any): unknown {
  const { http_filters } = resources.listeners[0].filter_chains[0].filters[0].typed_config;
  return named(http_filters, 'envoy.filters.http.ext_proc').typed_config;
}

function named(list: readonly any[], name: string): any {
  return list.find((entry) => entry.name === name);
}
