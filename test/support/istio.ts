import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchIstio } from '../../tools/fetch/istio';
import { printed } from '../../tools/harness/command';
import { startApiServer, type ApiServer } from '../../tools/harness/kubernetes/api-server';
import { ISTIO_NAMESPACE, startIstiod, type Istiod } from '../../tools/harness/kubernetes/istiod';
import { until } from '../../tools/harness/waiting';
import { CHART, NAME, RELEASE, type Values } from './chart';
import { CLUSTER_MS } from './kubernetes';

/** Namespace of the applications, whose pods are injected. */
export const SHOP = 'shop';

/** A pod as the API server has it. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: any;
}

export interface Mesh {
  readonly api: ApiServer;
  readonly istiod: Istiod;
  /** A folder for the test's own files; its path is short enough for sockets. */
  readonly dir: string;
  /**
   * What becomes of a pod, without keeping it.
   * @param namespace default: that of the applications
   * @throws Error with what the API server or a webhook said.
   */
  admit(pod: object, namespace?: string): Promise<Pod>;
}

/**
 * A mesh with our chart in it, for the tests of the surrounding file: made by Helm as docs/kubernetes.md says, with the
 * injection template handed to istiod.
 * @param valuesFor gives the chart's values when the hooks run, for a folder that is there by then
 */
export function withMesh(valuesFor: (dir: string) => Values | Promise<Values>): () => Mesh {
  let mesh: Mesh | undefined;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lsc-istio-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    const api = await startApiServer({ dir: join(dir, 'kubernetes') });
    stops.push(api.stop);
    const istiod = await startIstiod({ api, dir: join(dir, 'istiod') });
    stops.push(istiod.stop);
    printed(await api.kubectl(['create', 'namespace', SHOP]));
    printed(await api.kubectl(['label', 'namespace', SHOP, 'istio-injection=enabled']));
    await upgradeCache(api, await valuesFor(dir));
    mesh = { api, istiod, dir, admit: (pod, namespace = SHOP) => admit(api, pod, namespace) };
    await giveTemplate(mesh);
  }, CLUSTER_MS);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  }, CLUSTER_MS);
  return () => {
    if (!mesh) throw new Error('the mesh is started by beforeAll: ask for it in a hook or a test');
    return mesh;
  };
}

/** Installs our chart, or upgrades it, into Istio's own namespace. @throws Error with Helm's words. */
async function upgradeCache(api: ApiServer, values: Values): Promise<void> {
  const command = ['upgrade', '--install', RELEASE, CHART, '--namespace', ISTIO_NAMESPACE, '--values', '-'];
  printed(await api.helm(command, stringify({ ...values, mode: 'istio' })));
}

/** Upgrades istiod's own release with the values file that our chart has made. */
async function giveTemplate({ api, ...mesh }: Mesh): Promise<void> {
  const of = ['get', 'configmap', `${NAME}-injection`, '--namespace', ISTIO_NAMESPACE];
  const file = printed(await api.kubectl([...of, '--output', String.raw`jsonpath={.data.istiod-values\.yaml}`]));
  const chart = join((await fetchIstio()).charts, 'istio-control', 'istio-discovery');
  const command = ['upgrade', 'istiod', chart, '--namespace', ISTIO_NAMESPACE, '--reuse-values', '--values', '-'];
  printed(await api.helm(command, file));
  // istiod has no event for "taken over".
  await until('the injection template', async () => {
    const { metadata } = await mesh.admit(podOf('probe'));
    return metadata.labels?.[LABEL];
  });
}

async function admit({ kubectl }: ApiServer, pod: object, namespace: string): Promise<Pod> {
  const flags = ['--namespace', namespace, '--dry-run=server', '--output', 'json'];
  return JSON.parse(printed(await kubectl(['create', ...flags, '--filename', '-'], JSON.stringify(pod)))) as Pod;
}

/** By which EnvoyFilters find the pods. */
export const LABEL = 'llm-semantic-cache.io/injected';

export interface PodSpec {
  readonly annotations?: Readonly<Record<string, string>>;
  /** More of the pod's `spec`. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A pod of an application that opts in, unless the annotations say otherwise. */
export function podOf(name: string, { annotations = {}, spec = {} }: PodSpec = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name }, annotations: { 'llm-semantic-cache.io/inject': 'true', ...annotations } },
    // Needs one, as no controller of service accounts adds it.
    spec: { serviceAccountName: 'default', containers: [{ name: 'app', image: 'app:1' }], ...spec },
  };
}
