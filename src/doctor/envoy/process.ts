import { at, type Finding } from '../check';
import type { EnvoyFacts } from './facts';
import { isDuplex, type EnvoyCheck } from './look';
import { someOf } from './values';

const GRACEFUL_CLOSE = 'envoy.reloadable_features.ext_proc_graceful_grpc_close';

const OLDEST = 36;
const NEWEST = 40;
/** The first that knows StreamedImmediateResponse. */
const OLDEST_PACED = 37;
/** Streams after which Envoy is to open a new connection: Node refuses streams after some 1,000 resets. */
export const MOST_REQUESTS = 900;

/** Envoy itself, and whether the cache's filter is there at all. */
export const PROCESS_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-version',
    severity: 'warning',
    title: 'Envoy is of a tested version (1.36 to 1.40)',
    why: 'The cache relies on how ext_proc behaves, which differs between versions.',
    look: at((facts) => {
      const minor = /^1\.(\d+)\./.exec(facts.version ?? '')?.[1];
      if (minor === undefined) return { because: 'Envoy does not say its version' };
      return versionFindings(Number(minor), facts);
    }),
  },
  {
    id: 'envoy-live',
    severity: 'warning',
    title: 'Envoy is live',
    why: 'An Envoy that starts or drains takes no new calls.',
    look: at(({ state }) => {
      if (state === undefined) return { because: 'Envoy does not say its state' };
      if (state === 'LIVE') return [];
      return [{ found: `Envoy is ${state}`, change: 'look into its log; what is below may be incomplete' }];
    }),
  },
  {
    id: 'envoy-config-refused',
    severity: 'warning',
    title: 'Envoy has refused no newer listener',
    why: 'What was refused is not in force: the listener works with its old configuration, or not at all.',
    look: at(({ config: { refused } }) =>
      refused.map((name) => ({
        found: `Envoy has refused the newest version of listener ${name}`,
        change: 'look at error_state in its config_dump, and into the log of the control plane',
      })),
    ),
  },
  {
    id: 'envoy-filter',
    severity: 'error',
    title: 'an ext_proc filter asks the cache',
    why: 'Without it Envoy never asks the cache.',
    look: filterFindings,
  },
  {
    id: 'envoy-filter-enabled',
    severity: 'error',
    title: 'the filter is on for some route',
    why: 'A filter that no route switches on never asks the cache.',
    look: at(({ placements }) => {
      if (placements.length === 0) return { because: 'no ext_proc filter that asks the cache was found' };
      // A listener may have it switched off: as long as one has it on, that is how it was meant.
      if (placements.some(({ variants }) => variants.length > 0)) return [];
      return placements.map(({ label, filters, at }) => ({
        found: `the filter is switched off for every route (${label})`,
        change: `take "disabled: true" away, or switch it on where it is wanted:\ntyped_per_filter_config:\n  ${filters[at]?.name ?? ''}:\n    '@type': type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute\n    overrides: {}`,
      }));
    }),
  },
  {
    id: 'envoy-runtime-guard',
    severity: 'warning',
    title: 'Envoy ends ext_proc streams without a reset',
    why: 'Node refuses streams after about 1,000 resets on a connection; the cache and max_requests_per_connection work around it, at the cost of reconnects.',
    look: guardFindings,
  },
];

function versionFindings(minor: number, { version = '', placements }: EnvoyFacts): readonly Finding[] {
  const paced = placements.some(({ variants }) => variants.some(isDuplex));
  if (paced && minor < OLDEST_PACED) {
    return [
      {
        found: `Envoy is ${version}, and a request body mode is FULL_DUPLEX_STREAMED`,
        change: 'take Envoy 1.37 or newer for paced replays, or a configuration without them (deploy/envoy/envoy.yaml)',
        severity: 'error',
      },
    ];
  }
  if (minor >= OLDEST && minor <= NEWEST) return [];
  const found = `Envoy is ${version}`;
  return [
    { found, change: 'take one of 1.36 to 1.40, or try hits, misses and streams with this one before you rely on it' },
  ];
}

function filterFindings({ placements, asked, chosen }: EnvoyFacts): readonly Finding[] {
  if (placements.length > 0) return [];
  const others = asked.length > 0 ? `; ext_proc filters there ask ${someOf(asked, 10)}` : '';
  return [
    {
      found: `no ext_proc filter that asks the cache was found: ${chosen.how}${others}`,
      change:
        asked.length > 0
          ? 'name the cluster of the cache with --cluster NAME, or add the filter (deploy/envoy/envoy.yaml)'
          : 'add the filter and its cluster to the listener of your calls: deploy/envoy/envoy.yaml; docs/kubernetes.md for Istio and Envoy Gateway',
    },
  ];
}

function guardFindings({ runtime, placements, cluster, version = '' }: EnvoyFacts): ReturnType<EnvoyCheck['look']> {
  if (runtime === undefined) return { because: 'Envoy does not tell its runtime values' };
  if (placements.length === 0 || cluster === undefined)
    return { because: 'no ext_proc filter that asks the cache was found' };
  const value = runtime.get(GRACEFUL_CLOSE);
  if (value === 'true' || value === '1') return [];
  const is = value === undefined ? 'is not set, and off by default' : `is ${value}`;
  const change = [
    'layered_runtime:',
    '  layers:',
    '    - name: static',
    `      static_layer: { ${GRACEFUL_CLOSE}: true }`,
  ].join('\n');
  return [
    {
      found: `the runtime guard ${GRACEFUL_CLOSE} ${is} in Envoy ${version}`.trimEnd(),
      change: `in the bootstrap:\n${change}`,
    },
  ];
}
