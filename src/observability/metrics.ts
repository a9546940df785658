import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type RegistryContentType } from 'prom-client';
import type { Clock } from '../core/clock';
import { BREAKER_STATES, type BreakerState } from '../core/decision';
import type { StoreStats } from '../core/entry';
import { within } from '../core/within';
import { LABEL_VALUES, NONE } from './label-values';

const PREFIX = 'llm_semantic_cache_';
const PHASE_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
const UPSTREAM_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];
const SIMILARITY_BUCKETS = [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 1];
const SWEEP_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60];
/** Gauges that prom-client calls as if they were counters; the same by type, without "_total", stay. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];
/** What a scrape waits for the store's figures, ms. */
const SOURCE_TIMEOUT_MS = 1000;

/**
 * The metrics that are fed as things happen. Every label comes from a closed list or the configuration; nothing that a client writes (model,
 * host, path) is ever one. docs/metrics.md explains each.
 */
export interface Metrics {
  readonly registry: Registry;
  readonly exchanges: Counter<'verdict' | 'reason' | 'dialect' | 'policy'>;
  readonly stores: Counter<'outcome' | 'reason'>;
  readonly phase: Histogram<'phase'>;
  readonly upstream: Histogram;
  readonly hitSimilarity: Histogram;
  readonly savedTokens: Counter<'kind'>;
  readonly savedSeconds: Counter;
  readonly savedCost: Counter<'currency'>;
  readonly unpricedHits: Counter;
  readonly swept: Counter;
  readonly sweepSeconds: Histogram;
  readonly sweepConflicts: Counter;
  readonly sweepFailures: Counter;
  readonly sweepLeader: Gauge;
  readonly breakerState: Gauge<'state'>;
  readonly breakerChanges: Counter<'to'>;
  readonly writeRetries: Counter;
  readonly indicesDropped: Counter;
  readonly checks: Counter<'policy' | 'source' | 'outcome'>;
  readonly reports: Counter<'policy'>;
  readonly falseEntries: Counter<'by'>;
  readonly failures: Counter<'where'>;
  readonly streamsActive: Gauge;
  readonly streams: Counter<'end'>;
  readonly reloads: Counter<'of' | 'result'>;
  readonly adminRefusals: Counter<'reason'>;
  readonly spansDropped: Counter<'reason'>;
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  // prom-client makes metrics that have exemplars only where they would be written; who asks for what: exposition.ts.
  const written: Registry<RegistryContentType> = registry;
  written.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  const at = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => ({
    name: PREFIX + name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  new Gauge(at('build_info', 'Always 1; the version is a label.', ['version', 'node'])).set(
    { version, node: process.version },
    1,
  );
  const metrics: Metrics = {
    registry,
    exchanges: new Counter({
      ...at('exchanges_total', 'Exchanges by verdict and reason.', ['verdict', 'reason', 'dialect', 'policy']),
      enableExemplars: true,
    }),
    stores: new Counter(at('store_total', 'Answers kept or refused, by reason.', ['outcome', 'reason'])),
    phase: new Histogram({
      ...at('lookup_phase_seconds', 'Time spent in each phase of a lookup.', ['phase']),
      buckets: PHASE_BUCKETS,
      enableExemplars: true,
    }),
    upstream: new Histogram({
      ...at('upstream_seconds', 'Time that the upstream took for answers that were copied to their end.'),
      buckets: UPSTREAM_BUCKETS,
    }),
    hitSimilarity: new Histogram({
      ...at('hit_similarity', 'Cosine similarity of semantic hits.'),
      buckets: SIMILARITY_BUCKETS,
    }),
    savedTokens: new Counter(at('saved_tokens_total', 'Tokens that hits spared the upstream.', ['kind'])),
    savedSeconds: new Counter(at('saved_upstream_seconds_total', 'Upstream time that hits spared.')),
    savedCost: new Counter(at('saved_cost_total', 'What the tokens that hits spared would have cost.', ['currency'])),
    unpricedHits: new Counter(at('unpriced_hits_total', 'Hits whose tokens have no price.')),
    swept: new Counter(at('swept_total', 'Expired entries removed by the sweeper.')),
    sweepSeconds: new Histogram({ ...at('sweep_seconds', 'Duration of a sweep.'), buckets: SWEEP_BUCKETS }),
    sweepConflicts: new Counter(at('sweep_conflicts_total', 'Entries that were written anew while they were swept.')),
    sweepFailures: new Counter(at('sweep_failures_total', 'Entries that a sweep could not remove.')),
    sweepLeader: new Gauge(at('sweep_leader', '1 when this process is the one that sweeps.')),
    breakerState: new Gauge(at('store_breaker_state', '1 for the state that the breaker is in.', ['state'])),
    breakerChanges: new Counter(at('store_breaker_changes_total', 'Changes of the breaker, by new state.', ['to'])),
    writeRetries: new Counter(at('store_write_retries_total', 'Writes of entries that had to be tried again.')),
    indicesDropped: new Counter(at('store_indices_dropped_total', 'Indices of unused models that were dropped.')),
    checks: new Counter(
      at('checks_total', 'Candidates whose answer was held against the upstream’s.', ['policy', 'source', 'outcome']),
    ),
    reports: new Counter(at('feedback_total', 'Answers that were reported as wrong.', ['policy'])),
    falseEntries: new Counter(at('false_entries_removed_total', 'Entries removed for a wrong answer.', ['by'])),
    failures: new Counter(at('failures_total', 'Failures of ours; the calls went on uncached.', ['where'])),
    streamsActive: new Gauge(at('extproc_streams_active', 'Open ext_proc streams.')),
    streams: new Counter(at('extproc_streams_total', 'Ended ext_proc streams by the way they ended.', ['end'])),
    reloads: new Counter(
      at('config_reloads_total', 'Reloads of configuration, annotations and certificates by result.', ['of', 'result']),
    ),
    adminRefusals: new Counter(at('admin_refusals_total', 'Requests turned away at the admin address.', ['reason'])),
    spansDropped: new Counter(at('spans_dropped_total', 'Spans that the receiver of traces did not get.', ['reason'])),
  };
  written.setContentType(Registry.PROMETHEUS_CONTENT_TYPE);
  showBreaker(metrics, 'closed');
  startAtZero(metrics);
  return metrics;
}

/** Series that are there from the start: of one that begins with 1, Prometheus sees no growth. */
function startAtZero({ breakerChanges, stores, failures, streams, reloads, falseEntries }: Metrics): void {
  for (const to of BREAKER_STATES) breakerChanges.inc({ to }, 0);
  for (const reason of LABEL_VALUES.refusal) stores.inc({ outcome: reason === NONE ? 'stored' : 'refused', reason }, 0);
  for (const where of LABEL_VALUES.place) failures.inc({ where }, 0);
  for (const end of LABEL_VALUES.end) streams.inc({ end }, 0);
  for (const of of LABEL_VALUES.reloaded) for (const result of LABEL_VALUES.result) reloads.inc({ of, result }, 0);
  for (const by of LABEL_VALUES.finder) falseEntries.inc({ by }, 0);
}

export function showBreaker({ breakerState }: Metrics, present: BreakerState): void {
  for (const state of BREAKER_STATES) breakerState.set({ state }, state === present ? 1 : 0);
}

/** What other rooms know and are asked for when somebody scrapes. */
export interface MetricSources {
  /** Texts waiting for the embedder or being worked on. */
  readonly embedWaiting: () => number;
  /** Pairs waiting for the second opinion or being worked on; 0 without one. */
  readonly opinionWaiting: () => number;
  readonly store: () => Promise<StoreStats>;
  /** Entries that left the store since the start, by reason. */
  readonly removals: () => Readonly<Record<string, number>>;
  /** Answers waiting to be written. */
  /** Bytes. */
  readonly captured: () => number;
  readonly writeQueue: () => { readonly jobs: number; readonly bytes: number };
  readonly logLinesDropped: () => number;
  /** Answers waiting to be compared. */
  readonly checksWaiting: () => number;
  /** What is known of each policy that bounds its false hits. */
  readonly thresholds: () => readonly PolicyThreshold[];
  /** Faults of configuration and annotations that are not applied, by whose they are. */
  readonly policyProblems: () => Readonly<Record<string, number>>;
}

export interface PolicyThreshold {
  readonly policy: string;
  /** Least score that is served; 2: none is. */
  readonly threshold: number;
  /** What the policy allows, 0 to 1. */
  readonly maxFalseHitRate: number;
  /** With which the estimate's interval holds, 0 to 1. */
  readonly confidence: number;
  readonly estimate: {
    readonly checked: number;
    readonly rate: number;
    readonly low: number;
    readonly high: number;
  };
}

export interface SourceParts {
  readonly clock: Pick<Clock, 'now'>;
  /** A source that fails leaves its metric out of that scrape; this hears of it. */
  readonly failed: (error: unknown) => void;
}

export function addSources(registry: Registry, sources: MetricSources, { clock, failed }: SourceParts): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name: PREFIX + name,
      help,
      registers: [registry],
      async collect() {
        this.remove();
        await guarded(async () => {
          this.set(await read());
        }, failed);
      },
    });
  };
  gauge('embed_waiting', 'Texts waiting for the embedder or being worked on.', sources.embedWaiting);
  gauge('second_opinion_waiting', 'Pairs waiting for the second opinion or being worked on.', sources.opinionWaiting);
  const stats = sharedUntilDone(sources.store);
  gauge('store_entries', 'Entries in the store.', async () => (await stats()).entries);
  gauge('store_bytes', 'Size of the store.', async () => (await stats()).bytes);
  gauge('sweep_lag_seconds', 'Age of the oldest expired entry that is not swept yet.', async () =>
    secondsSince((await stats()).nextExpiry, clock.now()),
  );
  gauge('capture_bytes', 'Memory that copies of answers under way take.', () => sources.captured());
  gauge('write_queue_entries', 'Answers waiting to be written.', () => sources.writeQueue().jobs);
  gauge('write_queue_bytes', 'Size of the answers waiting to be written.', () => sources.writeQueue().bytes);
  gauge('checks_waiting', 'Answers waiting to be compared.', () => sources.checksWaiting());
  addThresholds(registry, sources, failed);
  addTotals(registry, sources, failed);
}

