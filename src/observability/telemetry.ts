import type { AdminRefusal } from '../core/access';
import type { Clock } from '../core/clock';
import type {
  CheckObserver,
  DecisionRecord,
  LeaderObserver,
  Observer,
  StoreObserver,
  StreamObserver,
  SweepOutcome,
} from '../core/decision';
import type { Overview } from '../core/overview';
import { checkEvents } from './check-events';
import { decisionFields, isRoutine } from './decision-log';
import { expose, type Exposition } from './exposition';
import { LABEL_VALUES, listed, NONE } from './label-values';
import type { Logger } from './logger';
import { addSources, createMetrics, type Metrics, type MetricSources } from './metrics';
import { createOverview, type OverviewSources } from './overview';
import { policyNames, type PolicyNames } from './policy-names';
import type { PriceList } from './prices';
import { spanLosses } from './span-losses';
import { storeEvents } from './store-events';
import type { SpansLost, Tracing } from './tracing';

/** One line per `where` in this time, ms; a store that is down fails on every call. */
const FAILURE_LOG_INTERVAL_MS = 1000;

/** Hears of reloads. */
export interface ReloadObserver {
  /** @param of whose: the configuration's, the pod's annotations, or the certificates that `listen.tls` names */
  reloaded(of: 'configuration' | 'annotations' | 'certificates', result: 'applied' | 'refused'): void;
}

/** Metrics and decision log behind the observer ports. Like every observer: never throws, never waits. */
export interface Telemetry
  extends Observer, StreamObserver, StoreObserver, LeaderObserver, CheckObserver, ReloadObserver {
  /** What a scraper gets. @param accept its Accept header */
  metrics(accept?: string): Promise<Exposition>;
  /** The same and some more for people: what GET /overview gives. */
  overview(): Promise<Overview>;
  /** A request to the admin address was turned away. */
  adminRefused(reason: AdminRefusal): void;
  /** What hits spare from now on is worth this. */
  priced(prices: PriceList): void;
  readonly spansLost: SpansLost;
}

export interface TelemetryOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly sources: MetricSources & { readonly overview: OverviewSources };
  readonly prices: PriceList;
  /** Makes spans of what is decided; `undefined`: nobody wants any, or not yet. */
  readonly tracing?: () => Tracing | undefined;
  /** Of this program; shown by build_info. */
  readonly version: string;
}

export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { logger, clock, sources, version, tracing } = options;
  const metrics = createMetrics(version);
  const names = policyNames(() => [metrics.exchanges, metrics.checks, metrics.reports], clock);
  const logFailure = failureLog(logger, clock);
  const failed = (where: string, error: unknown): void => {
    metrics.failures.inc({ where: listed(LABEL_VALUES.place, where) });
    logFailure(where, error);
  };
  // A fault in here must not reach the exchange that is observed.
  const safely = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      failed('telemetry', error);
    }
  };
  addSources(metrics.registry, sources, {
    clock,
    failed(error) {
      failed('scrape', error);
    },
  });
  const overview = createOverview({
    ...options,
    metrics,
    failed(error) {
      failed('overview', error);
    },
  });
  const store = storeEvents(metrics, logger, logFailure);
  return {
    decided(decided) {
      safely(() => {
        // From here on the exchange is where its own span is, for that is what a reader of a log line or an exemplar looks for.
        const trace = tracing?.()?.traced(decided) ?? decided.trace;
        const record = trace === decided.trace ? decided : { ...decided, trace };
        logger[isRoutine(record) ? 'debug' : 'info']('decision', decisionFields(record));
        count(record, metrics, names);
        overview.decided(record);
      });
    },
    swept(outcome) {
      safely(() => {
        countSweep(outcome, metrics);
        const { milliseconds: ms, ...entries } = outcome;
        logger[levelOfSweep(outcome)]('sweep', { event: 'sweep', ...entries, ms });
      });
    },
    leads(now) {
      metrics.sweepLeader.set(now ? 1 : 0);
    },
    breaker(state, why) {
      safely(() => {
        overview.breaker(state);
        store.breaker(state, why);
      });
    },
    writeRetried(entries, why) {
      safely(() => {
        store.writeRetried(entries, why);
      });
    },
    indexDropped(index) {
      safely(() => {
        store.indexDropped(index);
      });
    },
    ...checkEvents({ metrics, names }, logger, safely),
    failed,
    streamOpened() {
      metrics.streamsActive.inc();
    },
    streamEnded(end) {
      metrics.streamsActive.dec();
      metrics.streams.inc({ end });
    },
    adminRefused(reason) {
      metrics.adminRefusals.inc({ reason: listed(LABEL_VALUES.adminRefusal, reason) });
    },
    reloaded(of, result) {
      metrics.reloads.inc({ of, result });
    },
    metrics: (accept) => expose(metrics.registry, accept),
    overview: () => overview.read(),
    priced(prices) {
      overview.priced(prices);
    },
    spansLost: spanLosses(metrics, logger, clock),
  };
}

