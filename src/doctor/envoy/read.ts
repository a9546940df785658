import { z } from 'zod';
import { formatAddress } from '../../config/schema/address';
import type { Settings } from '../../config/settings';
import type { Looked } from '../check';
import type { PolicyNeeds } from '../policy-needs';
import { isLocal } from './cluster';
import { addressText, readDump, type Cluster, type EnvoyConfig } from './dump';
import type { EnvoyFacts, EnvoyHost } from './facts';
import { placementsOf, type Placement } from './placements';
import { someOf } from './values';

/** A page of Envoy's admin address, by its path. Rejects with why there is none. */
export type AskEnvoy = (path: string) => Promise<{ readonly status: number; readonly body: string }>;

export interface ReadEnvoyOptions {
  readonly ask: AskEnvoy;
  /** Whether something takes connections on HOST:PORT or unix:PATH; asked only about addresses of this machine. */
  readonly listens: (address: string) => Promise<boolean>;
  /** Whether Envoy runs on this machine. */
  readonly onThisMachine: boolean;
  /** The cache's cluster, when the operator names it. */
  readonly cluster: string | undefined;
  readonly settings: Settings | undefined;
  readonly needs: PolicyNeeds;
}

/** Asks an Envoy for all that the checks look at. Nothing is changed there. */
export async function readEnvoy(options: ReadEnvoyOptions): Promise<Looked<EnvoyFacts>> {
  const { ask, settings, needs } = options;
  const answered = await jsonOf(ask, '/config_dump');
  if ('because' in answered) return answered;
  const config = readDump(answered.json);
  if (config === undefined)
    return { because: '/config_dump there is not one of Envoy: is it the admin address of Envoy?' };
  const all = placementsOf(config);
  const chosen = choose(all, config, options);
  const placements = all.filter((one) => chosen.cluster !== undefined && clustersOf(one).includes(chosen.cluster));
  const cluster = config.clusters.find(({ name }) => name === chosen.cluster);
  return {
    facts: {
      ...(await serverInfo(ask)),
      config,
      asked: [...new Set(all.flatMap(clustersOf))],
      chosen,
      cluster,
      placements: placements.map((one) => forCluster(one, chosen.cluster)),
      hosts: await hostsOf(cluster, options),
      runtime: await runtimeOf(ask),
      statistics: await statisticsOf(ask),
      settings,
      needs,
    },
  };
}

/** Without the routes that ask somebody else. */
function forCluster(placement: Placement, name: string | undefined): Placement {
  const variants = placement.variants.filter(({ settings }) => askedBy(settings) === name);
  return { ...placement, variants };
}