function addThresholds(registry: Registry, { thresholds }: MetricSources, failed: SourceParts['failed']): void {
  const gauge = <L extends string>(
    { name, help, labels }: { readonly name: string; readonly help: string; readonly labels: readonly L[] },
    show: (of: PolicyThreshold, gauge: Gauge<L>) => void,
  ): void => {
    new Gauge<L>({
      name: PREFIX + name,
      help,
      labelNames: [...labels],
      registers: [registry],
      async collect() {
        this.reset();
        await guarded(() => {
          for (const of of thresholds()) show(of, this);
        }, failed);
      },
    });
  };
  const of = ['policy'] as const;
  gauge({ name: 'score_threshold', help: 'Least score that a policy serves.', labels: of }, (known, shown) => {
    shown.set({ policy: known.policy }, known.threshold);
  });
  gauge({ name: 'checked_hits', help: 'Checks that the estimate rests on.', labels: of }, (known, shown) => {
    shown.set({ policy: known.policy }, known.estimate.checked);
  });
  gauge(
    { name: 'max_false_hit_rate', help: 'Share of wrong hits that a policy allows.', labels: of },
    (known, shown) => {
      shown.set({ policy: known.policy }, known.maxFalseHitRate);
    },
  );
  gauge(
    { name: 'false_hit_rate', help: 'Estimated share of wrong hits.', labels: ['policy', 'bound'] as const },
    ({ policy, estimate: { checked, rate, low, high } }, shown) => {
      // Nothing is known of what was never checked.
      if (checked > 0) shown.set({ policy, bound: 'estimate' }, rate);
      shown.set({ policy, bound: 'low' }, low);
      shown.set({ policy, bound: 'high' }, high);
    },
  );
}

