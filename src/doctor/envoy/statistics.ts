import { at, type Finding } from '../check';
import type { EnvoyFacts } from './facts';
import type { EnvoyCheck } from './look';
import type { Placement } from './placements';

/** What Envoy has counted since it started. */
export const STATISTICS_CHECKS: readonly EnvoyCheck[] = [
  counted('envoy-streams-failed', {
    title: 'no ext_proc stream has failed',
    why: 'A call whose stream fails goes uncached, or fails.',
    counter: 'streams_failed',
    change:
      'look for the cause in Envoy (cluster statistics upstream_cx_connect_fail, upstream_rq_pending_overflow) and in the log of the cache',
  }),
  counted('envoy-message-timeouts', {
    title: 'the cache has always answered in time',
    why: 'A call for which the cache is late goes uncached.',
    counter: 'message_timeouts',
    change:
      'give the cache more CPU (a CPU limit throttles it), or raise message_timeout; docs/reasons.md on budget-spent',
  }),
  counted('envoy-failure-mode-allowed', {
    title: 'no call had to go on without the cache',
    why: 'These calls went on because the filter fails open: the cache did not do its work for them.',
    counter: 'failure_mode_allowed',
    change: 'see envoy-streams-failed and envoy-message-timeouts',
  }),
  counted('envoy-rejected-mutations', {
    title: 'Envoy has taken all headers of the cache',
    why: 'A header that Envoy rejects is missing from the answer.',
    counter: 'rejected_header_mutations',
    change: 'look at mutation_rules of the filter',
  }),
  counted('envoy-spurious-messages', {
    title: 'Envoy understands all that the cache says',
    why: 'A message that Envoy does not expect ends the exchange.',
    counter: 'spurious_msgs_received',
    change: 'take Envoy 1.37 or newer for paced replays; otherwise report it with the versions of both',
  }),
  {
    id: 'envoy-stat-prefix',
    severity: 'info',
    title: 'statistics of the filter have a name of their own',
    why: 'Without stat_prefix they cannot be told from those of other ext_proc filters.',
    look: at(({ placements }) =>
      placements.length === 0
        ? { because: 'no ext_proc filter that asks the cache was found' }
        : placements
            .filter(({ base }) => base.stat_prefix === undefined)
            .map(({ label }) => ({
              found: `stat_prefix is not set (${label})`,
              change: 'stat_prefix: semantic_cache',
            })),
    ),
  },
  {
    id: 'envoy-cluster-overflow',
    severity: 'warning',
    title: 'no stream was refused for too many being open',
    why: 'Calls beyond the circuit breaker go uncached.',
    look: at(({ cluster, statistics }) => {
      if (cluster === undefined || statistics === undefined)
        return { because: 'Envoy tells no statistics of the cluster' };
      const count = statistics.get(`cluster.${cluster.name}.upstream_rq_pending_overflow`) ?? 0;
      if (count === 0) return [];
      const change = 'circuit_breakers: { thresholds: [{ max_pending_requests: 10000, max_requests: 10000 }] }';
      return [{ found: `upstream_rq_pending_overflow of the cluster ${cluster.name} is ${count}`, change }];
    }),
  },
];

interface Counted {
  readonly title: string;
  readonly why: string;
  readonly counter: string;
  readonly change: string;
}

function counted(id: string, { title, why, counter, change }: Counted): EnvoyCheck {
  return { id, severity: 'warning', title, why, look: (facts) => countFindings(facts, counter, change) };
}

function countFindings(
  { placements, statistics }: EnvoyFacts,
  counter: string,
  change: string,
): ReturnType<EnvoyCheck['look']> {
  if (placements.length === 0) return { because: 'no ext_proc filter that asks the cache was found' };
  const prefixes = [...new Set(placements.map(prefixOf))];
  const known = prefixes.filter((prefix) => statistics?.has(`${prefix}${counter}`) === true);
  if (known.length === 0) {
    return { because: 'Envoy keeps no statistics of the filter (Istio: proxyStatsMatcher)' };
  }
  return known.flatMap((prefix) => {
    const count = statistics?.get(`${prefix}${counter}`) ?? 0;
    const started = statistics?.get(`${prefix}streams_started`) ?? 0;
    const finding: Finding = { found: `${prefix}${counter} is ${count}, of ${started} streams`, change };
    return count === 0 ? [] : [finding];
  });
}

function prefixOf({ manager, base }: Placement): string {
  const own = base.stat_prefix === undefined ? '' : `${base.stat_prefix}.`;
  return `http.${(manager.stat_prefix ?? '').replaceAll(':', '_')}.ext_proc.${own}`;
}
