import { z } from 'zod';

/**
 * The parts of Envoy's /config_dump that the checks look at. All is optional and more is let pass: it comes from any Envoy, whoever
 * configured it.
 */
const typed = z.looseObject({ '@type': z.string() });
export type Typed = z.infer<typeof typed>;

const perFilter = z.record(z.string(), typed).optional();
const whole = z.union([z.number(), z.string()]).transform(Number).optional();
const duration = z.string().optional();

const address = z.looseObject({
  socket_address: z.looseObject({ address: z.string().optional(), port_value: z.number().optional() }).optional(),
  pipe: z.looseObject({ path: z.string().optional() }).optional(),
});
export type EnvoyAddress = z.infer<typeof address>;

const route = z.looseObject({
  name: z.string().optional(),
  match: z.looseObject({}).optional(),
  route: z.looseObject({ timeout: duration, idle_timeout: duration }).optional(),
  request_body_buffer_limit: whole,
  typed_per_filter_config: perFilter,
});
export type Route = z.infer<typeof route>;

const virtualHost = z.looseObject({
  name: z.string().optional(),
  routes: z.array(route).optional(),
  typed_per_filter_config: perFilter,
});

const routeConfig = z.looseObject({
  name: z.string().optional(),
  virtual_hosts: z.array(virtualHost).optional(),
  typed_per_filter_config: perFilter,
});
export type RouteConfig = z.infer<typeof routeConfig>;

const httpFilter = z.looseObject({
  name: z.string(),
  disabled: z.boolean().optional(),
  typed_config: typed.optional(),
});

export const manager = z.looseObject({
  stat_prefix: z.string().optional(),
  http_filters: z.array(httpFilter).optional(),
  route_config: routeConfig.optional(),
  rds: z.looseObject({ route_config_name: z.string().optional() }).optional(),
  http2_protocol_options: z.looseObject({ initial_stream_window_size: whole }).optional(),
  stream_idle_timeout: duration,
});
export type Manager = z.infer<typeof manager>;

const chain = z.looseObject({
  name: z.string().optional(),
  filters: z.array(z.looseObject({ typed_config: typed.optional() })).optional(),
});

const listener = z.looseObject({
  name: z.string().optional(),
  address: address.optional(),
  per_connection_buffer_limit_bytes: whole,
  filter_chains: z.array(chain).optional(),
  default_filter_chain: chain.optional(),
});
export type Listener = z.infer<typeof listener>;

const bodyMode = z.string().optional();
export const processingMode = z.looseObject({
  request_header_mode: bodyMode,
  response_header_mode: bodyMode,
  request_body_mode: bodyMode,
  response_body_mode: bodyMode,
  request_trailer_mode: bodyMode,
  response_trailer_mode: bodyMode,
});
export type ProcessingMode = z.infer<typeof processingMode>;

const grpcService = z.looseObject({
  envoy_grpc: z.looseObject({ cluster_name: z.string().optional(), authority: z.string().optional() }).optional(),
  google_grpc: z.looseObject({ target_uri: z.string().optional() }).optional(),
});

const names = z.array(z.string()).optional();
const matcher = z.looseObject({
  exact: z.string().optional(),
  prefix: z.string().optional(),
  suffix: z.string().optional(),
  contains: z.string().optional(),
  safe_regex: z.looseObject({ regex: z.string() }).optional(),
  ignore_case: z.boolean().optional(),
});
export type StringMatcher = z.infer<typeof matcher>;
const matchers = z.looseObject({ patterns: z.array(matcher).optional() }).optional();

const metadataOptions = z
  .looseObject({
    forwarding_namespaces: z.looseObject({ untyped: names }).optional(),
  })
  .optional();

