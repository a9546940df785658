/** A pod of a mesh, as its proxy tells it to istiod. */
export interface MeshPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Default: sidecar. router: the proxy of a gateway. */
  readonly type?: 'sidecar' | 'router';
  /** By which istiod finds the services of the pod; default 10.1.1.1. */
  readonly ip?: string;
  /** Socket on which somebody serves certificates, as Istio's agent does; nobody does if not given. */
  readonly agentSocket?: string;
  /** More of the node's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Where nobody listens. */
const NO_AGENT = '/var/run/llm-semantic-cache-no-agent.sock';

/**
 * Bootstrap of a stock Envoy that takes all else from istiod, as Istio's own agent would write it. Its admin page has any free
 * port. INTERCEPTION_MODE NONE: listeners bind 127.0.0.1 and the port of the service, as there is no redirection by iptables.
 */
export function sidecarBootstrap(pod: MeshPod, xdsPort: number): object {
  const { name, namespace, labels, type = 'sidecar', ip = '10.1.1.1', agentSocket = NO_AGENT, metadata } = pod;
  const discovery = { ads: {}, resource_api_version: 'V3' };
  return {
    node: {
      id: [type, ip, `${name}.${namespace}`, `${namespace}.svc.cluster.local`].join('~'),
      cluster: `${labels['app'] ?? name}.${namespace}`,
      metadata: {
        ISTIO_VERSION: '1.31.0',
        CLUSTER_ID: 'Kubernetes',
        NAMESPACE: namespace,
        NAME: name,
        LABELS: labels,
        INTERCEPTION_MODE: 'NONE',
        ...metadata,
      },
    },
    admin: { address: { socket_address: { address: '127.0.0.1', port_value: 0 } } },
    dynamic_resources: {
      ads_config: {
        api_type: 'GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds-grpc' } }],
      },
      cds_config: discovery,
      lds_config: discovery,
    },
    static_resources: {
      clusters: [
        grpcCluster('xds-grpc', { socket_address: { address: '127.0.0.1', port_value: xdsPort } }),
        // Clusters and listeners name it, whether they need it or not.
        grpcCluster('sds-grpc', { pipe: { path: agentSocket } }),
      ],
    },
  };
}

function grpcCluster(name: string, address: object): object {
  const options = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      [options]: {
        '@type': `type.googleapis.com/${options}`,
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] },
  };
}
