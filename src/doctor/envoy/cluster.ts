import { at, type Finding } from '../check';
import { formatAddress } from '../../config/schema/address';
import type { ListenAddress, Settings } from '../../config/settings';
import { isA, protocolOptions, tlsContext, unwrapped, type Cluster } from './dump';
import type { EnvoyFacts, EnvoyHost } from './facts';
import { isDuplex, type EnvoyCheck } from './look';
import { MOST_REQUESTS } from './process';
import { millisecondsOf, someOf } from './values';

/** Envoy's own limit of requests under way, where none is set. */
const DEFAULT_MAX_REQUESTS = 1024;
const ENOUGH_REQUESTS = 10_000;
const DEFAULT_CONNECT_TIMEOUT = 5000;
const LONG_CONNECT_TIMEOUT = 2000;

/** How Envoy reaches the cache. */
export const CLUSTER_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-cluster',
    severity: 'error',
    title: 'the cluster of the cache is there',
    why: 'A filter that asks a cluster that does not exist asks nobody.',
    look: at(({ placements, chosen, cluster }) => {
      if (placements.length === 0) return { because: 'no ext_proc filter that asks the cache was found' };
      if (cluster !== undefined) return [];
      return [
        {
          found: `there is no cluster ${chosen.cluster ?? ''}`,
          change: 'add it: deploy/envoy/envoy.yaml has it as semantic_cache',
        },
      ];
    }),
  },
  {
    id: 'envoy-cluster-http2',
    severity: 'error',
    title: 'Envoy speaks HTTP/2 with the cache',
    why: 'gRPC is HTTP/2; over HTTP/1.1 every stream fails, and calls go uncached.',
    look: ofCluster((cluster) => {
      const spoken = protocolOf(cluster);
      if (spoken === 'HTTP/2' || (spoken === 'auto' && hasTls(cluster))) return [];
      return [{ found: `the cluster ${cluster.name} does not speak HTTP/2`, change: HTTP2 }];
    }),
  },
  {
    id: 'envoy-cluster-address',
    severity: 'error',
    title: 'the cluster leads to the cache',
    why: 'Where nothing listens every stream fails, and calls go uncached.',
    look: ofCluster((cluster, facts) => addressFindings(cluster, facts)),
  },
  {
    id: 'envoy-cluster-health',
    severity: 'error',
    title: 'Envoy takes the cache for healthy',
    why: 'A host that Envoy takes for unhealthy is not asked, and calls go uncached.',
    look: ofCluster((cluster, { hosts }) =>
      hosts === undefined ? { because: 'Envoy does not tell the state of its hosts' } : healthFindings(cluster, hosts),
    ),
  },
  {
    id: 'envoy-cluster-tls',
    severity: 'error',
    title: 'Envoy and the cache agree about TLS',
    why: 'Where only one of the two speaks TLS no connection comes about, and calls go uncached.',
    look: ofCluster((cluster, { settings }) =>
      settings === undefined
        ? { because: 'the configuration of the cache could not be read' }
        : tlsFindings(cluster, settings),
    ),
  },
  {
    id: 'envoy-cluster-circuit-breaker',
    severity: 'warning',
    title: 'Envoy lets enough streams be open at once',
    why: 'Each call under way holds a stream, for as long as its answer streams by; further ones go uncached.',
    look: ofCluster(breakerFindings),
  },
  {
    id: 'envoy-cluster-requests-per-connection',
    severity: 'warning',
    title: 'connections end before Node refuses streams',
    why: 'Node refuses streams after about 1,000 resets on a connection (docs/decisions/0003-rapid-reset.md).',
    look: ofCluster((cluster) => {
      const most =
        optionsOf(cluster)?.common_http_protocol_options?.max_requests_per_connection ??
        cluster.max_requests_per_connection;
      if (most !== undefined && most > 0 && most <= MOST_REQUESTS) return [];
      const is = most === undefined || most === 0 ? 'is not set' : `is ${most}`;
      return [
        {
          found: `max_requests_per_connection of the cluster ${cluster.name} ${is}`,
          change: 'common_http_protocol_options: { max_requests_per_connection: 800 } in its HttpProtocolOptions',
        },
      ];
    }),
  },
  {
    id: 'envoy-cluster-outlier-detection',
    severity: 'warning',
    title: 'the cache is not ejected as an outlier',
    why: 'A cache that is alone is out for every call once it is ejected; the filter fails open by itself.',
    look: ofCluster(({ name, outlier_detection: detection }) =>
      detection === undefined
        ? []
        : [
            {
              found: `the cluster ${name} has outlier_detection`,
              change: 'leave outlier_detection out of this cluster',
            },
          ],
    ),
  },
  {
    id: 'envoy-cluster-connect-timeout',
    severity: 'info',
    title: 'Envoy soon gives up connecting',
    why: 'Calls that wait for a connection that does not come about wait for as long, or for message_timeout.',
    look: ofCluster(({ name, connect_timeout: set }) => {
      const timeout = millisecondsOf(set) ?? DEFAULT_CONNECT_TIMEOUT;
      if (timeout <= LONG_CONNECT_TIMEOUT) return [];
      return [{ found: `connect_timeout of the cluster ${name} is ${timeout} ms`, change: 'connect_timeout: 0.25s' }];
    }),
  },
  {
    id: 'envoy-cluster-health-checks',
    severity: 'warning',
    title: 'a cache that is down is passed by where replays are paced',
    why: 'With FULL_DUPLEX_STREAMED each call with a body is a 500 until Envoy knows that the cache is down.',
    look: ofCluster((cluster, { placements }) => {
      if (!placements.some(({ variants }) => variants.some(isDuplex))) return [];
      const { health_checks: checks = [], common_lb_config: balancing } = cluster;
      const panics =
        balancing?.healthy_panic_threshold === undefined || (balancing.healthy_panic_threshold.value ?? 0) > 0;
      const change =
        'as in deploy/envoy/envoy-paced.yaml: health_checks, and common_lb_config: { healthy_panic_threshold: { value: 0 } }';
      return [
        ...(checks.length === 0 ? [{ found: `the cluster ${cluster.name} has no health_checks`, change }] : []),
        ...(panics ? [{ found: `healthy_panic_threshold of the cluster ${cluster.name} is not 0`, change }] : []),
      ];
    }),
  },
];