function count(record: DecisionRecord, metrics: Metrics, names: PolicyNames): void {
  const { verdict, dialect, policy, store, phases, similarity, saved, upstreamMs } = record;
  const exemplar = exemplarOf(record);
  metrics.exchanges.inc({
    labels: {
      verdict: listed(LABEL_VALUES.verdict, verdict.kind),
      reason: listed(LABEL_VALUES.exchangeReason, verdict.reason),
      dialect: listed(LABEL_VALUES.dialect, dialect ?? NONE),
      policy: policy === undefined ? NONE : names.label(policy),
    },
    ...exemplar,
  });
  if (store !== undefined) {
    const reason = store.kind === 'refused' ? store.reason : NONE;
    metrics.stores.inc({
      outcome: listed(LABEL_VALUES.storeOutcome, store.kind),
      reason: listed(LABEL_VALUES.refusal, reason),
    });
  }
  for (const [phase, ms] of Object.entries(phases)) {
    const labels = { phase: listed(LABEL_VALUES.phase, phase) };
    metrics.phase.observe({ labels, value: ms / 1000, ...(phase === 'total' && exemplar) });
  }
  if (upstreamMs !== undefined) metrics.upstream.observe(upstreamMs / 1000);
  // An exact hit is always 1 and would hide how near the semantic ones are.
  if (verdict.reason === 'semantic' && similarity !== undefined) metrics.hitSimilarity.observe(similarity);
  if (saved !== undefined) {
    metrics.savedTokens.inc({ kind: 'prompt' }, saved.promptTokens);
    metrics.savedTokens.inc({ kind: 'completion' }, saved.completionTokens);
    metrics.savedSeconds.inc(saved.upstreamMs / 1000);
  }
}

/**
 * Leads from a number to the trace of an exchange that made it, where somebody keeps that trace. prom-client's types take an exemplar's labels for
 * the metric's own.
 */
function exemplarOf({ trace }: DecisionRecord): { readonly exemplarLabels?: object } {
  return trace?.sampled === true ? { exemplarLabels: { trace_id: trace.traceId } } : {};
}

/** What was evicted is in `store_removed_total`, with what other stores evict as they write. */
function countSweep({ removed, conflicts, failed, milliseconds }: SweepOutcome, metrics: Metrics): void {
  metrics.swept.inc(removed);
  metrics.sweepConflicts.inc(conflicts);
  metrics.sweepFailures.inc(failed);
  metrics.sweepSeconds.observe(milliseconds / 1000);
}

function levelOfSweep({ removed, evicted, failed }: SweepOutcome): 'debug' | 'info' | 'warn' {
  if (failed > 0) return 'warn';
  return removed + evicted > 0 ? 'info' : 'debug';
}

function failureLog(logger: Logger, clock: Clock): (where: string, error: unknown) => void {
  const last = new Map<string, { at: number; suppressed: number }>();
  return (where, error) => {
    const now = clock.monotonic();
    const previous = last.get(where);
    if (previous !== undefined && now - previous.at < FAILURE_LOG_INTERVAL_MS) {
      previous.suppressed += 1;
      return;
    }
    last.set(where, { at: now, suppressed: 0 });
    logger.warn('failure: the call went on without the cache', {
      event: 'failure',
      where,
      error,
      suppressed: previous?.suppressed ?? 0,
    });
  };
}
