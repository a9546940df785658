import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { runCommand } from '../../tools/harness/command';
import { helm } from '../../tools/harness/kubernetes/helm';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { CHART, NAME, RELEASE, renderChart, theOnly, type Values } from '../support/chart';
import { configText } from '../support/gateway-pod';
import { settingsOf } from '../support/settings';

const EMBEDDED: Values = {};
const ELASTICSEARCH: Values = {
  store: {
    kind: 'elasticsearch',
    elasticsearch: {
      nodes: ['https://es-0:9200', 'https://es-1:9200'],
      secretName: 'es-secret',
      secretKeys: { ca: 'ca.crt' },
    },
  },
};
const STORES = [
  ['embedded', EMBEDDED],
  ['elasticsearch', ELASTICSEARCH],
] as const;

const MATRIX: Readonly<Record<string, Values>> = {
  'nothing more': {},
  tls: { gateway: { tlsSecretName: 'gateway-tls' } },
  paced: { gateway: { paced: true } },
  'three replicas': { replicas: 3 },
  'an ordinary container': { cache: { nativeSidecar: false } },
  'a network policy': {
    networkPolicy: { enabled: true, from: [{ podSelector: { matchLabels: { app: 'a' } } }], to: [{ podSelector: {} }] },
  },
  monitoring: { serviceMonitor: { enabled: true, labels: { release: 'prometheus' } }, dashboard: { enabled: true } },
  'an encrypted store': { store: { encryption: { secretName: 'store-keys', active: 'k1' } } },
  digests: {
    image: { digest: `sha256:${'a'.repeat(64)}` },
    gateway: { envoy: { image: { digest: `sha256:${'b'.repeat(64)}` } } },
  },
  'a token': { cache: { adminTokenSecretName: 'admin-token' } },
  'tokens with rights': {
    cache: { adminTokenSecretName: 'admin-token', adminTokenSecretEntries: ['token', 'read-token', 'view-token'] },
  },
  OpenShift: { podSecurityContext: { runAsUser: null, runAsGroup: null } },
  'pods with IPv6 only': { cache: { adminHost: '[::]' } },
  policies: {
    config: {
      policies: [{ name: 'faq', match: { paths: ['/v1'] }, lookup: { similarity: 0.9 }, store: { ttl: '1h' } }],
      log: { level: 'debug' },
    },
    files: { 'global.xml': '<policies>\n  <inbound><base /></inbound>\n</policies>' },
  },
  'other limits': {
    extProc: { messageTimeoutMs: 1000, lookupBudgetMs: 900, maxMessageTimeoutMs: 2500, requestBodyBytes: 4194304 },
  },
};

const CASES = STORES.flatMap(([store, of]) =>
  Object.entries(MATRIX).map(([name, values]) => [store, name, together(of, values)] as const),
);

