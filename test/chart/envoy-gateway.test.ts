import { parse } from 'yaml';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { NAME, renderChart, theOnly, type Values } from '../support/chart';

const ROUTE = { kind: 'HTTPRoute', name: 'llm' };
const TLS = { enabled: true, secretName: 'cache-tls', caConfigMapName: 'cache-ca' };

const render = (envoyGateway: Values = {}, values: Values = {}): Promise<readonly Manifest[]> =>
  renderChart({ mode: 'envoy-gateway', ...values, envoyGateway: { targets: [ROUTE], ...envoyGateway } });

const configOf = (objects: readonly Manifest[]): Record<string, Record<string, unknown>> =>
  parse(theOnly(objects, 'ConfigMap', NAME)['data']['config.yaml']);

const kinds = (objects: readonly Manifest[]): ReadonlySet<string> => new Set(objects.map(({ kind }) => kind));

describe('mode envoy-gateway', () => {
  describe.each<[string, Values]>([
    ['the defaults', {}],
    [
      'other values',
      {
        failOpen: false,
        messageTimeoutMs: 900,
        lookupBudgetMs: 400,
        requestBodyBytes: 4194304,
        maxConcurrent: 77,
        callsPerConnection: 123,
        connectTimeoutMs: 1500,
      },
    ],
  ])('with %s of extProc', (_, extProc) => {
    const values = {
      ...{ failOpen: true, messageTimeoutMs: 250, lookupBudgetMs: 150, requestBodyBytes: 1048576 },
      ...{ maxConcurrent: 10000, callsPerConnection: 800, connectTimeoutMs: 250 },
      ...extProc,
    };
    let objects: readonly Manifest[];
    beforeAll(async () => {
      objects = await render({ clientTrafficPolicy: { gateways: ['eg'] } }, { extProc });
    });

    it('has one policy that agrees with them', () => {
      const { spec } = theOnly(objects, 'EnvoyExtensionPolicy');
      expect(spec.targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', ...ROUTE }]);
      expect(spec.extProc).toEqual([
        {
          backendRefs: [{ group: '', kind: 'Service', name: NAME, namespace: 'llm', port: 50051 }],
          failOpen: values.failOpen,
          messageTimeout: `${values.messageTimeoutMs}ms`,
          processingMode: {
            allowModeOverride: true,
            request: {},
            response: { attributes: ['response.code_details'] },
          },
          backendSettings: {
            timeout: { tcp: { connectTimeout: `${values.connectTimeoutMs}ms` } },
            circuitBreaker: {
              maxParallelRequests: values.maxConcurrent,
              maxPendingRequests: values.maxConcurrent,
              maxRequestsPerConnection: values.callsPerConnection,
            },
            connection: { bufferLimit: values.requestBodyBytes },
            http2: { initialStreamWindowSize: values.requestBodyBytes },
          },
        },
      ]);
    });

    it('makes as much room for request bodies as the cache reads', () => {
      const { spec } = theOnly(objects, 'ClientTrafficPolicy');
      expect(spec.connection).toEqual({ bufferLimit: values.requestBodyBytes });
      expect(spec.http2).toEqual({ initialStreamWindowSize: values.requestBodyBytes });
      expect(configOf(objects)['limits']).toMatchObject({
        'lookup-budget': `${values.lookupBudgetMs}ms`,
        'request-body': values.requestBodyBytes,
      });
    });

    it('lets the cache wait for identical calls only as long as Envoy waits for the cache', () => {
      const most = values.messageTimeoutMs - values.lookupBudgetMs - 50;
      expect(configOf(objects)['limits']).toMatchObject({ 'max-message-timeout': `${most}ms` });
    });
  });

  it('never goes below the least window of HTTP/2, nor below the least wait', async () => {
    const extProc = { requestBodyBytes: 2048, messageTimeoutMs: 100, lookupBudgetMs: 50 };
    const objects = await render({ clientTrafficPolicy: { gateways: ['eg'] } }, { extProc });
    const { spec } = theOnly(objects, 'ClientTrafficPolicy');
    expect([spec.connection.bufferLimit, spec.http2.initialStreamWindowSize]).toEqual([2048, 65536]);
    expect(configOf(objects)['limits']).toMatchObject({ 'max-message-timeout': '1ms' });
  });

  it('has a service that leads to the port where the cache listens', async () => {
    const objects = await render();
    const { spec } = theOnly(objects, 'Service', NAME);
    expect(spec.ports).toEqual([{ name: 'grpc', port: 50051, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' }]);
    const { template, selector } = theOnly(objects, 'Deployment')['spec'];
    expect(spec.selector).toEqual(selector.matchLabels);
    expect(template.metadata.labels).toMatchObject(spec.selector);
    expect(template.spec.containers[0].ports).toContainEqual({ name: 'grpc', containerPort: 50051, protocol: 'TCP' });
    expect(configOf(objects)['listen']).toEqual({ address: '0.0.0.0:50051' });
  });

  it('listens on IPv6 where the admin page does', async () => {
    const objects = await render({}, { cache: { adminHost: '[::]' } });
    expect(configOf(objects)['listen']).toEqual({ address: '[::]:50051' });
  });

  it('reaches targets of other namespaces, which are let in', async () => {
    const objects = await render({
      targets: [
        ROUTE,
        { kind: 'HTTPRoute', name: 'chat', namespace: 'shop', sectionName: 'completions' },
        { kind: 'Gateway', name: 'eg', namespace: 'shop' },
      ],
    });
    const policies = objects.filter(({ kind }) => kind === 'EnvoyExtensionPolicy');
    const group = 'gateway.networking.k8s.io';
    expect(policies.map(({ metadata, spec }) => [metadata.namespace, spec.targetRefs])).toEqual([
      ['llm', [{ group, ...ROUTE }]],
      [
        'shop',
        [
          { group, kind: 'HTTPRoute', name: 'chat', sectionName: 'completions' },
          { group, kind: 'Gateway', name: 'eg' },
        ],
      ],
    ]);
    expect(new Set(policies.map(({ spec }) => spec.extProc[0].backendRefs[0].namespace))).toEqual(new Set(['llm']));
    expect(theOnly(objects, 'ReferenceGrant')['spec']).toEqual({
      from: [{ group: 'gateway.envoyproxy.io', kind: 'EnvoyExtensionPolicy', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service', name: NAME }],
    });
  });

  it('makes room on the Gateways that are named and on those that are targets, once each', async () => {
    const objects = await render({
      targets: [
        { kind: 'Gateway', name: 'eg' },
        { kind: 'Gateway', name: 'edge', namespace: 'infra' },
      ],
      clientTrafficPolicy: { gateways: ['eg', 'infra/inner'] },
    });
    const policies = objects.filter(({ kind }) => kind === 'ClientTrafficPolicy');
    expect(
      policies.map(({ metadata, spec }) => [metadata.namespace, spec.targetRefs.map((ref: Manifest) => ref['name'])]),
    ).toEqual([
      ['infra', ['inner', 'edge']],
      ['llm', ['eg']],
    ]);
  });

  it('makes nothing that it was not asked for', async () => {
    const asked = ['ClientTrafficPolicy', 'EnvoyProxy', 'BackendTLSPolicy', 'ReferenceGrant'];
    const none = kinds(await render());
    expect(asked.filter((kind) => none.has(kind))).toEqual([]);
    const off = kinds(await render({ clientTrafficPolicy: { enabled: false, gateways: ['eg'] } }));
    expect(off.has('ClientTrafficPolicy')).toBe(false);
  });

  it('puts the cache behind authorisation and rate limits, whichever there are', async () => {
    const envoyProxy = { enabled: true, name: 'proxy', namespace: 'infra' };
    const proxy = theOnly(await render({ envoyProxy }), 'EnvoyProxy', 'proxy');
    expect(proxy.metadata.namespace).toBe('infra');
    const extProc = 'envoy.filters.http.ext_proc';
    expect(proxy['spec']).toEqual({
      mergeType: 'StrategicMerge',
      filterOrder: [
        { name: extProc, after: 'envoy.filters.http.rbac' },
        { name: extProc, after: 'envoy.filters.http.local_ratelimit' },
        { name: extProc, after: 'envoy.filters.http.ratelimit' },
        { name: 'envoy.filters.http.compressor', before: extProc },
      ],
    });
  });

  it('tells the cache who calls, if asked for', async () => {
    const objects = await render({
      requestAttributes: ['source.address', 'connection.uri_san_peer_certificate'],
      metadataNamespaces: ['envoy.filters.http.jwt_authn'],
    });
    const [extProc] = theOnly(objects, 'EnvoyExtensionPolicy')['spec'].extProc;
    expect(extProc.processingMode.request.attributes).toEqual([
      'source.address',
      'connection.uri_san_peer_certificate',
    ]);
    expect(extProc.metadata).toEqual({ accessibleNamespaces: ['envoy.filters.http.jwt_authn'] });
  });

  describe('with TLS', () => {
    /** Files of the projected volume under /etc/llm-semantic-cache, from Secrets. */
    const mounted = (objects: readonly Manifest[]): unknown[] => {
      const { volumes } = theOnly(objects, 'Deployment')['spec'].template.spec;
      const { sources } = volumes.find(({ name }: { name: string }) => name === 'config').projected;
      return sources.flatMap(({ secret }: { secret?: unknown }) => secret ?? []);
    };

    it('has a certificate, and Envoy checks it', async () => {
      const objects = await render({ tls: TLS });
      expect(configOf(objects)['listen']).toEqual({
        address: '0.0.0.0:50051',
        tls: { 'cert-file': '/etc/llm-semantic-cache/tls/tls.crt', 'key-file': '/etc/llm-semantic-cache/tls/tls.key' },
      });
      const items = [
        { key: 'tls.crt', path: 'tls/tls.crt' },
        { key: 'tls.key', path: 'tls/tls.key' },
      ];
      expect(mounted(objects)).toEqual([{ name: 'cache-tls', items }]);
      const [port] = theOnly(objects, 'Service', NAME)['spec'].ports;
      expect(port.appProtocol).toBe('grpc');
      expect(theOnly(objects, 'BackendTLSPolicy')['spec']).toEqual({
        targetRefs: [{ group: '', kind: 'Service', name: NAME, sectionName: port.name }],
        validation: {
          hostname: `${NAME}.llm.svc`,
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'cache-ca' }],
        },
      });
    });

    it('asks for Envoy’s certificate, which Envoy shows', async () => {
      const objects = await render({
        tls: { ...TLS, clientCaSecretName: 'client-ca' },
        envoyProxy: { enabled: true, clientCertSecretName: 'envoy-cert' },
      });
      expect(configOf(objects)['listen']).toMatchObject({
        tls: { 'client-ca-file': '/etc/llm-semantic-cache/tls/client-ca.crt' },
      });
      expect(mounted(objects)).toContainEqual({
        name: 'client-ca',
        items: [{ key: 'ca.crt', path: 'tls/client-ca.crt' }],
      });
      expect(theOnly(objects, 'EnvoyProxy')['spec'].backendTLS).toEqual({
        clientCertificateRef: { group: '', kind: 'Secret', name: 'envoy-cert' },
      });
    });
  });

  it.each<[string, Values, RegExp]>([
    ['no target', { targets: [] }, /envoyGateway\.targets: is empty/],
    ['a target of a kind that has no bodies', { targets: [{ kind: 'TCPRoute', name: 'x' }] }, /targets\/0\/kind/],
    ['an authority of clients without TLS', { tls: { clientCaSecretName: 'x' } }, /clientCaSecretName: needs .*tls/],
    ['TLS without a certificate', { tls: { enabled: true } }, /envoyGateway\.tls: needs secretName/],
    [
      'a certificate of Envoy’s without an EnvoyProxy',
      { tls: TLS, envoyProxy: { clientCertSecretName: 'x' } },
      /clientCertSecretName: needs envoyGateway\.envoyProxy\.enabled/,
    ],
    ['an attribute that Envoy Gateway does not know', { requestAttributes: ['filter_state'] }, /requestAttributes\/0/],
    ['a Gateway in words', { clientTrafficPolicy: { gateways: ['my gateway'] } }, /gateways\/0/],
  ])('refuses %s', async (_, envoyGateway, message) => {
    await expect(render(envoyGateway)).rejects.toThrow(message);
  });
});
