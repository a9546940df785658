import { stringify } from 'yaml';
import { printed } from '../../tools/harness/command';
import type { ApiServer } from '../../tools/harness/kubernetes/api-server';
import { installDefinitions } from '../../tools/harness/kubernetes/definitions';
import { CHART, renderChart, theOnly, type Values } from '../support/chart';
import { judge, podsOf, restrictedNamespace, withApiServer } from '../support/kubernetes';

const NAMESPACE = 'llm';

/** The least that a mode needs, and all that it can do. */
const MODES: Readonly<Record<string, { readonly least: Values; readonly most: Values }>> = {
  gateway: {
    least: {},
    most: {
      files: { 'global.xml': '<policies/>' },
      gateway: {
        upstreams: [
          { name: 'anthropic', url: 'https://api.anthropic.com', prefix: '/anthropic', replacePrefix: '/' },
          { name: 'own', url: 'https://llm.example.com:8443/base', prefix: '/own', caSecretName: 'own-ca' },
          { name: 'plain', url: 'http://vllm.models.svc:8000', prefix: '/' },
        ],
        service: { type: 'LoadBalancer', port: 443, annotations: { note: 'x' } },
        tlsSecretName: 'gateway-tls',
        paced: true,
        trustedHops: 1,
        accessLog: false,
      },
    },
  },
  istio: {
    least: {},
    most: {
      istio: {
        outbound: {
          hosts: [
            { host: 'api.openai.com', port: 80, targetPort: 443, originateTls: true },
            { host: 'vllm.models.svc.cluster.local', port: 8000, targetPort: 8000, originateTls: false },
          ],
        },
        inbound: { ports: [8000] },
        gateways: [{ selector: { istio: 'egressgateway' }, port: 80, hosts: ['api.openai.com'] }],
        injection: { waitForCache: true },
      },
    },
  },
  'envoy-gateway': {
    least: { envoyGateway: { targets: [{ kind: 'HTTPRoute', name: 'llm' }] } },
    most: {
      files: { 'global.xml': '<policies/>' },
      envoyGateway: {
        targets: [
          { kind: 'Gateway', name: 'eg' },
          { kind: 'HTTPRoute', name: 'llm', namespace: 'shop' },
        ],
        clientTrafficPolicy: { enabled: true, gateways: ['eg', 'infra/eg'] },
        envoyProxy: { enabled: true, name: 'llm-proxy', namespace: 'infra', clientCertSecretName: 'envoy-tls' },
        requestAttributes: ['source.address'],
        metadataNamespaces: ['envoy.filters.http.jwt_authn'],
        tls: { enabled: true, secretName: 'cache-tls', caConfigMapName: 'cache-ca', clientCaSecretName: 'client-ca' },
      },
    },
  },
};

const STORES: Readonly<Record<string, { readonly least: Values; readonly most: Values }>> = {
  embedded: {
    least: {},
    most: { embedded: { persistence: true, size: '5Gi', storageClass: 'fast' } },
  },
  elasticsearch: {
    least: { elasticsearch: { nodes: ['https://es.example.com:9200'], secretName: 'es' } },
    most: {
      elasticsearch: {
        cloudId: 'llm:dXMtZWFzdC0xJGFiYyRkZWY=',
        secretName: 'es',
        secretKeys: { apiKey: '', password: 'password', clientCert: 'tls.crt', clientKey: 'tls.key' },
        username: 'cache',
        settings: { 'index-prefix': 'llm-cache' },
      },
    },
  },
};

/** Everything that is not a matter of mode or store. */
const MOST: Values = {
  replicas: 3,
  commonLabels: { team: 'ml' },
  image: { digest: `sha256:${'0'.repeat(64)}` },
  imagePullSecrets: [{ name: 'registry' }],
  config: { policies: [{ name: 'default', lookup: { similarity: 0.9 }, store: { ttl: '1h' } }] },
  cache: { adminTokenSecretName: 'admin', extraEnv: [{ name: 'TZ', value: 'UTC' }] },
  podAnnotations: { note: 'x' },
  podLabels: { tier: 'llm' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'llm', operator: 'Exists' }],
  affinity: { podAntiAffinity: {} },
  // One that every cluster has: pods with others that do not exist are refused.
  priorityClassName: 'system-cluster-critical',
  serviceAccount: { annotations: { note: 'x' } },
  networkPolicy: {
    enabled: true,
    from: [{ namespaceSelector: {} }],
    metricsFrom: [{ podSelector: {} }],
    to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
  },
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  prometheusRule: { enabled: true, labels: { release: 'prometheus' }, runbooks: 'https://git.example.com/' },
  dashboard: { enabled: true },
};

/** Everything off, and what OpenShift wants. */
const BARE: Values = {
  cache: { nativeSidecar: false },
  podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null },
  topologySpread: { enabled: false },
  podDisruptionBudget: { enabled: false },
  serviceAccount: { create: false },
  tests: { enabled: false },
};

