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
import { checkEvents } from './check-events';
import { decisionFields, isRoutine } from './decision-log';
import type { Logger } from './logger';
import { addSources, createMetrics, type Metrics, type MetricSources } from './metrics';
import { storeEvents } from './store-events';

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
  /** The Prometheus text format. */
  metrics(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface TelemetryOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly sources: MetricSources;
  /** Of this program; shown by build_info. */
  readonly version: string;
}

export function createTelemetry({ logger, clock, sources, version }: TelemetryOptions): Telemetry {
  const metrics = createMetrics(version);
  const logFailure = failureLog(logger, clock);
  const failed = (where: string, error: unknown): void => {
    metrics.failures.inc({ where });
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
  const store = storeEvents(metrics, logger, logFailure);
  return {
    decided(record) {
      safely(() => {
        logger[isRoutine(record) ? 'debug' : 'info']('decision', decisionFields(record));
        count(record, metrics);
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
    ...checkEvents(metrics, logger, safely),
    failed,
    streamOpened() {
      metrics.streamsActive.inc();
    },
    streamEnded(end) {
      metrics.streamsActive.dec();
      metrics.streams.inc({ end });
    },
    reloaded(of, result) {
      metrics.reloads.inc({ of, result });
    },
    async metrics() {
      return { contentType: metrics.registry.contentType, body: await metrics.registry.metrics() };
    },
  };
}

function count({ verdict, dialect, policy, store, phases, similarity, saved }: DecisionRecord, metrics: Metrics): void {
  metrics.exchanges.inc({
    verdict: verdict.kind,
    reason: verdict.reason,
    dialect: dialect ?? 'none',
    policy: policy ?? 'none',
  });
  if (store !== undefined) {
    metrics.stores.inc({ outcome: store.kind, reason: store.kind === 'refused' ? store.reason : 'none' });
  }
  for (const [phase, ms] of Object.entries(phases)) metrics.phase.observe({ phase }, ms / 1000);
  // An exact hit is always 1 and would hide how near the semantic ones are.
  if (verdict.reason === 'semantic' && similarity !== undefined) metrics.hitSimilarity.observe(similarity);
  if (saved !== undefined) {
    metrics.savedTokens.inc({ kind: 'prompt' }, saved.promptTokens);
    metrics.savedTokens.inc({ kind: 'completion' }, saved.completionTokens);
    metrics.savedSeconds.inc(saved.upstreamMs / 1000);
  }
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
