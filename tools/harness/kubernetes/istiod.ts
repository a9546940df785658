import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchIstio, type IstioFiles } from '../../fetch/istio';
import { printed } from '../command';
import { launchEnvoy, type RunningEnvoy } from '../envoy';
import { freePorts } from '../ports';
import { readiness, startProcess, type RunningProcess } from '../processes';
import { until } from '../waiting';
import type { ApiServer } from './api-server';
import { sidecarBootstrap, type MeshPod } from './sidecar';

export interface IstiodSpec {
  readonly api: ApiServer;
  /** Holds the values and the log. */
  readonly dir: string;
  /** Of Istio's chart istiod, such as `{ sidecarInjectorWebhook: { templates: … } }`. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Of its process, such as `{ ENABLE_NATIVE_SIDECARS: 'false' }`; native sidecars are on if nothing is given. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A real istiod on an API server. Its webhooks, validating and injecting, are called by the API server; pods of namespaces
 * with the label istio-injection=enabled are injected. Left out, as they need Istio's own agent beside each Envoy: mTLS in the
 * mesh, telemetry and metadata exchange.
 */
export interface Istiod {
  /** Of the discovery service in clear text, on 127.0.0.1. */
  readonly xdsPort: number;
  readonly process: RunningProcess;
  /**
   * Starts a stock Envoy as the proxy of that pod and resolves when it has got its configuration. The pod need not exist.
   * Its outbound listeners bind 127.0.0.1 and the port of the service, as there is no redirection by iptables; two proxies at
   * once with the same service would share that port, and calls would reach either.
   * @param proxy.binary path of Envoy
   * @param proxy.dir for its configuration and log, one for each
   */
  startProxy(pod: MeshPod, proxy: { readonly binary: string; readonly dir: string }): Promise<MeshProxy>;
  stop(): Promise<void>;
}

export type MeshProxy = Omit<RunningEnvoy, 'url'>;

export const ISTIO_NAMESPACE = 'istio-system';

/** Ready after 3 s, the webhooks' certificates some later; several times that beside others. */
const START_MS = 90_000;

/** Installs (or upgrades) Istio's charts and starts istiod on free ports of 127.0.0.1. @throws Error with its last lines. */
export async function startIstiod({ api, dir, values = {}, env = {} }: IstiodSpec): Promise<Istiod> {
  const files = await fetchIstio();
  await mkdir(dir, { recursive: true });
  const [http = 0, xds = 0, secure = 0, webhooks = 0, monitoring = 0, introspection = 0] = await freePorts(6);
  await installCharts(api, files, { dir, webhooks, values });
  const process = await startProcess({
    name: 'istiod',
    command: files.pilotDiscovery,
    args: [
      ...['discovery', '--kubeconfig', api.kubeconfig, '--clusterID', 'Kubernetes', '--domain', 'cluster.local'],
      ...['--httpAddr', `127.0.0.1:${http}`, '--grpcAddr', `127.0.0.1:${xds}`],
      ...['--secureGRPCAddr', `127.0.0.1:${secure}`, '--httpsAddr', `127.0.0.1:${webhooks}`],
      ...['--monitoringAddr', `127.0.0.1:${monitoring}`, '--ctrlz_address', '127.0.0.1'],
      ...['--ctrlz_port', String(introspection)],
    ],
    env: { ...ENVIRONMENT, ...env },
    // It writes certificates where it runs.
    cwd: dir,
    logFile: join(dir, 'istiod.log'),
  });
  try {
    await readiness(process, serving(api, http), START_MS);
  } catch (error) {
    await process.stop();
    throw error;
  }
  return {
    xdsPort: xds,
    process,
    startProxy: async (pod, proxy) => {
      await mkdir(proxy.dir, { recursive: true });
      return launchEnvoy({ ...proxy, config: stringify(sidecarBootstrap(pod, xds)) });
    },
    stop: () => process.stop(),
  };
}

const ENVIRONMENT = {
  // Without, the webhooks' certificates are never put into their configurations.
  REVISION: 'default',
  POD_NAMESPACE: ISTIO_NAMESPACE,
  POD_NAME: 'istiod-0',
  // In its certificate, for the webhooks' URLs.
  ISTIOD_CUSTOM_HOST: 'localhost',
  VALIDATION_WEBHOOK_CONFIG_NAME: 'istio-validator-istio-system',
  INJECTION_WEBHOOK_CONFIG_NAME: 'istio-sidecar-injector',
  ENABLE_NATIVE_SIDECARS: 'true',
  // Filters that only Istio's own Envoy has.
  PILOT_ENABLE_ALPN_FILTER: 'false',
  PILOT_ENABLE_METADATA_EXCHANGE: 'false',
  PILOT_ENABLE_GATEWAY_API: 'false',
};

interface ChartPlaces {
  readonly dir: string;
  /** Port of the webhooks. */
  readonly webhooks: number;
  readonly values: Readonly<Record<string, unknown>>;
}

async function installCharts(api: ApiServer, { charts }: IstioFiles, places: ChartPlaces): Promise<void> {
  const { dir, webhooks, values } = places;
  const base = { validationURL: `https://localhost:${webhooks}/validate` };
  const own = {
    base,
    istiodRemote: { injectionURL: `https://localhost:${webhooks}/inject` },
    telemetry: { enabled: false },
    // Without Istio's agent nobody gives Envoy certificates.
    meshConfig: { enableAutoMtls: false },
  };
  const ownFile = join(dir, 'istiod-values.yaml');
  await writeFile(ownFile, stringify(own));
  const install = ['upgrade', '--install', '--namespace', ISTIO_NAMESPACE, '--create-namespace'];
  const discovery = join(charts, 'istio-control', 'istio-discovery');
  printed(await api.helm([...install, 'istio-base', join(charts, 'base'), '--values', '-'], stringify({ base })));
  printed(await api.helm([...install, 'istiod', discovery, '--values', ownFile, '--values', '-'], stringify(values)));
  printed(await api.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']));
  printed(await api.kubectl(['apply', '--filename', '-'], PLAIN_TEXT));
}

/** For the whole mesh, for the same reason as enableAutoMtls. */
const PLAIN_TEXT = stringify({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace: ISTIO_NAMESPACE },
  spec: { mtls: { mode: 'DISABLE' } },
});

/** istiod has no event for "the webhooks work": it serves, then it writes its certificates into their configurations. */
async function serving({ kubectl }: ApiServer, http: number): Promise<void> {
  const wait = (what: string, probe: () => Promise<boolean>): Promise<true> =>
    until(what, async () => (await probe()) || undefined, START_MS);
  const field = async (kind: string, name: string, path: string): Promise<string> =>
    printed(await kubectl(['get', kind, name, '--output', `jsonpath={${path}}`]));
  await wait('istiod', async () => (await fetch(`http://127.0.0.1:${http}/ready`)).ok);
  await wait('the injection webhook', async () => {
    const path = '.webhooks[*].clientConfig.caBundle';
    return (await field('mutatingwebhookconfiguration', 'istio-sidecar-injector', path)) !== '';
  });
  await wait('the validation webhook', async () => {
    const path = '.webhooks[0].failurePolicy';
    return (await field('validatingwebhookconfiguration', 'istiod-default-validator', path)) === 'Fail';
  });
}