const MATRIX = Object.entries(MODES).flatMap(([mode, ofMode]) =>
  Object.entries(STORES).flatMap(([kind, ofStore]): [string, Values][] => {
    // In a mesh the store is in pods of others, and goes with them.
    const most = mode === 'istio' && kind === 'embedded' ? ofStore.least : ofStore.most;
    const store = { kind, ...most, encryption: { secretName: 'encryption', active: 'k1' } };
    return [
      [`${mode}, ${kind}, defaults`, { mode, ...ofMode.least, store: { kind, ...ofStore.least } }],
      [`${mode}, ${kind}, everything`, { ...MOST, mode, ...ofMode.most, store }],
      [`${mode}, ${kind}, bare`, { ...BARE, mode, ...ofMode.least, store: { kind, ...ofStore.least } }],
    ];
  }),
);

const AUTOSCALED: Values = {
  autoscaling: { enabled: true },
  store: { kind: 'elasticsearch', ...STORES['elasticsearch']!.least },
};

describe('what the chart makes', () => {
  const api = withApiServer(async (server) => {
    await installDefinitions(server);
    for (const name of [NAMESPACE, 'shop', 'infra']) await restrictedNamespace(server, name);
  });

  it.each<[string, Values]>([...MATRIX, ['gateway, autoscaled', AUTOSCALED]])(
    'is taken without a warning where Pod Security is restricted: %s',
    async (_, values) => {
      const objects = await renderChart(values, { namespace: NAMESPACE });
      expect(objects.length).toBeGreaterThan(0);
      expect(await judge(api(), [...objects, ...podsOf(objects)], NAMESPACE)).toEqual({ problems: '' });
    },
  );

  it('is not taken with a privileged container, an unknown field or the network of the node', async () => {
    const objects = await renderChart({}, { namespace: NAMESPACE });
    const [pod] = podsOf(objects) as [{ spec: { containers: object[] } }];
    const privileged = structuredClone(pod);
    Object.assign(privileged.spec.containers[0]!, { securityContext: { privileged: true } });
    expect((await judge(api(), [privileged], NAMESPACE)).problems).toMatch(/violates PodSecurity "restricted:latest"/);

    const workload = structuredClone(theOnly(objects, 'Deployment'));
    workload['spec'].replicaz = 1;
    expect((await judge(api(), [workload], NAMESPACE)).problems).toMatch(/replicaz/);
    const onTheNode = structuredClone(theOnly(objects, 'Deployment'));
    onTheNode['spec'].template.spec.hostNetwork = true;
    expect((await judge(api(), [onTheNode], NAMESPACE)).problems).toMatch(/^Warning: would violate PodSecurity/);
  });

  describe('as a release', () => {
    const RELEASE = 'life';
    const NAME = `${RELEASE}-llm-semantic-cache`;
    const apply = (server: ApiServer, command: readonly string[], values: Values) =>
      server.helm([...command, RELEASE, CHART, '--namespace', NAMESPACE, '--values', '-'], stringify(values));
    const field = async (kind: string, path: string): Promise<string> =>
      printed(await api().kubectl(['get', kind, NAME, '--namespace', NAMESPACE, '--output', `jsonpath={${path}}`]));
    /** Grows with each change that restarts the pods. */
    const generation = (): Promise<string> => field('deployment', '.metadata.generation');
    const policies = (similarity: number): Values => ({ policies: [{ name: 'default', lookup: { similarity } }] });

    it('is refused with values that the schema does not know', async () => {
      const { code, stderr } = await apply(api(), ['install'], { replicaz: 2 });
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/additional properties 'replicaz' not allowed/);
    });

    it('is installed, upgraded, rolled back and uninstalled', async () => {
      printed(await apply(api(), ['install'], { config: policies(0.95) }));
      const first = await generation();

      // Policies are taken over by running pods.
      printed(await apply(api(), ['upgrade'], { config: policies(0.9) }));
      expect(await field('configmap', '.data.config\\.yaml')).toMatch(/similarity: 0\.9$/m);
      expect(await generation()).toBe(first);

      printed(
        await apply(api(), ['upgrade'], { config: policies(0.9), replicas: 2, extProc: { lookupBudgetMs: 180 } }),
      );
      expect(await field('deployment', '.spec.replicas')).toBe('2');
      expect(await field('poddisruptionbudget', '.spec.maxUnavailable')).toBe('1');
      expect(Number(await generation())).toBeGreaterThan(Number(first));

      // Another kind of workload in its place.
      const persistent = { store: { embedded: { persistence: true } } };
      printed(await apply(api(), ['upgrade'], persistent));
      expect(await field('statefulset', '.spec.volumeClaimTemplates[0].metadata.name')).toBe('store');
      expect((await api().kubectl(['get', 'deployment', NAME, '--namespace', NAMESPACE])).code).not.toBe(0);

      printed(await api().helm(['rollback', RELEASE, '1', '--namespace', NAMESPACE]));
      expect(await field('deployment', '.spec.replicas')).toBe('1');
      expect(await field('configmap', '.data.config\\.yaml')).toMatch(/similarity: 0\.95$/m);

      printed(await api().helm(['uninstall', RELEASE, '--namespace', NAMESPACE]));
      const kinds = 'deployment,statefulset,service,configmap,serviceaccount,poddisruptionbudget';
      const left = ['get', kinds, '--namespace', NAMESPACE, '--selector', `app.kubernetes.io/instance=${RELEASE}`];
      expect(printed(await api().kubectl([...left, '--output', 'name']))).toBe('');
    });
  });
});
