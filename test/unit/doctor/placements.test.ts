import { readDump } from '../../../src/doctor/envoy/dump';
import { placementsOf, type Placement } from '../../../src/doctor/envoy/placements';

const TYPE = 'type.googleapis.com/envoy.extensions.filters';
const EXT_PROC = `${TYPE}.http.ext_proc.v3.ExternalProcessor`;
const PER_ROUTE = `${TYPE}.http.ext_proc.v3.ExtProcPerRoute`;
const FILTER_CONFIG = 'type.googleapis.com/envoy.config.route.v3.FilterConfig';
const asks = { grpc_service: { envoy_grpc: { cluster_name: 'llm_semantic_cache' } } };

const managerOf = (filters: readonly object[], routes: object): object => ({
  '@type': `${TYPE}.network.http_connection_manager.v3.HttpConnectionManager`,
  stat_prefix: 'outbound',
  http_filters: filters,
  ...routes,
});
const dumpOf = (manager: object, more: readonly object[] = []): unknown => ({
  configs: [
    {
      dynamic_listeners: [
        {
          name: '0.0.0.0_80',
          active_state: {
            listener: { name: '0.0.0.0_80', filter_chains: [{ filters: [{ typed_config: manager }] }] },
          },
        },
        { name: 'broken', error_state: { details: 'no' } },
      ],
    },
    ...more,
  ],
});
const placed = (dump: unknown): readonly Placement[] => placementsOf(readDump(dump)!);

const virtualHost = (name: string, config?: object): object => ({
  name,
  routes: [{ route: { timeout: '0s' } }],
  ...(config && { typed_per_filter_config: { 'llm-semantic-cache': config } }),
});

describe('filters as Istio has them', () => {
  const filter = { name: 'llm-semantic-cache', disabled: true, typed_config: { '@type': EXT_PROC, ...asks } };
  const routes = {
    name: '80',
    virtual_hosts: [virtualHost('api:80', { '@type': PER_ROUTE, overrides: {} }), virtualHost('other:80')],
  };
  const dump = dumpOf(managerOf([filter], { rds: { route_config_name: '80' } }), [
    { dynamic_route_configs: [{ route_config: routes }] },
  ]);

  it('are on where a virtual host, which came by RDS, switches them on', () => {
    const [placement] = placed(dump);
    expect(placement?.label).toBe('listener 0.0.0.0_80, filter llm-semantic-cache');
    expect(placement?.variants.flatMap(({ routes: on }) => on.map(({ label }) => label))).toEqual([
      'route 1 of virtual host api:80',
    ]);
    expect(readDump(dump)?.refused).toEqual(['broken']);
  });
});

describe('filters that are found elsewhere, or changed by routes', () => {
  const inline = (config?: object): object => ({
    route_config: { virtual_hosts: [virtualHost('one', config), virtualHost('two')] },
  });

  it('come by ECDS, or in a TypedStruct', () => {
    const discovered = { name: 'llm-semantic-cache', typed_config: { '@type': EXT_PROC, ...asks } };
    const ecds = dumpOf(managerOf([{ name: 'llm-semantic-cache' }], inline()), [
      { ecds_filters: [{ ecds_filter: discovered }] },
    ]);
    const struct = { '@type': 'type.googleapis.com/xds.type.v3.TypedStruct', type_url: EXT_PROC, value: asks };
    const wrapped = dumpOf(managerOf([{ name: 'llm-semantic-cache', typed_config: struct }], inline()));
    for (const dump of [ecds, wrapped]) expect(placed(dump)[0]?.base.grpc_service).toEqual(asks.grpc_service);
  });

  it.each<[string, object, number]>([
    ['ExtProcPerRoute', { '@type': PER_ROUTE, disabled: true }, 1],
    ['FilterConfig', { '@type': FILTER_CONFIG, disabled: true }, 1],
    [
      'FilterConfig around what disables',
      { '@type': FILTER_CONFIG, config: { '@type': PER_ROUTE, disabled: true } },
      1,
    ],
    ['FilterConfig around overrides', { '@type': FILTER_CONFIG, config: { '@type': PER_ROUTE, overrides: {} } }, 2],
  ])('are switched off by %s', (_, config, routesOn) => {
    const filter = { name: 'llm-semantic-cache', typed_config: { '@type': EXT_PROC, ...asks } };
    const [placement] = placed(dumpOf(managerOf([filter], inline(config))));
    expect(placement?.variants.flatMap(({ routes }) => routes)).toHaveLength(routesOn);
  });

  it('have what a route overrides, for that route', () => {
    const processing_mode = { request_body_mode: 'FULL_DUPLEX_STREAMED' };
    const overrides = { '@type': PER_ROUTE, overrides: { processing_mode, failure_mode_allow: false } };
    const filter = {
      name: 'llm-semantic-cache',
      typed_config: { '@type': EXT_PROC, ...asks, failure_mode_allow: true },
    };
    const [placement] = placed(dumpOf(managerOf([filter], inline(overrides))));
    expect(placement?.variants.map(({ settings }) => [settings.processing_mode, settings.failure_mode_allow])).toEqual([
      [processing_mode, false],
      [undefined, true],
    ]);
  });

  it('are found although other parts of the dump have forms that are not known', () => {
    const filter = { name: 'llm-semantic-cache', typed_config: { '@type': EXT_PROC, ...asks } };
    const odd = [
      { static_clusters: [{ cluster: 7 }] },
      { static_listeners: [{ listener: { filter_chains: 'none' } }] },
    ];
    const dump = dumpOf(managerOf([{ name: 'odd', typed_config: { '@type': 'odd' } }, filter], inline()), odd);
    expect(placed(dump)).toHaveLength(1);
    expect(readDump(dump)?.unread).toEqual(['listener', 'cluster']);
    expect(readDump('<html>')).toBeUndefined();
  });
});
