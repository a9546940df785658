import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fetchIstio } from '../../tools/fetch/istio';
import { printed, runCommand } from '../../tools/harness/command';
import { ISTIO_NAMESPACE } from '../../tools/harness/kubernetes/istiod';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { renderChart, theOnly } from '../support/chart';
import { judge, restrictedNamespace, toYaml } from '../support/kubernetes';
import { LABEL, podOf, withMesh, type Pod } from '../support/istio';

const CACHE = 'llm-semantic-cache';
const CONFIG = 'llm-semantic-cache.io/config';
const CLASSIC = { 'sidecar.istio.io/nativeSidecar': 'false' };
const GATEWAY = { 'inject.istio.io/templates': 'gateway, llm-semantic-cache' };

const mesh = withMesh(() => ({
  config: { policies: [{ name: 'braces', lookup: { similarity: 0.9, varyBy: ['cel:"{{ .Values }}"'] } }] },
  store: { encryption: { secretName: 'keys', active: 'k1' } },
  imagePullSecrets: [{ name: 'registry' }],
  cache: { adminTokenSecretName: 'admin', extraEnv: [{ name: 'BRACES', value: '{{ .Values }}' }] },
  istio: {
    inbound: { ports: [8000] },
    gateways: [{ selector: { istio: 'egressgateway' }, port: 80, hosts: ['api.openai.com'] }],
    injection: { waitForCache: true },
  },
}));

const KINDS = ['envoyfilter', 'serviceentry', 'destinationrule'];

/** What the chart has made, as the API server has it. */
async function made(kind: string): Promise<readonly Manifest[]> {
  const of = ['get', kind, '--namespace', ISTIO_NAMESPACE, '--selector', 'app.kubernetes.io/instance=llm-cache'];
  return JSON.parse(printed(await mesh().api.kubectl([...of, '--output', 'json']))).items;
}

const all = ({ spec }: Pod): readonly any[] => [...(spec.initContainers ?? []), ...spec.containers];
const named = (containers: readonly any[], name: string): any => containers.find((one) => one.name === name);
const names = (things: readonly any[] = []): readonly string[] => things.map(({ name }) => name);
const mounts = (container: any): Readonly<Record<string, string>> =>
  Object.fromEntries(
    container.volumeMounts
      .filter(({ name }: { name: string }) => name.startsWith(CACHE))
      .map(({ name, mountPath }: { name: string; mountPath: string }) => [mountPath, name]),
  );

describe("what the chart makes, to Istio's own eyes", () => {
  it('has been taken by the validating webhook, which refuses what is wrong', async () => {
    expect((await Promise.all(KINDS.map(made))).map(({ length }) => length)).toEqual([2, 1, 1]);
    const [good] = await made('envoyfilter');
    const bad = JSON.parse(
      JSON.stringify(good).replaceAll('"failure_mode_allow":true', '"failure_mode_allow":"perhaps"'),
    );
    const { code, stderr } = await mesh().api.kubectl(
      ['replace', '--dry-run=server', '--filename', '-'],
      JSON.stringify(bad),
    );
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/validation\.istio\.io.*ext_proc\.v3\.ExternalProcessor: .*into Go value of type bool/s);
  });

  it('is worth no warning but that filters are details of the implementation', async () => {
    const file = join(mesh().dir, 'objects.yaml');
    await writeFile(file, toYaml((await Promise.all(KINDS.map(made))).flat()));
    const { code, stdout, stderr } = await runCommand((await fetchIstio()).istioctl, ['validate', '--filename', file]);
    const told = `${stdout}${stderr}`.split('\n').map((line) => line.trim());
    const known = [/^$/, /^"\S+" is valid$/, /^"\S+" has warnings:$/, /exposes internal implementation details/];
    expect(code).toBe(0);
    expect(told).toEqual(expect.arrayContaining([expect.stringMatching(known[3]!)]));
    expect(told.filter((line) => !known.some((one) => one.test(line)))).toEqual([]);
  });
});