const HTTP2 = [
  'in the cluster:',
  'typed_extension_protocol_options:',
  '  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:',
  "    '@type': type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
  '    explicit_http_config: { http2_protocol_options: {} }',
].join('\n');

function ofCluster(look: (cluster: Cluster, facts: EnvoyFacts) => ReturnType<EnvoyCheck['look']>): EnvoyCheck['look'] {
  return (facts) =>
    facts.cluster === undefined ? { because: 'the cluster of the cache was not found' } : look(facts.cluster, facts);
}

type Options = ReturnType<typeof protocolOptions.parse>;

function optionsOf({ typed_extension_protocol_options: extensions = {} }: Cluster): Options | undefined {
  const message = Object.values(extensions).find((one) => isA(one, 'HttpProtocolOptions'));
  const parsed = protocolOptions.safeParse(message);
  return parsed.success ? parsed.data : undefined;
}

function protocolOf(cluster: Cluster): 'HTTP/2' | 'auto' | 'other' {
  const options = optionsOf(cluster);
  if (options?.auto_config !== undefined) return 'auto';
  if (options?.explicit_http_config?.http2_protocol_options !== undefined) return 'HTTP/2';
  return options === undefined && cluster.http2_protocol_options !== undefined ? 'HTTP/2' : 'other';
}

function sockets(cluster: Cluster): readonly NonNullable<Cluster['transport_socket']>[] {
  const matched = (cluster.transport_socket_matches ?? []).map(({ transport_socket: socket }) => socket);
  return [cluster.transport_socket, ...matched].filter((socket) => socket !== undefined);
}

function hasTls(cluster: Cluster): boolean {
  return tlsContexts(cluster).length > 0;
}

