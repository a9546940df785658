import { parse } from 'yaml';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { NAME, renderChart, theOnly, type Values } from '../support/chart';
import { settingsOf } from '../support/settings';

const INJECT = 'llm-semantic-cache.io/inject';
const HTTP_FILTER = 'HTTP_FILTER';

const render = (values: Values = {}): Promise<readonly Manifest[]> =>
  renderChart({ mode: 'istio', tests: { enabled: false }, ...values }, { namespace: 'istio-system' });

interface Patch {
  readonly applyTo: string;
  readonly match: any;
  readonly patch: { readonly operation: string; readonly value: any };
}

const patches = (objects: readonly Manifest[], name = NAME): readonly Patch[] =>
  theOnly(objects, 'EnvoyFilter', name)['spec'].configPatches;
const of = (all: readonly Patch[], applyTo: string, context = 'SIDECAR_OUTBOUND'): readonly Patch[] =>
  all.filter((one) => one.applyTo === applyTo && one.match.context === context);

/** What istiod's chart is given. */
function istiodValues(objects: readonly Manifest[]): any {
  return parse(theOnly(objects, 'ConfigMap', `${NAME}-injection`)['data']['istiod-values.yaml']);
}

function template(objects: readonly Manifest[]): string {
  return istiodValues(objects).sidecarInjectorWebhook.templates['llm-semantic-cache'];
}

/** The template's text for a pod that opts in: what lies between its actions, of whichever branch. */
function overlay(objects: readonly Manifest[]): string {
  const [, ours = ''] = template(objects).split('{{- else }}');
  return ours
    .replaceAll('{{ "{{" }}', '\0')
    .replaceAll(/^.*\{\{.*\}\}.*\n?/gm, '')
    .replaceAll('\0', '{{');
}

/** The configuration in the template. */
function config(objects: readonly Manifest[]): string {
  const [, text = ''] = /llm-semantic-cache\.io\/config: \|\n([^]*?)\nspec:/.exec(overlay(objects)) ?? [];
  return text.replaceAll(/^ {6}/gm, '');
}

describe('the injection template', () => {
  it('is for every pod, and first asks whether it is meant', async () => {
    const objects = await render();
    const { sidecarInjectorWebhook, meshConfig } = istiodValues(objects);
    expect(sidecarInjectorWebhook.defaultTemplates).toEqual(['sidecar', 'llm-semantic-cache']);
    expect(meshConfig.defaultConfig.runtimeValues).toEqual({
      'envoy.reloadable_features.ext_proc_graceful_grpc_close': 'true',
    });
    expect(template(objects)).toMatch(`{{- if ne (index .ObjectMeta.Annotations "${INJECT}") "true" }}`);
  });

  it('carries a configuration that the cache takes', async () => {
    const objects = await render({ config: { policies: [{ name: 'faq', lookup: { similarity: 0.9 } }] } });
    const { listen, annotations, policies } = settingsOf(config(objects)).settings;
    expect(listen).toMatchObject({ address: { kind: 'unix' }, socketMode: 0o666 });
    expect(annotations.file).toBe('/etc/pod-info/annotations');
    expect(policies).toMatchObject([{ name: 'faq' }]);
  });

  it('keeps braces of the configuration and of the container as they are', async () => {
    const lookup = { similarity: 0.9, varyBy: ['cel:"{{ .Values }}"'] };
    const objects = await render({
      config: { policies: [{ name: 'braces', lookup }] },
      cache: { extraEnv: [{ name: 'BRACES', value: '{{ .Values }}' }] },
    });
    expect(template(objects)).not.toMatch('{{ .Values }}');
    expect(template(objects).split('{{ "{{" }} .Values }}')).toHaveLength(3);
    expect(parse(config(objects)).policies).toEqual([{ name: 'braces', lookup }]);
  });

  it('asks for Secrets of another namespace, none of which keeps the pod from starting', async () => {
    const elasticsearch = { nodes: ['https://es:9200'], secretName: 'es', secretKeys: { ca: 'ca.crt' } };
    const text = overlay(
      await render({
        store: { kind: 'elasticsearch', elasticsearch, encryption: { secretName: 'keys', active: 'k1' } },
        cache: { adminTokenSecretName: 'admin' },
      }),
    );
    expect(text.match(/secret(Name)?:/g)).toHaveLength(4);
    expect(text.match(/optional: true/g)).toHaveLength(3);
    expect(text).not.toContain('llm-semantic-cache-store');
  });

  it('has no volume, and no port, that an application may have, too', async () => {
    const text = overlay(await render({ store: { encryption: { secretName: 'keys', active: 'k1' } } }));
    const names = [...text.matchAll(/^ *(?:- )?name: (\S+)$/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !/^(llm-semantic-cache|llm-cache-admin|istio-proxy)/.test(name!))).toEqual([]);
  });

  it('lets the application wait only if it is to', async () => {
    expect(template(await render())).not.toContain('startupProbe');
    const waiting = template(await render({ istio: { injection: { waitForCache: true } } }));
    expect(waiting).toMatch(/startupProbe:\s+failureThreshold: 120\s+httpGet:\s+path: \/readyz/);
  });

  it('leaves the user to OpenShift, and is left out, where that is wanted', async () => {
    expect(template(await render())).toContain('runAsUser: 65532');
    const text = template(await render({ istio: { injection: { runAsUser: null } } }));
    expect(text).not.toContain('runAsUser');
    expect(text).toContain('runAsNonRoot: true');
    const without = await render({ istio: { injection: { enabled: false } } });
    expect(without.map(({ kind }) => kind)).not.toContain('ConfigMap');
  });
});