describe.each([
  ['a native sidecar', {}, 'initContainers', 'initContainers'],
  ['an ordinary sidecar', CLASSIC, 'containers', 'containers'],
  ['a native sidecar of a gateway', GATEWAY, 'initContainers', 'containers'],
  ['an ordinary sidecar of a gateway', { ...GATEWAY, ...CLASSIC }, 'containers', 'containers'],
])('an annotated pod gets the cache as %s', (_, annotations, cacheIn, proxyIn) => {
  let pod: Pod;
  let cache: any;
  beforeAll(async () => {
    const isGateway = proxyIn !== cacheIn || 'inject.istio.io/templates' in annotations;
    const proxy = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
    pod = await mesh().admit(
      podOf('app', { annotations, ...(isGateway && { spec: { serviceAccountName: 'default', ...proxy } }) }),
    );
    cache = named(pod.spec[cacheIn], CACHE);
  });

  it('once, where it belongs, beside one proxy', () => {
    expect(names(all(pod)).filter((name) => name === CACHE)).toHaveLength(1);
    expect(names(pod.spec[proxyIn]).filter((name) => name === 'istio-proxy')).toHaveLength(1);
    expect(names(all(pod)).filter((name) => name === 'istio-proxy')).toHaveLength(1);
    expect(cache.restartPolicy).toBe(cacheIn === 'initContainers' ? 'Always' : undefined);
    if (cacheIn === 'initContainers' && proxyIn === cacheIn)
      expect(names(pod.spec.initContainers).slice(-2)).toEqual(['istio-proxy', CACHE]);
  });

  it('with a socket that only the proxy shares', () => {
    expect(mounts(cache)).toEqual({
      '/etc/llm-semantic-cache': `${CACHE}-config`,
      '/etc/pod-info': `${CACHE}-pod-info`,
      '/run/llm-semantic-cache': `${CACHE}-socket`,
      '/var/lib/llm-semantic-cache': `${CACHE}-store`,
      '/etc/encryption-keys': `${CACHE}-encryption-keys`,
    });
    expect(mounts(named(pod.spec[proxyIn], 'istio-proxy'))).toEqual({ '/run/llm-semantic-cache': `${CACHE}-socket` });
    expect(new Set(names(pod.spec.volumes)).size).toBe(pod.spec.volumes.length);
  });

  it('with a configuration that is an annotation, and a label for the filters', () => {
    expect(pod.metadata.labels?.[LABEL]).toBe('true');
    expect(parse(pod.metadata.annotations?.[CONFIG] ?? '')).toMatchObject({
      listen: { address: 'unix:/run/llm-semantic-cache/extproc.sock', 'socket-mode': '0666' },
      policies: [{ lookup: { varyBy: ['cel:"{{ .Values }}"'] } }],
      store: { kind: 'embedded', path: '/var/lib/llm-semantic-cache' },
    });
    const { projected } = named(pod.spec.volumes, `${CACHE}-config`);
    expect(projected.sources[0].downwardAPI.items).toEqual([
      { path: 'config.yaml', fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${CONFIG}']` } },
    ]);
    expect(projected.sources[1].secret).toMatchObject({ name: 'admin', optional: true });
  });

  it("as a user that is neither root nor the proxy's own", () => {
    expect(cache.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65532, readOnlyRootFilesystem: true });
  });

  it("with probes that reach it, by Istio's agent where the proxy takes what comes in", () => {
    const agent = 'inject.istio.io/templates' in annotations ? undefined : '/app-health/llm-semantic-cache';
    const asked = (path: string, atAgent: string): object =>
      agent === undefined ? { path, port: 'llm-cache-admin' } : { path: `${agent}/${atAgent}`, port: 15020 };
    expect(cache.livenessProbe.httpGet).toMatchObject(asked('/livez', 'livez'));
    expect(cache.startupProbe.httpGet).toMatchObject(asked('/readyz', 'startupz'));
    expect(cache.readinessProbe).toBeUndefined();
    const probers = named(named(all(pod), 'istio-proxy').env, 'ISTIO_KUBE_APP_PROBERS')?.value;
    const passedOn = agent && JSON.parse(probers)[`${agent}/startupz`].httpGet;
    expect(passedOn).toEqual(agent && { path: '/readyz', port: 9901 });
  });

  it('once more without a change when it is injected again', async () => {
    const again = await mesh().admit(pod);
    expect(names(all(again))).toEqual(names(all(pod)));
    expect(names(again.spec.volumes).slice().sort()).toEqual(names(pod.spec.volumes).slice().sort());
    expect(named(all(again), CACHE)).toEqual(cache);
    expect(again.metadata.annotations?.[CONFIG]).toBe(pod.metadata.annotations?.[CONFIG]);
  });

  it('as strict as Pod Security can be, as far as it is ours', async () => {
    const namespace = `restricted-${Object.keys(annotations).length}-${cacheIn.length}-${proxyIn.length}`.toLowerCase();
    await restrictedNamespace(mesh().api, namespace);
    const volumes = pod.spec.volumes.filter(({ name }: { name: string }) => name.startsWith(CACHE));
    const container = { ...cache, restartPolicy: undefined };
    const alone = { ...podOf('alone'), spec: { containers: [container], volumes } };
    expect(await judge(mesh().api, [alone], namespace)).toEqual({ problems: '' });
  });
});

