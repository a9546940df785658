import {
  externalProcessor,
  isA,
  manager,
  perRoute,
  unwrapped,
  type EnvoyConfig,
  type ExternalProcessor,
  type Listener,
  type Manager,
  type PerRoute,
  type Route,
  type RouteConfig,
  type Typed,
} from './dump';

/** A filter of a chain, its configuration found wherever it was. */
export interface HttpFilter {
  readonly name: string;
  /** The last part of its type's package, such as "ext_proc", "jwt_authn"; "" when the type is not known. */
  readonly kind: string;
  readonly disabled: boolean;
  readonly config: Typed | undefined;
}

/** A route, and what is said of filters on the way to it: the whole configuration first, the route itself last. */
export interface RoutePlace {
  /** Such as "route 2 of virtual host llm". */
  readonly label: string;
  readonly route: Route | undefined;
  readonly levels: readonly Readonly<Record<string, Typed>>[];
}

/** Settings of an ext_proc filter that some routes have in common. */
export interface Variant {
  readonly settings: ExternalProcessor;
  readonly routes: readonly RoutePlace[];
}

/** An ext_proc filter in an HTTP connection manager. */
export interface Placement {
  /** Such as "listener llm, filter envoy.filters.http.ext_proc". */
  readonly label: string;
  readonly listener: Listener;
  readonly manager: Manager;
  readonly filters: readonly HttpFilter[];
  /** Of our filter among them. */
  readonly at: number;
  /** As configured, before routes change it. */
  readonly base: ExternalProcessor;
  /** Of the routes for which it is not switched off; none: it does nothing. */
  readonly variants: readonly Variant[];
}

/** Every ext_proc filter of an Envoy, whomever it asks. */
export function placementsOf(config: EnvoyConfig): readonly Placement[] {
  return config.listeners.flatMap((listener) => {
    const chains = [
      ...(listener.filter_chains ?? []),
      ...(listener.default_filter_chain ? [listener.default_filter_chain] : []),
    ];
    const found = chains.flatMap(({ filters = [] }) =>
      filters.flatMap(({ typed_config: typed }) => (typed ? placementsIn(typed, listener, config) : [])),
    );
    return withoutDoubles(found);
  });
}

/** Istio gives a listener the same chain several times, for several addresses. */
function withoutDoubles(found: readonly Placement[]): readonly Placement[] {
  const seen = new Map(found.map((one) => [JSON.stringify([one.label, one.manager, one.variants]), one]));
  return [...seen.values()];
}

function placementsIn(typed: Typed, listener: Listener, config: EnvoyConfig): readonly Placement[] {
  const message = unwrapped(typed);
  const parsed = isA(message, 'HttpConnectionManager') ? manager.safeParse(message) : undefined;
  if (parsed?.success !== true) return [];
  const filters = (parsed.data.http_filters ?? []).map((one) => httpFilter(one, config));
  const places = routePlaces(routesOf(parsed.data, config));
  return filters.flatMap((filter, at) => {
    const base = externalProcessorOf(filter);
    if (base === undefined) return [];
    const label = `listener ${listener.name ?? '(no name)'}, filter ${filter.name}`;
    const variants = variantsOf(filter, base, places);
    return [{ label, listener, manager: parsed.data, filters, at, base, variants }];
  });
}

function externalProcessorOf({ config }: HttpFilter): ExternalProcessor | undefined {
  if (config === undefined || !isA(config, 'ExternalProcessor')) return undefined;
  const parsed = externalProcessor.safeParse(config);
  return parsed.success ? parsed.data : undefined;
}

function httpFilter(
  { name, disabled = false, typed_config: given }: NonNullable<Manager['http_filters']>[number],
  { discovered }: EnvoyConfig,
): HttpFilter {
  const config = given ?? discovered.get(name);
  const message = config && unwrapped(config);
  return { name, disabled, config: message, kind: kindOf(message?.['@type'] ?? '') };
}

/** "jwt_authn" of "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication" */
function kindOf(type: string): string {
  return /filters\.http\.([a-z0-9_]+)\./.exec(type)?.[1] ?? '';
}

function routesOf({ route_config: inline, rds }: Manager, { routes }: EnvoyConfig): RouteConfig | undefined {
  return inline ?? routes.find(({ name }) => name !== undefined && name === rds?.route_config_name);
}

function routePlaces(config: RouteConfig | undefined): readonly RoutePlace[] {
  const hosts = config?.virtual_hosts ?? [];
  const places = hosts.flatMap((host) =>
    (host.routes ?? []).map((route, index) => ({
      label: `route ${route.name ?? index + 1} of virtual host ${host.name ?? '(no name)'}`,
      route,
      levels: [config?.typed_per_filter_config, host.typed_per_filter_config, route.typed_per_filter_config].map(
        (level) => level ?? {},
      ),
    })),
  );
  // Routes that the dump does not have may be there all the same.
  return places.length > 0 ? places : [{ label: 'every route', route: undefined, levels: [] }];
}

function variantsOf(filter: HttpFilter, base: ExternalProcessor, places: readonly RoutePlace[]): readonly Variant[] {
  const bySettings = new Map<string, { settings: ExternalProcessor; routes: RoutePlace[] }>();
  for (const place of places) {
    if (!isOn(filter, place)) continue;
    const settings = settingsAt(filter, base, place);
    const key = JSON.stringify(settings);
    const same = bySettings.get(key);
    if (same === undefined) bySettings.set(key, { settings, routes: [place] });
    else same.routes.push(place);
  }
  return [...bySettings.values()];
}

/** Whether a filter of the chain works on a route: the most specific that says something decides. */
export function isOn({ name, disabled }: HttpFilter, { levels }: RoutePlace): boolean {
  return levels.reduce((on, level) => {
    const said = messageAt(level, name);
    if (said === undefined) return on;
    return saidOf(said)?.disabled !== true;
  }, !disabled);
}

/** The filter's settings with what the route overrides. */
function settingsAt({ name }: HttpFilter, base: ExternalProcessor, { levels }: RoutePlace): ExternalProcessor {
  return levels.reduce<ExternalProcessor>((settings, level) => {
    const said = messageAt(level, name);
    const { processing_mode, grpc_service, metadata_options, failure_mode_allow } =
      (said && saidOf(said)?.overrides) ?? {};
    return {
      ...settings,
      ...(processing_mode && { processing_mode }),
      ...(grpc_service && { grpc_service }),
      ...(metadata_options && { metadata_options }),
      ...(failure_mode_allow !== undefined && { failure_mode_allow }),
    };
  }, base);
}

function messageAt(level: Readonly<Record<string, Typed>>, name: string): Typed | undefined {
  return Object.hasOwn(level, name) ? level[name] : undefined;
}

/** What a message for a route says, with or without the FilterConfig around it. */
function saidOf(message: Typed): PerRoute | undefined {
  const outer = perRoute.safeParse(unwrapped(message));
  if (!outer.success) return undefined;
  const { config, disabled } = outer.data;
  if (!isA(message, 'FilterConfig') || config === undefined || disabled === true) return outer.data;
  return saidOf(config);
}
