import type { MeshProxy } from '../../tools/harness/kubernetes/istiod';

interface Filter {
  readonly name: string;
  readonly disabled?: boolean;
}
interface Chain {
  readonly filter_chain_match?: { readonly destination_port?: number };
  readonly filters: readonly {
    readonly typed_config?: {
      readonly http_filters?: readonly Filter[];
      readonly route_config?: { readonly virtual_hosts?: readonly VirtualHost[] };
    };
  }[];
}
interface Listener {
  readonly name: string;
  readonly address: { readonly socket_address: { readonly port_value: number } };
  readonly per_connection_buffer_limit_bytes?: number;
  readonly filter_chains: readonly Chain[];
}
interface VirtualHost {
  readonly name: string;
  readonly routes: readonly { readonly route?: { readonly timeout?: string } }[];
  readonly typed_per_filter_config?: Readonly<Record<string, unknown>>;
}
interface Dump {
  readonly configs: readonly {
    readonly dynamic_listeners?: readonly {
      readonly name: string;
      readonly error_state?: { readonly details: string };
      readonly active_state?: { readonly listener: Listener };
    }[];
    readonly dynamic_route_configs?: readonly {
      readonly route_config: { readonly virtual_hosts: readonly VirtualHost[] };
    }[];
    readonly dynamic_active_clusters?: readonly { readonly cluster: { readonly name: string } }[];
  }[];
}

/** What istiod has given to a proxy, as far as the tests look at it. */
export interface ProxyConfig {
  /** Configuration that Envoy has refused. */
  readonly refused: readonly string[];
  readonly clusters: readonly string[];
  /** The filters of the listener on a port, in their order; only of chains for a destination if that is given. */
  filters(port: number, destination?: number): readonly string[];
  bufferLimit(port: number): number | undefined;
  /** @throws Error when there is none of that name. */
  host(name: string): { readonly filters: readonly string[]; readonly timeouts: readonly string[] };
}

export async function configOf({ adminUrl }: MeshProxy): Promise<ProxyConfig> {
  const { configs } = (await (await fetch(`${adminUrl}/config_dump`)).json()) as Dump;
  const states = configs.flatMap(({ dynamic_listeners = [] }) => dynamic_listeners);
  const listeners = states.flatMap(({ active_state: active }) => (active ? [active.listener] : []));
  const managers = listeners
    .flatMap(({ filter_chains }) => filter_chains)
    .flatMap(({ filters }) => filters.map(({ typed_config: config }) => config));
  const hosts = [
    ...configs.flatMap(({ dynamic_route_configs = [] }) => dynamic_route_configs.map((one) => one.route_config)),
    ...managers.map((config) => config?.route_config),
  ].flatMap((routes) => routes?.virtual_hosts ?? []);
  const on = (port: number): Listener => {
    const found = listeners.find(({ address }) => address.socket_address.port_value === port);
    if (!found) throw new Error(`no listener on ${port}; there are ${listeners.map(({ name }) => name).join(', ')}`);
    return found;
  };
  return {
    refused: states.flatMap(({ name, error_state: error }) => (error ? [`${name}: ${error.details}`] : [])),
    clusters: configs.flatMap(({ dynamic_active_clusters: all = [] }) => all.map(({ cluster }) => cluster.name)),
    filters: (port, destination) =>
      on(port)
        .filter_chains.filter(({ filter_chain_match: match }) => match?.destination_port === destination)
        .flatMap(({ filters }) => filters.flatMap(({ typed_config: config }) => config?.http_filters ?? []))
        .map(({ name, disabled }) => (disabled === true ? `${name} (disabled)` : name)),
    bufferLimit: (port) => on(port).per_connection_buffer_limit_bytes,
    host: (name) => {
      const found = hosts.find((one) => one.name === name);
      if (!found) throw new Error(`no virtual host ${name} among ${hosts.map((one) => one.name).join(', ')}`);
      return {
        filters: Object.keys(found.typed_per_filter_config ?? {}),
        timeouts: found.routes.map(({ route }) => route?.timeout ?? 'none'),
      };
    },
  };
}