export const externalProcessor = z.looseObject({
  grpc_service: grpcService.optional(),
  failure_mode_allow: z.boolean().optional(),
  processing_mode: processingMode.optional(),
  request_attributes: names,
  response_attributes: names,
  message_timeout: duration,
  max_message_timeout: duration,
  stat_prefix: z.string().optional(),
  allow_mode_override: z.boolean().optional(),
  allowed_override_modes: z.array(processingMode).optional(),
  send_body_without_waiting_for_header_response: z.boolean().optional(),
  disable_immediate_response: z.boolean().optional(),
  observability_mode: z.boolean().optional(),
  metadata_options: metadataOptions,
  mutation_rules: z
    .looseObject({
      disallow_all: z.boolean().optional(),
      disallow_is_error: z.boolean().optional(),
      disallow_expression: z.looseObject({ regex: z.string() }).optional(),
    })
    .optional(),
  forward_rules: z.looseObject({ allowed_headers: matchers, disallowed_headers: matchers }).optional(),
});
export type ExternalProcessor = z.infer<typeof externalProcessor>;

/** ExtProcPerRoute, and the FilterConfig that may be around it. */
export const perRoute = z.looseObject({
  disabled: z.boolean().optional(),
  config: typed.optional(),
  overrides: z
    .looseObject({
      processing_mode: processingMode.optional(),
      grpc_service: grpcService.optional(),
      metadata_options: metadataOptions,
      failure_mode_allow: z.boolean().optional(),
    })
    .optional(),
});
export type PerRoute = z.infer<typeof perRoute>;

const http2 = z.looseObject({ max_concurrent_streams: whole }).optional();
const maxRequests = z.looseObject({ max_requests_per_connection: whole }).optional();