function tlsContexts(cluster: Cluster): readonly ReturnType<typeof tlsContext.parse>[] {
  return sockets(cluster).flatMap(({ typed_config: typed }) => {
    const message = typed && unwrapped(typed);
    const parsed = message && isA(message, 'UpstreamTlsContext') ? tlsContext.safeParse(message) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}

function tlsFindings(cluster: Cluster, { listen }: Settings): readonly Finding[] {
  const contexts = tlsContexts(cluster);
  if (listen.tls === undefined) {
    if (contexts.length === 0) return [];
    return [
      {
        found: `the cluster ${cluster.name} speaks TLS, and listen.tls of the cache is not set`,
        change: 'leave transport_socket out of the cluster, or set listen.tls.cert-file and key-file',
      },
    ];
  }
  if (contexts.length === 0) {
    return [
      {
        found: `listen.tls of the cache is set, and the cluster ${cluster.name} does not speak TLS`,
        change:
          "transport_socket:\n  name: envoy.transport_sockets.tls\n  typed_config:\n    '@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n    common_tls_context: { validation_context: { trusted_ca: { filename: CA.pem } } }",
      },
    ];
  }
  if (listen.tls.clientCaFile === undefined || contexts.some(hasCertificate)) return [];
  return [
    {
      found: `listen.tls.client-ca-file wants a certificate of Envoy's, and the cluster ${cluster.name} has none`,
      change: 'common_tls_context: { tls_certificates: [{ certificate_chain: …, private_key: … }] }',
    },
  ];
}

function hasCertificate({ common_tls_context: common }: ReturnType<typeof tlsContext.parse>): boolean {
  const { tls_certificates: given, tls_certificate_sds_secret_configs: discovered } = common ?? {};
  return (
    (given ?? []).length + (discovered ?? []).length > 0 || common?.tls_certificate_provider_instance !== undefined
  );
}

function addressFindings(cluster: Cluster, { hosts = [], settings }: EnvoyFacts): ReturnType<EnvoyCheck['look']> {
  if (hosts.length === 0) return { because: `Envoy tells no address of the cluster ${cluster.name}` };
  const addresses = hosts.map(({ address }) => address);
  const ours = settings?.listen.address;
  const wrong = ours === undefined ? [] : addresses.filter((address) => isElsewhere(address, ours));
  if (ours !== undefined && wrong.length > 0) {
    return [
      {
        found: `the cluster ${cluster.name} leads to ${someOf(wrong)}, and the cache listens on ${formatAddress(ours)}`,
        change: `the address of listen.address in the cluster, or listen.address: ${wrong[0] ?? ''}`,
      },
    ];
  }
  const dead = hosts.filter(({ listens }) => listens === false);
  return dead.map(({ address }) => ({
    found: `nothing takes connections on ${address}, where the cluster ${cluster.name} leads`,
    change:
      'start the cache (llm-semantic-cache serve), or correct the address; of a socket, look at its permissions too',
  }));
}

/** Of addresses on this machine it can be told; others may lead here by ways that are not known. */
function isElsewhere(address: string, ours: ListenAddress): boolean {
  if (address.startsWith('unix:')) return ours.kind === 'unix' && address !== formatAddress(ours);
  if (!isLocal(address)) return false;
  return ours.kind === 'unix' || (ours.port !== 0 && Number(address.slice(address.lastIndexOf(':') + 1)) !== ours.port);
}

/** Whether HOST:PORT is of the machine that it is read on. */
export function isLocal(address: string): boolean {
  return address.startsWith('unix:') || /^(127\.|localhost:|\[::1\])/.test(address);
}

function healthFindings({ name }: Cluster, hosts: readonly EnvoyHost[]): readonly Finding[] {
  if (hosts.length === 0) {
    return [
      {
        found: `the cluster ${name} has no hosts`,
        change: 'look at its load_assignment, or where its endpoints come from',
      },
    ];
  }
  const ill = hosts.filter(({ unhealthy }) => unhealthy.length > 0);
  const all = ill.length === hosts.length;
  return ill.map(({ address, unhealthy }) => ({
    found: `${address} of the cluster ${name} is unhealthy: ${unhealthy.join(', ')}`,
    change: 'look whether the cache serves there: llm-semantic-cache health',
    ...(all ? {} : { severity: 'warning' as const }),
  }));
}

function breakerFindings({ name, circuit_breakers: breakers }: Cluster): readonly Finding[] {
  const limits = breakers?.thresholds?.find(({ priority = 'DEFAULT' }) => priority === 'DEFAULT');
  const small = (['max_requests', 'max_pending_requests'] as const).filter(
    (key) => (limits?.[key] ?? DEFAULT_MAX_REQUESTS) <= DEFAULT_MAX_REQUESTS,
  );
  if (small.length === 0) return [];
  const found = small.map((key) => `${key} ${limits?.[key] ?? `${DEFAULT_MAX_REQUESTS} (Envoy's default)`}`);
  return [
    {
      found: `circuit breakers of the cluster ${name}: ${found.join(', ')}`,
      change: `circuit_breakers: { thresholds: [{ max_pending_requests: ${ENOUGH_REQUESTS}, max_requests: ${ENOUGH_REQUESTS} }] }`,
    },
  ];
}