function clustersOf({ base, variants }: Placement): readonly string[] {
  const names = [base, ...variants.map(({ settings }) => settings)].map(askedBy);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function askedBy({ grpc_service: service }: Placement['base']): string | undefined {
  return service?.envoy_grpc?.cluster_name ?? service?.google_grpc?.target_uri;
}

/** How clusters, filters and statistics of the cache are called in what we ship. */
const OUR_NAMES = /semantic[-_]?cache/i;

function choose(
  all: readonly Placement[],
  config: EnvoyConfig,
  { cluster: named, settings }: Pick<ReadEnvoyOptions, 'cluster' | 'settings'>,
): EnvoyFacts['chosen'] {
  const asked = [...new Set(all.flatMap(clustersOf))];
  if (named !== undefined) {
    return asked.includes(named)
      ? { cluster: named, how: 'named by --cluster' }
      : { cluster: undefined, how: `no ext_proc filter asks the cluster ${named} of --cluster` };
  }
  const ours = asked.filter((name) =>
    leadsTo(
      config.clusters.find((one) => one.name === name),
      settings,
    ),
  );
  if (ours.length === 1) return { cluster: ours[0], how: 'it leads to listen.address' };
  const called = asked.filter((name) => OUR_NAMES.test(name) || all.some((one) => isCalledOurs(one, name)));
  if (called.length === 1) return { cluster: called[0], how: 'by its name' };
  if (asked.length === 1) return { cluster: asked[0], how: 'the only one that an ext_proc filter asks' };
  return {
    cluster: undefined,
    how:
      asked.length === 0 ? 'there is no ext_proc filter' : 'none of several clusters is the cache’s by address or name',
  };
}

function isCalledOurs(placement: Placement, cluster: string): boolean {
  const name = placement.filters[placement.at]?.name ?? '';
  const ours = OUR_NAMES.test(name) || OUR_NAMES.test(placement.base.stat_prefix ?? '');
  return ours && clustersOf(placement).includes(cluster);
}

function leadsTo(cluster: Cluster | undefined, settings: Settings | undefined): boolean {
  if (cluster === undefined || settings === undefined) return false;
  const { address } = settings.listen;
  const wanted = address.kind === 'tcp' && address.host === '0.0.0.0' ? { ...address, host: '127.0.0.1' } : address;
  return configuredAddresses(cluster).includes(formatAddress(wanted));
}

function configuredAddresses({ load_assignment: assignment }: Cluster): readonly string[] {
  const endpoints = (assignment?.endpoints ?? []).flatMap(({ lb_endpoints: some = [] }) => some);
  return endpoints.flatMap(({ endpoint }) => (endpoint?.address && addressText(endpoint.address)) ?? []);
}

const info = z.looseObject({ version: z.string().optional(), state: z.string().optional() });

async function serverInfo(ask: AskEnvoy): Promise<Pick<EnvoyFacts, 'version' | 'state'>> {
  const read = await pageOf(ask, '/server_info', info);
  return { version: /\/(\d+\.\d+\.\d+[^/]*)\//.exec(read?.version ?? '')?.[1], state: read?.state };
}

const hostStatus = z.looseObject({
  address: z
    .looseObject({
      socket_address: z.looseObject({ address: z.string(), port_value: z.number().optional() }).optional(),
      pipe: z.looseObject({ path: z.string() }).optional(),
    })
    .optional(),
  health_status: z.record(z.string(), z.unknown()).optional(),
});
const clusters = z.looseObject({
  cluster_statuses: z
    .array(z.looseObject({ name: z.string(), host_statuses: z.array(hostStatus).optional() }))
    .optional(),
});

async function hostsOf(
  cluster: Cluster | undefined,
  { ask, listens, onThisMachine }: Pick<ReadEnvoyOptions, 'ask' | 'listens' | 'onThisMachine'>,
): Promise<readonly EnvoyHost[] | undefined> {
  if (cluster === undefined) return undefined;
  const page = await pageOf(ask, '/clusters?format=json', clusters);
  const status = page?.cluster_statuses?.find(({ name }) => name === cluster.name);
  if (status === undefined) return undefined;
  const known = (status.host_statuses ?? []).flatMap(({ address, health_status: health = {} }) => {
    const text = address && addressText(address);
    return text === undefined ? [] : [{ address: text, unhealthy: unhealthyOf(health) }];
  });
  return Promise.all(
    known.map(async (host) => ({
      ...host,
      listens: onThisMachine && isLocal(host.address) ? await listens(host.address) : undefined,
    })),
  );
}

function unhealthyOf(health: Readonly<Record<string, unknown>>): readonly string[] {
  const flags = Object.entries(health).filter(([name, value]) => name.startsWith('failed_') && value === true);
  const eds = health['eds_health_status'];
  return [
    ...flags.map(([name]) => name),
    ...(eds === 'UNHEALTHY' || eds === 'DRAINING' || eds === 'TIMEOUT' ? [eds] : []),
  ];
}

const runtime = z.looseObject({
  entries: z
    .record(z.string(), z.looseObject({ final_value: z.union([z.string(), z.boolean(), z.number()]) }))
    .optional(),
});

async function runtimeOf(ask: AskEnvoy): Promise<ReadonlyMap<string, string> | undefined> {
  const page = await pageOf(ask, '/runtime?format=json', runtime);
  return page && new Map(Object.entries(page.entries ?? {}).map(([name, one]) => [name, String(one.final_value)]));
}

const statistics = z.looseObject({
  stats: z.array(z.looseObject({ name: z.string().optional(), value: z.number().optional() })),
});

/** The two that the checks look at. */
const STATISTICS = '/stats?format=json&filter=%5C.ext_proc%5C.%7Cupstream_rq_pending_overflow';

async function statisticsOf(ask: AskEnvoy): Promise<ReadonlyMap<string, number> | undefined> {
  const page = await pageOf(ask, STATISTICS, statistics);
  return (
    page &&
    new Map(
      page.stats.flatMap(({ name, value }) =>
        name === undefined || value === undefined ? [] : [[name, value] as const],
      ),
    )
  );
}

/** `undefined` when Envoy does not have the page, or in another form. */
async function pageOf<T>(ask: AskEnvoy, path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const answered = await jsonOf(ask, path);
  const parsed = 'json' in answered ? schema.safeParse(answered.json) : undefined;
  return parsed?.success === true ? parsed.data : undefined;
}

async function jsonOf(ask: AskEnvoy, path: string): Promise<{ readonly json: unknown } | { readonly because: string }> {
  try {
    const { status, body } = await ask(path);
    if (status !== 200) return { because: `${path} there answers ${status}: is it the admin address of Envoy?` };
    return { json: JSON.parse(body) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { because: `${path} there is no JSON: is it the admin address of Envoy?` };
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

/** How it was found, for people. */
export function chosenText({ chosen, placements }: Pick<EnvoyFacts, 'chosen' | 'placements'>): string {
  if (chosen.cluster === undefined) return 'the cluster of the cache was not found';
  return `cluster ${chosen.cluster} (${chosen.how}), asked by ${someOf(placements.map(({ label }) => label))}`;
}