function addTotals(registry: Registry, sources: MetricSources, failed: (error: unknown) => void): void {
  new Counter({
    name: `${PREFIX}store_removed_total`,
    help: 'Entries that left the store, by reason.',
    labelNames: ['reason'],
    registers: [registry],
    async collect() {
      await guarded(() => {
        const removals = Object.entries(sources.removals());
        this.reset();
        for (const [reason, count] of removals) this.inc({ reason }, count);
      }, failed);
    },
  });
  new Gauge({
    name: `${PREFIX}policy_problems`,
    help: 'Faults of configuration and annotations that are not applied.',
    labelNames: ['of'],
    registers: [registry],
    collect() {
      for (const [of, count] of Object.entries(sources.policyProblems())) this.set({ of }, count);
    },
  });
  new Counter({
    name: `${PREFIX}log_lines_dropped_total`,
    help: 'Log lines lost because the output was not read.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(sources.logLinesDropped());
    },
  });
}

/** 0 for what lies ahead, or does not exist. */
function secondsSince(time: number | undefined, now: number): number {
  return time === undefined ? 0 : Math.max(0, now - time) / 1000;
}

async function guarded(run: () => void | Promise<void>, failed: (error: unknown) => void): Promise<void> {
  try {
    await run();
  } catch (error) {
    failed(error);
  }
}

/** One scrape reads several of the store's numbers, and asks for them once. A store that hangs must not hang the scrape. */
function sharedUntilDone<T>(ask: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () =>
    (pending ??= inTime(ask()).finally(() => {
      pending = undefined;
    }));
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = Symbol('late');
  const given = await within(answer, SOURCE_TIMEOUT_MS, late);
  if (given === late) throw new Error('the store gave no figures in time');
  return given;
}
