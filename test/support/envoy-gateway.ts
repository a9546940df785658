import { parse } from 'yaml';
import { fetchEnvoyGateway } from '../../tools/fetch/envoy-gateway';
import { succeed } from '../../tools/harness/command';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { toYaml } from './kubernetes';
import { renderChart, theOnly, type Values } from './chart';
import type { RenderedConfig } from './rendered-config';

/** Where the release, the Gateway and the routes are. */
export const SHOP = 'shop';
/** Of our Service and policies. */
export const NAME = 'cache-llm-semantic-cache';
/** Hosts of the route that the rendered policy names, and of one that it does not. */
export const HOSTS = { cached: 'llm.test', other: 'other.test' } as const;

export interface Rendered {
  /** What Envoy Gateway reads, each in its namespace. */
  readonly policies: readonly Manifest[];
  /** The cache's configuration. */
  readonly config: RenderedConfig;
}

const READ = [
  'Service',
  'EnvoyExtensionPolicy',
  'ClientTrafficPolicy',
  'BackendTLSPolicy',
  'EnvoyProxy',
  'ReferenceGrant',
];

/** What the chart makes for a Gateway `eg` and its HTTPRoute `llm`. @param envoyGateway further values of that section */
export async function renderForGateway(envoyGateway: Values = {}, values: Values = {}): Promise<Rendered> {
  const section = {
    targets: [{ kind: 'HTTPRoute', name: 'llm' }],
    clientTrafficPolicy: { gateways: ['eg'] },
    ...envoyGateway,
    envoyProxy: { enabled: true, ...(envoyGateway['envoyProxy'] as Values | undefined) },
  };
  const objects = await renderChart(
    { mode: 'envoy-gateway', ...values, envoyGateway: section },
    { release: 'cache', namespace: SHOP },
  );
  const policies = objects.filter(({ kind, metadata }) => READ.includes(kind) && !metadata.name.endsWith('-pods'));
  return {
    policies: policies.map((object) => ({ ...object, metadata: { namespace: SHOP, ...object.metadata } })),
    config: parse(theOnly(objects, 'ConfigMap', NAME)['data']['config.yaml']) as RenderedConfig,
  };
}

/** An HTTPRoute of the Gateway `eg`. */
export function route(name: string, host: string, to: object): object {
  return {
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name, namespace: SHOP } },
    // Models may think for minutes; Envoy's own limit is 15 seconds.
    spec: {
      parentRefs: [{ name: 'eg' }],
      hostnames: [host],
      rules: [{ backendRefs: [to], timeouts: { request: '0s' } }],
    },
  };
}

/** How objects refer to `backend(name, …)`. */
export function backendRef(name: string): object {
  return { group: 'gateway.envoyproxy.io', kind: 'Backend', name };
}

/** @param address HOST:PORT, HOST an address */
export function backend(name: string, address: string): object {
  const [host, port] = address.split(':');
  return {
    ...{ apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind: 'Backend', metadata: { name, namespace: SHOP } },
    spec: { endpoints: [{ ip: { address: host, port: Number(port) } }] },
  };
}

/** A Gateway `eg` with the rendered EnvoyProxy, and two HTTPRoutes to one model. */
export function gateway(port: number, model: object): readonly object[] {
  const parametersRef = { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: NAME };
  return [
    {
      ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'eg', namespace: SHOP } },
      spec: {
        gatewayClassName: 'eg',
        infrastructure: { parametersRef },
        listeners: [{ name: 'http', protocol: 'HTTP', port }],
      },
    },
    route('llm', HOSTS.cached, model),
    route('other', HOSTS.other, model),
  ];
}

/** @param parametersRef of an EnvoyProxy for all Gateways of the class */
export function gatewayClass(parametersRef?: object): object {
  return {
    ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'eg' } },
    spec: {
      controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
      ...(parametersRef && { parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', ...parametersRef } }),
    },
  };
}

export interface HttpFilter {
  readonly name: string;
  readonly disabled?: boolean;
  readonly typedConfig: Readonly<Record<string, unknown>>;
}