describe('the chart in mode gateway', () => {
  describe.each(CASES)('store %s, with %s', (store, _, values) => {
    let objects: readonly Manifest[];
    beforeAll(async () => {
      objects = await renderChart(values);
    });

    it('has containers that Pod Security `restricted` allows', () => {
      for (const pod of podsOf(objects)) {
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        expect(pod.automountServiceAccountToken).toBe(false);
        expect(containersOf(pod).length).toBeGreaterThan(0);
        for (const { securityContext } of containersOf(pod)) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
        }
        expect(pod.volumes?.some((volume: Values) => 'hostPath' in volume)).not.toBe(true);
      }
    });

    it('has memory limits, and no limit of CPU', () => {
      for (const { resources } of containersOf(podOf(objects))) {
        expect(resources.limits.memory).toBeDefined();
        expect(resources.requests.cpu).toBeDefined();
        expect(resources.limits.cpu).toBeUndefined();
      }
    });

    it('gives a stop more time than what drains', () => {
      const pod = podOf(objects);
      const envoy = named(containersOf(pod), 'envoy').lifecycle.preStop.sleep.seconds as number;
      const drain = /(\d+)s/.exec((settings(objects)['limits'] as Record<string, string>)['drain']!)?.[1];
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(envoy + Number(drain) + 10);
      const hook = named(containersOf(pod), 'llm-semantic-cache').lifecycle.preStop.exec.command as string[];
      expect(hook.slice(-2)).toEqual(['--within', `${envoy}s`]);
    });

    it('mounts each volume that it has, and has each that it mounts', () => {
      const { spec } = workload(objects);
      const claims = (spec.volumeClaimTemplates ?? []).map((claim: Manifest) => claim.metadata.name);
      const volumes = [...podOf(objects).volumes.map(({ name }: { name: string }) => name), ...claims];
      const mounted = containersOf(podOf(objects)).flatMap(({ volumeMounts }) =>
        volumeMounts.map(({ name }: { name: string }) => name),
      );
      expect([...new Set(mounted)].sort()).toEqual(volumes.sort());
    });

    it('has a configuration of the cache that the cache takes', () => {
      const { settings: loaded } = settingsOf(configText(objects));
      expect(loaded.store.kind).toBe(store);
      expect(loaded.listen.address).toEqual({ kind: 'unix', path: '/run/llm-semantic-cache/extproc.sock' });
    });

    it('lets its Services find its pods, and nothing else', () => {
      const labels = podLabels(objects);
      for (const service of objects.filter(({ kind }) => kind === 'Service')) {
        expect(labels).toMatchObject(service['spec'].selector as object);
        for (const { targetPort } of service['spec'].ports as { targetPort: string }[]) {
          expect(portsOf(podOf(objects))).toContain(targetPort);
        }
      }
      const test = theOnly(objects, 'Pod', `${NAME}-test`);
      expect(test.metadata.labels).not.toMatchObject(theOnly(objects, 'Service', NAME)['spec'].selector as object);
    });
  });

  it('has an Envoy that starts after the cache, with native sidecars; else both beside each other', async () => {
    const native = podOf(await renderChart({}));
    expect(native.initContainers).toMatchObject([{ name: 'llm-semantic-cache', restartPolicy: 'Always' }]);
    expect(native.containers.map(({ name }: { name: string }) => name)).toEqual(['envoy']);
    const classic = podOf(await renderChart(MATRIX['an ordinary container']!));
    expect(classic.initContainers).toBeUndefined();
    expect(classic.containers.map(({ name }: { name: string }) => name)).toEqual(['envoy', 'llm-semantic-cache']);
    expect(named(classic.containers, 'llm-semantic-cache').restartPolicy).toBeUndefined();
  });

  it('has what Secrets hold nowhere but in Secrets', async () => {
    const objects = await renderChart(
      together(ELASTICSEARCH, { ...MATRIX['a token'], ...MATRIX['tls'], ...MATRIX['an encrypted store'] }),
    );
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const secrets = JSON.stringify(podOf(objects).volumes).match(/"(es-secret|admin-token|gateway-tls)"/g);
    expect(new Set(secrets)).toEqual(new Set(['"es-secret"', '"admin-token"', '"gateway-tls"']));
    expect(Object.keys(settings(objects)['store'] as object)).not.toContain('api-key');
    expect(containersOf(podOf(objects)).flatMap(({ env }) => env ?? [])).toEqual([]);
  });

  it('has a disruption budget with more than one replica only', async () => {
    const budgets = async (values: Values): Promise<number> =>
      (await renderChart(values)).filter(({ kind }) => kind === 'PodDisruptionBudget').length;
    expect(await budgets({})).toBe(0);
    expect(await budgets({ replicas: 2 })).toBe(1);
    expect(await budgets({ replicas: 2, podDisruptionBudget: { enabled: false } })).toBe(0);
    expect(await budgets({ ...ELASTICSEARCH, autoscaling: { enabled: true } })).toBe(1);
  });

  it('leaves the number of replicas to the autoscaler, which looks at the container that does the work', async () => {
    const objects = await renderChart({ ...ELASTICSEARCH, autoscaling: { enabled: true, maxReplicas: 5 } });
    expect(workload(objects)['spec'].replicas).toBeUndefined();
    const { spec } = theOnly(objects, 'HorizontalPodAutoscaler');
    expect(spec).toMatchObject({ scaleTargetRef: { kind: 'Deployment', name: NAME }, minReplicas: 2, maxReplicas: 5 });
    const { container } = spec.metrics[0].containerResource as { container: string };
    expect(containersOf(podOf(objects)).map(({ name }) => name)).toContain(container);
  });

  it('gives each replica a volume that outlives it, where one is wanted', async () => {
    const objects = await renderChart({
      replicas: 2,
      store: { embedded: { persistence: true, size: '5Gi', storageClass: 'fast' } },
    });
    const { kind, spec } = workload(objects);
    expect(kind).toBe('StatefulSet');
    expect(spec.serviceName).toBe(`${NAME}-pods`);
    expect(spec.volumeClaimTemplates).toMatchObject([
      { metadata: { name: 'store' }, spec: { storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } } },
    ]);
    expect(podOf(objects).volumes.map(({ name }: { name: string }) => name)).not.toContain('store');
  });

  it('restarts pods for what the cache cannot take over while it runs, and for nothing else', async () => {
    const checksums = async (values: Values): Promise<string> => {
      const annotations = workload(await renderChart(values))['spec'].template.metadata.annotations as Values;
      return JSON.stringify([annotations['checksum/config'], annotations['checksum/envoy']]);
    };
    const before = await checksums({});
    for (const same of [
      MATRIX['policies'],
      { config: { log: { level: 'debug' } } },
      { replicas: 3 },
      { serviceMonitor: { enabled: true } },
      { podLabels: { team: 'a' } },
    ]) {
      expect([same, await checksums(same ?? {})]).toEqual([same, before]);
    }
    for (const other of [
      { config: { embedding: { threads: 2 } } },
      { store: { embedded: { maxBytes: '2GiB' } } },
      { extProc: { lookupBudgetMs: 100 } },
      { gateway: { paced: true } },
      { gateway: { accessLog: false } },
    ]) {
      expect([other, await checksums(other)]).not.toEqual([other, before]);
    }
  });

  it('puts files of the values beside the configuration', async () => {
    const objects = await renderChart(MATRIX['policies']!);
    const data = theOnly(objects, 'ConfigMap', NAME)['data'] as Record<string, string>;
    expect(data['global.xml']).toBe('<policies>\n  <inbound><base /></inbound>\n</policies>\n');
    const config = podOf(objects).volumes.find(({ name }: { name: string }) => name === 'config');
    expect(config.projected.sources[0].configMap.items).toContainEqual({ key: 'global.xml', path: 'files/global.xml' });
  });

  it('lets calls, probes and metrics in, and names where to go out', async () => {
    const { spec } = theOnly(await renderChart(MATRIX['a network policy']!), 'NetworkPolicy');
    expect(spec.ingress).toEqual([
      { ports: [{ port: 'http' }], from: [{ podSelector: { matchLabels: { app: 'a' } } }] },
      { ports: [{ port: 'admin' }, { port: 'envoy-metrics' }] },
    ]);
    expect(spec.egress).toEqual([
      { to: [{ podSelector: {} }] },
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ]);
  });
});