const cluster = z.looseObject({
  name: z.string(),
  type: z.string().optional(),
  connect_timeout: duration,
  http2_protocol_options: http2,
  max_requests_per_connection: whole,
  typed_extension_protocol_options: z.record(z.string(), typed).optional(),
  circuit_breakers: z
    .looseObject({
      thresholds: z
        .array(z.looseObject({ priority: z.string().optional(), max_requests: whole, max_pending_requests: whole }))
        .optional(),
    })
    .optional(),
  outlier_detection: z.looseObject({}).optional(),
  health_checks: z.array(z.looseObject({})).optional(),
  common_lb_config: z
    .looseObject({ healthy_panic_threshold: z.looseObject({ value: z.number().optional() }).optional() })
    .optional(),
  transport_socket: z.looseObject({ typed_config: typed.optional() }).optional(),
  transport_socket_matches: z
    .array(z.looseObject({ transport_socket: z.looseObject({ typed_config: typed.optional() }).optional() }))
    .optional(),
  load_assignment: z
    .looseObject({
      endpoints: z
        .array(
          z.looseObject({
            lb_endpoints: z
              .array(z.looseObject({ endpoint: z.looseObject({ address: address.optional() }).optional() }))
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});
export type Cluster = z.infer<typeof cluster>;

/** `HttpProtocolOptions` of an upstream. */
export const protocolOptions = z.looseObject({
  common_http_protocol_options: maxRequests,
  explicit_http_config: z.looseObject({ http2_protocol_options: http2 }).optional(),
  auto_config: z.looseObject({}).optional(),
  use_downstream_protocol_config: z.looseObject({}).optional(),
});

export const tlsContext = z.looseObject({
  common_tls_context: z
    .looseObject({
      tls_certificates: z.array(z.unknown()).optional(),
      tls_certificate_sds_secret_configs: z.array(z.unknown()).optional(),
      tls_certificate_provider_instance: z.unknown(),
    })
    .optional(),
});

const section = z.looseObject({
  '@type': z.string().optional(),
  static_listeners: z.array(z.looseObject({ listener: z.unknown() })).optional(),
  dynamic_listeners: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        active_state: z.looseObject({ listener: z.unknown() }).optional(),
        error_state: z.unknown().optional(),
      }),
    )
    .optional(),
  static_clusters: z.array(z.looseObject({ cluster: z.unknown() })).optional(),
  dynamic_active_clusters: z.array(z.looseObject({ cluster: z.unknown() })).optional(),
  static_route_configs: z.array(z.looseObject({ route_config: z.unknown() })).optional(),
  dynamic_route_configs: z.array(z.looseObject({ route_config: z.unknown() })).optional(),
  ecds_filters: z.array(z.looseObject({ ecds_filter: z.unknown() })).optional(),
});
const dump = z.looseObject({ configs: z.array(section) });

/** What a dump holds, sorted. */
export interface EnvoyConfig {
  readonly listeners: readonly Listener[];
  readonly clusters: readonly Cluster[];
  readonly routes: readonly RouteConfig[];
  /** Filters that came by ECDS, by name. */
  readonly discovered: ReadonlyMap<string, Typed>;
  /** Listeners of which Envoy has refused the newest version. */
  readonly refused: readonly string[];
  /** Parts whose form is unknown, by what they are. */
  readonly unread: readonly string[];
}

/** Sorts a dump; `undefined` when it is none. A part of an unknown form is left out and named in `unread`. */
export function readDump(json: unknown): EnvoyConfig | undefined {
  const parsed = dump.safeParse(json);
  if (!parsed.success) return undefined;
  const { configs } = parsed.data;
  const unread: string[] = [];
  const read = <T>(what: string, schema: z.ZodType<T>, values: readonly unknown[]): readonly T[] =>
    values.flatMap((value) => {
      const result = schema.safeParse(value);
      if (!result.success) unread.push(what);
      return result.success ? [result.data] : [];
    });
  const states = configs.flatMap((one) => one.dynamic_listeners ?? []);
  const listeners = [
    ...configs.flatMap((one) => (one.static_listeners ?? []).map((each) => each.listener)),
    ...states.flatMap((state) => (state.active_state === undefined ? [] : [state.active_state.listener])),
  ];
  const clusters = configs.flatMap((one) =>
    [...(one.static_clusters ?? []), ...(one.dynamic_active_clusters ?? [])].map((each) => each.cluster),
  );
  const routes = configs.flatMap((one) =>
    [...(one.static_route_configs ?? []), ...(one.dynamic_route_configs ?? [])].map((each) => each.route_config),
  );
  const filters = configs.flatMap((one) => (one.ecds_filters ?? []).map((each) => each.ecds_filter));
  const named = z.looseObject({ name: z.string(), typed_config: typed });
  return {
    listeners: read('listener', listener, listeners),
    clusters: read('cluster', cluster, clusters),
    routes: read('route configuration', routeConfig, routes),
    discovered: new Map(read('discovered filter', named, filters).map((one) => [one.name, one.typed_config] as const)),
    refused: states.flatMap((state) => (state.error_state === undefined ? [] : [state.name ?? 'a listener'])),
    unread,
  };
}

const typedStruct = z.looseObject({ type_url: z.string(), value: z.looseObject({}).optional() });

/** A message under its own type where it came in a TypedStruct. */
export function unwrapped(message: Typed): Typed {
  if (!message['@type'].endsWith('.TypedStruct')) return message;
  const struct = typedStruct.safeParse(message);
  return struct.success ? { ...struct.data.value, '@type': struct.data.type_url } : message;
}

/** Whether a message is of the type with that name, such as "ExternalProcessor". */
export function isA(message: Typed, name: string): boolean {
  return message['@type'].endsWith(`.${name}`);
}

/** As a user writes it: HOST:PORT or unix:PATH. */
export function addressText({ socket_address: socket, pipe }: EnvoyAddress): string | undefined {
  if (pipe?.path !== undefined) return `unix:${pipe.path}`;
  if (socket?.address === undefined || socket.port_value === undefined) return undefined;
  const host = socket.address.includes(':') ? `[${socket.address}]` : socket.address;
  return `${host}:${socket.port_value}`;
}