describe('the filters', () => {
  const EVERYWHERE: Values = {
    istio: {
      outbound: {
        hosts: [
          { host: 'api.openai.com' },
          { host: 'api.anthropic.com' },
          { host: 'vllm.models.svc.cluster.local', port: 8000, targetPort: 8000, originateTls: false },
        ],
      },
      inbound: { ports: [8000, 8001] },
      gateways: [{ selector: { istio: 'egressgateway' }, port: 80, hosts: ['api.openai.com', 'api.anthropic.com'] }],
    },
  };

  it('are once in each chain, off, before the router, and on for the listed hosts', async () => {
    const all = patches(await render(EVERYWHERE));
    const filters = of(all, HTTP_FILTER);
    expect(filters.map(({ match }) => match.listener.portNumber)).toEqual([80, 8000]);
    for (const { match, patch } of filters) {
      expect(match.listener.filterChain.filter.subFilter.name).toBe('envoy.filters.http.router');
      expect(patch).toMatchObject({
        operation: 'INSERT_BEFORE',
        value: { name: 'llm-semantic-cache', disabled: true },
      });
    }
    expect(of(all, 'VIRTUAL_HOST').map(({ match }) => match.routeConfiguration)).toEqual([
      { vhost: { name: 'api.openai.com:80' } },
      { vhost: { name: 'api.anthropic.com:80' } },
      { vhost: { name: 'vllm.models.svc.cluster.local:8000' } },
    ]);
    for (const { patch } of of(all, 'VIRTUAL_HOST'))
      expect(Object.keys(patch.value.typed_per_filter_config)).toEqual([filters[0]!.patch.value.name]);
  });

  it('come in for ports of the pod', async () => {
    const all = patches(await render(EVERYWHERE));
    const ports = of(all, HTTP_FILTER, 'SIDECAR_INBOUND').map(({ match }) => match.listener.portNumber);
    expect(ports).toEqual([8000, 8001]);
    expect(of(all, 'VIRTUAL_HOST', 'SIDECAR_INBOUND').map(({ match }) => match.routeConfiguration.name)).toEqual([
      'inbound|8000||',
      'inbound|8001||',
    ]);
    expect(of(all, 'CLUSTER').concat(of(all, 'CLUSTER', 'SIDECAR_INBOUND'))).toHaveLength(1);
  });

  it('are for pods that have opted in, and proxies that are new enough', async () => {
    const objects = await render(EVERYWHERE);
    const selector = (name: string): unknown => theOnly(objects, 'EnvoyFilter', name)['spec'].workloadSelector.labels;
    expect(selector(NAME)).toEqual({ 'llm-semantic-cache.io/injected': 'true' });
    expect(selector(`${NAME}-gateway-0`)).toEqual({
      istio: 'egressgateway',
      'llm-semantic-cache.io/injected': 'true',
    });
    expect(template(objects)).toContain('llm-semantic-cache.io/injected: "true"');
    const all = [...patches(objects), ...patches(objects, `${NAME}-gateway-0`)];
    const [version, ...others] = [...new Set(all.map(({ match }) => match.proxy.proxyVersion))];
    expect(others).toEqual([]);
    const newEnough = ['1.27.9', '1.28.0', '1.31.2', '1.32-dev', '2.0.0', '1.3.0'].map((one) =>
      new RegExp(version).test(one),
    );
    expect(newEnough).toEqual([false, true, true, true, true, false]);
  });

  it('are on for hosts of a gateway', async () => {
    const all = patches(await render(EVERYWHERE), `${NAME}-gateway-0`);
    expect(all.map(({ match }) => match.context)).toEqual(Array.from({ length: 5 }, () => 'GATEWAY'));
    expect(of(all, 'VIRTUAL_HOST', 'GATEWAY').map(({ match }) => match.routeConfiguration)).toEqual([
      { portNumber: 80, vhost: { domainName: 'api.openai.com' } },
      { portNumber: 80, vhost: { domainName: 'api.anthropic.com' } },
    ]);
  });

  it('have the limits that the cache has, and meet it on its socket', async () => {
    const extProc = {
      messageTimeoutMs: 1000,
      lookupBudgetMs: 900,
      maxMessageTimeoutMs: 2500,
      requestBodyBytes: 4194304,
      maxConcurrent: 20,
      callsPerConnection: 30,
      failOpen: false,
    };
    const objects = await render({ ...EVERYWHERE, extProc });
    const { limits, listen } = settingsOf(config(objects)).settings;
    expect([limits.lookupBudgetMs, limits.maxMessageTimeoutMs, limits.requestBody]).toEqual([900, 2500, 4194304]);
    const all = [...patches(objects), ...patches(objects, `${NAME}-gateway-0`)];
    const valuesOf = (applyTo: string): any[] =>
      all.filter((one) => one.applyTo === applyTo).map(({ patch }) => patch.value);
    for (const { typed_config: filter } of valuesOf(HTTP_FILTER)) {
      expect(filter).toMatchObject({
        message_timeout: '1s',
        max_message_timeout: '2.5s',
        failure_mode_allow: false,
        grpc_service: { envoy_grpc: { cluster_name: valuesOf('CLUSTER')[0].name } },
      });
    }
    for (const { per_connection_buffer_limit_bytes: bytes } of valuesOf('LISTENER')) expect(bytes).toBe(4194304);
    expect(valuesOf('LISTENER')).toHaveLength(4);
    expect(valuesOf('CLUSTER')).toHaveLength(2);
    for (const { load_assignment: load, circuit_breakers: breakers } of valuesOf('CLUSTER')) {
      const { path } = load.endpoints[0].lb_endpoints[0].endpoint.address.pipe;
      expect(listen.address).toEqual({ kind: 'unix', path });
      expect(breakers.thresholds[0].max_requests).toBe(20);
    }
  });

  it('are none where nothing of that kind is cached', async () => {
    const inboundOnly = await render({ istio: { outbound: { enabled: false }, inbound: { ports: [8000] } } });
    expect(inboundOnly.map(({ kind }) => kind)).toEqual(['ConfigMap', 'EnvoyFilter']);
    expect(of(patches(inboundOnly), HTTP_FILTER)).toEqual([]);
    const gatewaysOnly = await render({
      istio: { outbound: { enabled: false }, gateways: [{ selector: { a: 'b' }, port: 80, hosts: ['x.test'] }] },
    });
    expect(theOnly(gatewaysOnly, 'EnvoyFilter').metadata.name).toBe(`${NAME}-gateway-0`);
  });
});