describe('helm lint', () => {
  it.each([
    ['gateway', {}],
    ['gateway', ELASTICSEARCH],
    ['istio', { mode: 'istio' }],
    ['envoy-gateway', { mode: 'envoy-gateway', envoyGateway: { targets: [{ kind: 'HTTPRoute', name: 'llm' }] } }],
  ])('has nothing to say of mode %s', async (_, values) => {
    const { code, stdout } = await helm(['lint', '--strict', CHART, '--values', '-'], stringify(values));
    expect(stdout.replace('[INFO] Chart.yaml: icon is recommended', '')).not.toMatch(/\[(INFO|WARNING|ERROR)\]/);
    expect(code).toBe(0);
  });
});

describe('the notes after an installation', () => {
  const notes = async (values: Values): Promise<string> => {
    const args = ['install', RELEASE, CHART, '--namespace', 'llm', '--dry-run=client', '--values', '-'];
    return (await helm(args, stringify(values))).stdout.split('\nNOTES:\n')[1] ?? '';
  };

  it('say where clients call, how to try it, and that keys travel in clear', async () => {
    const text = await notes({});
    expect(text).toContain(`http://${NAME}.llm.svc:80`);
    expect(text).toContain(`port-forward service/${NAME} 8080:80`);
    expect(text).toContain('WARNING: API keys and prompts travel in clear');
    expect(text).not.toContain('Secrets');
  });

  it('name the Secrets that are to be made', async () => {
    const text = await notes(together(ELASTICSEARCH, MATRIX['tls']!));
    expect(text).toContain('es-secret (of Elasticsearch: api-key, ca.crt, partition.key)');
    expect(text).toContain('gateway-tls (tls.crt, tls.key)');
    expect(text).not.toContain('WARNING');
  });

  it('warn of replicas that do not share', async () => {
    expect(await notes({ replicas: 2 })).toContain("WARNING: 2 replicas with embedded stores do not know each other's");
    expect(await notes({ ...ELASTICSEARCH, replicas: 2 })).not.toContain('do not know');
  });

  it('say how istiod gets the injection template, and what Envoy Gateway does before it authorises', async () => {
    expect(await notes({ mode: 'istio' })).toContain('helm upgrade istiod');
    const gateway = { mode: 'envoy-gateway', envoyGateway: { targets: [{ kind: 'HTTPRoute', name: 'chat' }] } };
    expect(await notes(gateway)).toMatch(/HTTPRoute chat[^]*filterOrder/);
  });
});