/** Envoy's configuration in the form of its config_dump, as far as it is looked at here. */
export interface EnvoyDump {
  /** Of the Gateway's listener. */
  readonly bufferBytes: number | undefined;
  readonly httpConnectionManager: Readonly<Record<string, unknown>> & { readonly httpFilters: readonly HttpFilter[] };
  /** Names of the filters that a host's route configures for itself. */
  readonly filtersOf: (host: string) => readonly string[];
  /** The cluster of the cache. */
  readonly cluster: Readonly<Record<string, unknown>>;
}

export interface Translation {
  /** What Envoy Gateway says to the policies that it does not take: empty when it takes all. */
  readonly problems: readonly string[];
  readonly envoy: EnvoyDump;
}

/** What the real Envoy Gateway makes of these objects, without a cluster and without Envoy. */
export async function translate(objects: readonly object[]): Promise<Translation> {
  const { egctl } = await fetchEnvoyGateway();
  const flags = ['--from', 'gateway-api', '--to', 'gateway-api,xds', '--type', 'all', '--output', 'json'];
  const output = await succeed(egctl, ['x', 'translate', ...flags, '--file', '-'], { input: toYaml(objects) });
  const { xds, ...statuses } = JSON.parse(output) as { xds: Readonly<Record<string, { configs: Dump[] }>> };
  const [gatewayDump] = Object.values(xds);
  if (!gatewayDump) throw new Error('Envoy Gateway has made nothing');
  return { problems: refusals(statuses), envoy: readDump(gatewayDump.configs) };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

/** Messages of conditions anywhere below that say "no". */
function refusals(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { conditions = [] } = value as { conditions?: readonly Condition[] };
  const refused = conditions
    .filter(({ status }) => status !== 'True')
    .map(({ type, message }) => `${type}: ${message}`);
  return [...refused, ...Object.values(value).flatMap(refusals)];
}

interface Listener {
  readonly name: string;
  readonly perConnectionBufferLimitBytes?: number;
  readonly defaultFilterChain?: {
    readonly filters: readonly [{ readonly typedConfig: EnvoyDump['httpConnectionManager'] }];
  };
}
interface VirtualHost {
  readonly domains: readonly string[];
  readonly routes: readonly { readonly typedPerFilterConfig?: object }[];
}
interface Dump {
  readonly dynamicListeners?: readonly { readonly activeState: { readonly listener: Listener } }[];
  readonly dynamicRouteConfigs?: readonly { readonly routeConfig: { readonly virtualHosts: readonly VirtualHost[] } }[];
  readonly dynamicActiveClusters?: readonly { readonly cluster: EnvoyDump['cluster'] }[];
}

function readDump(configs: readonly Dump[]): EnvoyDump {
  const listener = configs
    .flatMap(({ dynamicListeners = [] }) => dynamicListeners.map(({ activeState }) => activeState.listener))
    .find(({ name }) => name === `${SHOP}/eg/http`);
  const hosts = configs.flatMap(({ dynamicRouteConfigs = [] }) =>
    dynamicRouteConfigs.flatMap(({ routeConfig }) => routeConfig.virtualHosts),
  );
  const clusters = configs.flatMap(({ dynamicActiveClusters = [] }) => dynamicActiveClusters);
  const cluster = clusters.find(({ cluster: { name } }) => String(name).includes('/extproc/'))?.cluster ?? {};
  const manager = listener?.defaultFilterChain?.filters[0].typedConfig;
  if (!manager) throw new Error('Envoy Gateway has made no listener for the Gateway');
  return {
    bufferBytes: listener.perConnectionBufferLimitBytes,
    httpConnectionManager: manager,
    filtersOf: (host) =>
      hosts
        .filter(({ domains }) => domains.includes(host))
        .flatMap(({ routes }) => routes.flatMap(({ typedPerFilterConfig = {} }) => Object.keys(typedPerFilterConfig))),
    cluster,
  };
}