describe('an annotated pod', () => {
  it('keeps volumes and ports of its own, whatever their names', async () => {
    const own = ['config', 'socket', 'store', 'pod-info'];
    const pod = await mesh().admit(
      podOf('app', {
        spec: {
          serviceAccountName: 'default',
          containers: [{ name: 'app', image: 'app:1', ports: [{ name: 'admin', containerPort: 8080 }] }],
          volumes: own.map((name) => ({ name, configMap: { name } })),
        },
      }),
    );
    for (const name of own) expect(named(pod.spec.volumes, name)).toMatchObject({ name, configMap: { name } });
    expect(names(pod.spec.volumes)).toEqual(expect.arrayContaining([`${CACHE}-config`]));
  });

  it('keeps a configuration of its own', async () => {
    const pod = await mesh().admit(podOf('app', { annotations: { [CONFIG]: 'log: debug\n' } }));
    expect(pod.metadata.annotations?.[CONFIG]).toBe('log: debug\n');
    expect(names(all(pod))).toContain(CACHE);
  });

  it('can change its container as any that Istio injects', async () => {
    const resources = { requests: { cpu: '2' } };
    const pod = await mesh().admit(
      podOf('app', {
        spec: {
          serviceAccountName: 'default',
          containers: [{ name: 'app', image: 'app:1' }],
          initContainers: [{ name: CACHE, image: 'auto', restartPolicy: 'Always', resources }],
        },
      }),
    );
    const cache = named(pod.spec.initContainers, CACHE);
    expect(cache).toMatchObject({ image: 'llm-semantic-cache:0.1.0', resources: { requests: { cpu: '2' } } });
    expect(names(all(pod)).filter((name) => name === CACHE)).toHaveLength(1);
  });

  it('has a proxy that ends streams to the cache gracefully', async () => {
    const pod = await mesh().admit(podOf('app'));
    const { value } = named(named(all(pod), 'istio-proxy').env, 'PROXY_CONFIG');
    expect(JSON.parse(value).runtimeValues).toEqual({
      'envoy.reloadable_features.ext_proc_graceful_grpc_close': 'true',
    });
  });
});

it('puts the cache into the pod of helm test, in the namespace of the release', async () => {
  const pod = theOnly(await renderChart({ mode: 'istio' }, { namespace: ISTIO_NAMESPACE }), 'Pod');
  const { metadata, spec } = await mesh().admit(
    { ...pod, spec: { ...pod['spec'], serviceAccountName: 'default' } },
    ISTIO_NAMESPACE,
  );
  expect(names(spec.initContainers).slice(-2)).toEqual(['istio-proxy', CACHE]);
  expect(names(spec.containers)).toEqual(['health']);
  expect(metadata.labels?.[LABEL]).toBe('true');
});

describe('a pod without the annotation', () => {
  it.each([
    ['not there', undefined],
    ['false', 'false'],
  ])('is left to Istio alone when it is %s', async (_, inject) => {
    const bare = podOf('app') as Pod;
    const annotations = inject === undefined ? {} : { 'llm-semantic-cache.io/inject': inject };
    const ours = await mesh().admit({ ...bare, metadata: { ...bare.metadata, annotations } });
    const alone = { ...annotations, 'inject.istio.io/templates': 'sidecar' };
    const istios = await mesh().admit({ ...bare, metadata: { ...bare.metadata, annotations: alone } });
    expect(JSON.stringify(ours)).not.toMatch(/llm-semantic-cache-|semantic-cache\.io\/(config|injected)/);
    expect(ours.spec).toEqual(istios.spec);
    expect(ours.metadata.labels).toEqual(istios.metadata.labels);
    expect(ours.metadata.annotations).toEqual(
      Object.fromEntries(
        Object.entries(istios.metadata.annotations ?? {}).filter(([key]) => key !== 'inject.istio.io/templates'),
      ),
    );
  });
});