describe('helm test', () => {
  it.each<[string, Values, string[]]>([
    [
      'gateway',
      {},
      ['--admin', `http://${NAME}-pods:9901`, '--through', `http://${NAME}.llm.svc:80/v1/chat/completions`],
    ],
    [
      'gateway with a certificate',
      { gateway: { tlsSecretName: 'x', service: { port: 443 } }, tests: { path: '/openai/v1/responses' } },
      ['--admin', `http://${NAME}-pods:9901`, '--through', `https://${NAME}.llm.svc:443/openai/v1/responses`],
    ],
    [
      'istio',
      { mode: 'istio' },
      ['--admin', 'http://127.0.0.1:9901', '--through', 'http://api.openai.com:80/v1/chat/completions'],
    ],
    [
      'envoy-gateway',
      { mode: 'envoy-gateway', envoyGateway: { targets: [{ kind: 'HTTPRoute', name: 'llm' }] } },
      ['--admin', `http://${NAME}-pods:9901`],
    ],
  ])('asks the cache, and Envoy for what is stored only: %s', async (_, values, args) => {
    const { metadata, spec } = theOnly(await renderChart(values), 'Pod');
    expect(metadata.annotations?.['helm.sh/hook']).toBe('test');
    expect(spec.containers[0].args).toEqual(['health', ...args]);
    expect(metadata.annotations?.['llm-semantic-cache.io/inject']).toBe(
      values['mode'] === 'istio' ? 'true' : undefined,
    );
  });

  it('has arguments that the command knows', async () => {
    const { spec } = theOnly(await renderChart({}), 'Pod');
    const main = join(__dirname, '..', '..', 'src', 'main.js');
    const args = (spec.containers[0].args as string[]).map((arg) =>
      arg.replace(/http:\/\/[^/]+/, 'http://127.0.0.1:1'),
    );
    const { code, stderr } = await runCommand(process.execPath, [main, ...args]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no answer from http://127.0.0.1:1/readyz')]);
  });
});

function together(...all: readonly Values[]): Values {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of all.flatMap((values) => Object.entries(values))) {
    const before = merged[key];
    merged[key] = isMap(before) && isMap(value) ? together(before, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function workload(objects: readonly Manifest[]): Manifest {
  return theOnly(
    objects.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind)),
    objects.some(({ kind }) => kind === 'StatefulSet') ? 'StatefulSet' : 'Deployment',
  );
}

function podOf(objects: readonly Manifest[]): any {
  return workload(objects)['spec'].template.spec;
}

function podLabels(objects: readonly Manifest[]): object {
  return workload(objects)['spec'].template.metadata.labels as object;
}

/** That of the workload and that of the test. */
function podsOf(objects: readonly Manifest[]): any[] {
  return [podOf(objects), ...objects.filter(({ kind }) => kind === 'Pod').map(({ spec }) => spec)];
}

function containersOf(pod: any): any[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

function named(containers: readonly any[], name: string): any {
  return containers.find((container) => container.name === name);
}

function portsOf(pod: any): string[] {
  return containersOf(pod).flatMap(({ ports }) => (ports ?? []).map(({ name }: { name: string }) => name));
}

function settings(objects: readonly Manifest[]): Values {
  return parse(configText(objects)) as Values;
}
