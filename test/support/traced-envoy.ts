import { parse, stringify } from 'yaml';

interface Config {
  readonly static_resources: {
    readonly listeners: { filter_chains: { filters: { typed_config: Record<string, unknown> }[] }[] }[];
    readonly clusters: unknown[];
  };
}

/** A shipped configuration whose Envoy traces, and exports its spans by OTLP/HTTP to a receiver on this port of the loopback. */
export function tracing(shipped: string, port: number): string {
  const config = parse(shipped) as Config;
  const manager = config.static_resources.listeners[0]?.filter_chains[0]?.filters[0]?.typed_config;
  if (manager === undefined) throw new Error('the shipped configuration has no HTTP connection manager');
  manager['tracing'] = {
    spawn_upstream_span: true,
    provider: {
      name: 'envoy.tracers.opentelemetry',
      typed_config: {
        '@type': 'type.googleapis.com/envoy.config.trace.v3.OpenTelemetryConfig',
        service_name: 'envoy',
        http_service: {
          http_uri: { uri: `http://127.0.0.1:${port}/v1/traces`, cluster: 'otlp', timeout: '1s' },
        },
      },
    },
  };
  config.static_resources.clusters.push({
    name: 'otlp',
    type: 'STATIC',
    load_assignment: {
      cluster_name: 'otlp',
      endpoints: [
        {
          lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } } }],
        },
      ],
    },
  });
  return stringify(config);
}