describe('the providers', () => {
  it('are called without TLS, and by the proxy with it; what calls them with TLS still reaches them', async () => {
    const objects = await render({ istio: { outbound: { hosts: [{ host: 'api.openai.com', port: 8080 }] } } });
    expect(theOnly(objects, 'ServiceEntry')['spec']).toEqual({
      hosts: ['api.openai.com'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [
        { number: 8080, name: 'http', protocol: 'HTTP', targetPort: 443 },
        { number: 443, name: 'tls', protocol: 'TLS' },
      ],
    });
    const { host, trafficPolicy } = theOnly(objects, 'DestinationRule')['spec'];
    expect(host).toBe('api.openai.com');
    expect(trafficPolicy.portLevelSettings).toMatchObject([
      {
        port: { number: 8080 },
        tls: { mode: 'SIMPLE', sni: 'api.openai.com', subjectAltNames: ['api.openai.com'] },
        connectionPool: { tcp: { tcpKeepalive: { time: '60s' } } },
      },
    ]);
  });

  it('are left to the mesh where it knows them, and are seen by one namespace where that is wanted', async () => {
    const hosts = [{ host: 'vllm.models.svc.cluster.local', port: 80, originateTls: false }];
    expect((await render({ istio: { outbound: { hosts } } })).map(({ kind }) => kind)).not.toContain('ServiceEntry');
    const objects = await render({ istio: { outbound: { exportTo: ['.'] } } });
    for (const kind of ['ServiceEntry', 'DestinationRule'])
      expect(theOnly(objects, kind)['spec'].exportTo).toEqual(['.']);
  });
});

it('monitors the pods of all namespaces by themselves', async () => {
  const { spec } = theOnly(await render({ serviceMonitor: { enabled: true } }), 'PodMonitor');
  expect(spec.namespaceSelector).toEqual({ any: true });
  expect(spec.selector.matchLabels).toEqual({ 'llm-semantic-cache.io/injected': 'true' });
  expect(template(await render())).toContain(`name: ${spec.podMetricsEndpoints[0].port}`);
});

it("never says the proxy's own user", async () => {
  expect(JSON.stringify(await render({ istio: { injection: { waitForCache: true } } }))).not.toContain('1337');
});

describe('refuses', () => {
  const hosts = (...all: object[]): Values => ({ istio: { outbound: { hosts: all } } });
  it.each<[string, Values, string]>([
    [
      'a cache that would ask itself',
      { ...hosts({ host: 'es.test' }), ...elasticsearch('https://es.test:9200') },
      'ask itself',
    ],
    ['nothing to cache', { istio: { outbound: { enabled: false } } }, 'nothing would be cached'],
    ['files', { files: { 'a.xml': '<policies/>' } }, 'cannot mount them'],
    ['a volume of others', { store: { embedded: { persistence: true } } }, 'store.kind elasticsearch'],
    ['TLS on the port without', hosts({ host: 'a.test', port: 443 }), 'both 443'],
  ])('%s', async (_, values, message) => {
    await expect(render(values)).rejects.toThrow(message);
  });
});

function elasticsearch(node: string): Values {
  return { store: { kind: 'elasticsearch', elasticsearch: { nodes: [node], secretName: 'es' } } };
}
