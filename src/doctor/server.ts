import { at, type Check, type Finding, type Group } from './check';
import type { Samples } from './samples';

/** What a running server says at its admin address. */
export interface ServerFacts {
  readonly parts: readonly { readonly part: string; readonly ready: boolean; readonly detail: string }[];
  /** `undefined`: it does not tell. */
  readonly version: string | undefined;
  readonly ourVersion: string;
  /** Faults of configuration and annotations that it has refused, by whose they are. */
  readonly refused: Readonly<Record<string, readonly string[]>> | undefined;
  /** Its clock less ours, ms. */
  readonly clockSkewMs: number | undefined;
  /** Of /metrics. */
  readonly samples: Samples | undefined;
}

const MOST_SKEW_MS = 5000;
/** Of the lookups. */
const MOST_LATE_SHARE = 0.01;
/** Fewer say nothing. */
const FEWEST_LOOKUPS = 50;
const MOST_SWEEP_LAG_SECONDS = 300;
const PREFIX = 'llm_semantic_cache_';

const CHECKS: readonly Check<ServerFacts>[] = [
  {
    id: 'server-ready',
    severity: 'error',
    title: 'the server is ready',
    why: 'A part that is not ready keeps it from working.',
    look: at(({ parts }) =>
      parts.flatMap(({ part, ready, detail }): readonly Finding[] => {
        if (!ready) return [{ found: `${part}: ${detail}`, change: 'see its log; docs/errors.md has the codes' }];
        const degraded = detail.startsWith('degraded');
        return degraded
          ? [{ found: `${part}: ${detail}`, change: 'docs/operations.md#when-something-is-wrong', severity: 'warning' }]
          : [];
      }),
    ),
  },
  {
    id: 'server-version',
    severity: 'warning',
    title: 'it is of this version',
    why: 'The checks are those of this version.',
    look: at(({ version, ourVersion }) => {
      if (version === undefined) return { because: 'the server does not tell its version' };
      if (version === ourVersion) return [];
      return [
        { found: `the server is ${version}, this is ${ourVersion}`, change: 'run the doctor of the version that runs' },
      ];
    }),
  },
  {
    id: 'server-policies',
    severity: 'error',
    title: 'it has refused no newer configuration or annotations',
    why: 'What was refused is not in force: the old one is, or nothing.',
    look: at(({ refused }) => {
      if (refused === undefined) return { because: 'the server does not tell its policies' };
      return Object.entries(refused).flatMap(([of, problems]) =>
        problems.map((problem) => ({
          found: `${of} refused: ${problem}`,
          change: 'correct it; it is taken over without a restart',
        })),
      );
    }),
  },
  {
    id: 'server-clock',
    severity: 'warning',
    title: 'its clock agrees with the one here',
    why: 'An entry lives as long as the clock of the replica that looks at it says.',
    look: at(({ clockSkewMs: skew }) => {
      if (skew === undefined) return { because: 'the server does not tell the time' };
      if (Math.abs(skew) <= MOST_SKEW_MS) return [];
      return [{ found: `its clock is ${Math.round(skew / 1000)} s off ours`, change: 'keep clocks in step (NTP)' }];
    }),
  },
  {
    id: 'server-failures',
    severity: 'warning',
    title: 'it has had no failures',
    why: 'Each is a fault of ours; the call went on uncached.',
    look: ofSamples((samples) =>
      counts(samples.by('failures_total', 'where')).map(([where, count]) => ({
        found: `failures_total{where="${where}"} is ${count}`,
        change: 'look for event=failure in its log',
      })),
    ),
  },
  {
    id: 'server-late-lookups',
    severity: 'warning',
    title: 'lookups are within their budget',
    why: 'What is not decided within limits.lookup-budget is a miss.',
    look: ofSamples((samples) => lateFindings(samples)),
  },
  {
    id: 'server-breaker',
    severity: 'error',
    title: 'the breaker of the store is closed',
    why: 'While it is open the store is not asked, and every lookup misses.',
    look: ofSamples((samples) => {
      const open = samples.by('store_breaker_state', 'state').filter(([state, now]) => state !== 'closed' && now === 1);
      return open.map(([state]) => ({
        found: `the breaker is ${state}`,
        change: 'docs/operations.md#when-something-is-wrong',
      }));
    }),
  },
  {
    id: 'server-streams',
    severity: 'warning',
    title: 'ext_proc streams have ended well',
    why: 'A stream that fails is a call without the cache.',
    look: ofSamples((samples) =>
      counts(samples.by('extproc_streams_total', 'end'))
        .filter(([end]) => FAILED_ENDS.includes(end))
        .map(([end, count]) => ({
          found: `extproc_streams_total{end="${end}"} is ${count}`,
          change: 'look into its log',
        })),
    ),
  },
  {
    id: 'server-dropped-answers',
    severity: 'warning',
    title: 'answers are written',
    why: 'An answer that is not written is asked of the upstream again.',
    look: ofSamples((samples) =>
      counts(samples.by('store_total', 'reason'))
        .filter(([reason]) => DROPPED.includes(reason))
        .map(([reason, count]) => ({
          found: `store_total{reason="${reason}"} is ${count}`,
          change: 'docs/reasons.md tells what to do about it',
        })),
    ),
  },
  {
    id: 'server-sweep-lag',
    severity: 'warning',
    title: 'expired entries are removed',
    why: 'They are not served, but take room.',
    look: ofSamples((samples) => {
      const lag = samples.sum('sweep_lag_seconds');
      if (lag <= MOST_SWEEP_LAG_SECONDS) return [];
      const change = 'docs/operations.md#capacity-and-expiry; one replica must sweep';
      return [{ found: `the oldest expired entry has waited for ${Math.round(lag)} s`, change }];
    }),
  },
];

export const SERVER_GROUP: Group<ServerFacts> = { name: 'server', checks: CHECKS };

const FAILED_ENDS = ['failed'];
const DROPPED = ['queue-full', 'store-error'];
const LATE = ['budget-spent', 'embedder-busy'];

type Look = Check<ServerFacts>['look'];

function ofSamples(look: (samples: Scoped) => readonly Finding[]): Look {
  return ({ samples }) => {
    if (samples === undefined) return { because: 'the server does not tell its metrics' };
    return look({
      by: (name, label) => samples.by(PREFIX + name, label),
      sum: (name) => samples.sum(PREFIX + name),
    });
  };
}

type Scoped = Pick<Samples, 'by' | 'sum'>;

function counts(all: readonly (readonly [string, number])[]): readonly (readonly [string, number])[] {
  return all.filter(([, count]) => count > 0);
}

function lateFindings(samples: Scoped): readonly Finding[] {
  const byReason = new Map(samples.by('exchanges_total', 'reason'));
  const byVerdict = new Map(samples.by('exchanges_total', 'verdict'));
  const lookups = (byVerdict.get('hit') ?? 0) + (byVerdict.get('miss') ?? 0);
  const late = LATE.reduce((sum, reason) => sum + (byReason.get(reason) ?? 0), 0);
  if (lookups < FEWEST_LOOKUPS || late / lookups <= MOST_LATE_SHARE) return [];
  return [
    {
      found: `${late} of ${lookups} lookups (${((100 * late) / lookups).toFixed(1)} %) were not decided in time`,
      change:
        'give it more CPU (a CPU limit throttles it), raise embedding.threads, or limits.lookup-budget below message_timeout of Envoy',
    },
  ];
}
