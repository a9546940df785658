import type { Settings } from '../../config/settings';
import type { PolicyNeeds } from '../policy-needs';
import type { Cluster, EnvoyConfig } from './dump';
import type { Placement } from './placements';

/** An endpoint of the cache's cluster, as Envoy sees it. */
export interface EnvoyHost {
  /** HOST:PORT or unix:PATH. */
  readonly address: string;
  /** Why Envoy does not ask it; none: it does. */
  readonly unhealthy: readonly string[];
  /** Whether something takes connections there; `undefined`: it was not tried, as the address is of another machine. */
  readonly listens: boolean | undefined;
}

/** What is known of an Envoy and of what the cache wants of it. */
export interface EnvoyFacts {
  /** Of the admin address, such as "1.40.0"; `undefined`: it does not say. */
  readonly version: string | undefined;
  readonly state: string | undefined;
  readonly config: EnvoyConfig;
  /** Clusters that ext_proc filters ask, whose-ever they are. */
  readonly asked: readonly string[];
  /** The one that is taken for the cache's; why it was, or why there is none. */
  readonly chosen: { readonly cluster: string | undefined; readonly how: string };
  readonly cluster: Cluster | undefined;
  /** Filters that ask it. */
  readonly placements: readonly Placement[];
  /** Of the cluster; `undefined`: Envoy does not tell. */
  readonly hosts: readonly EnvoyHost[] | undefined;
  /** Final values of the runtime; `undefined`: Envoy does not tell. */
  readonly runtime: ReadonlyMap<string, string> | undefined;
  /** Counters and gauges of ext_proc and of the cluster; `undefined`: Envoy does not tell. */
  readonly statistics: ReadonlyMap<string, number> | undefined;
  /** `undefined`: our configuration cannot be read. */
  readonly settings: Settings | undefined;
  readonly needs: PolicyNeeds;
}
