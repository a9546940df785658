import type { BreakerState, StoreObserver } from '../core/decision';
import type { Logger } from './logger';
import { showBreaker, type Metrics } from './metrics';

/** Metrics and log of a shared store's connection and background work. */
export function storeEvents(
  metrics: Metrics,
  logger: Logger,
  logFailure: (where: string, error: unknown) => void,
): StoreObserver {
  let answers = true;

  /** While a store stays away, the breaker goes to and fro between open and half-open: one line says that it is gone. */
  function log(state: BreakerState, why: unknown): void {
    const fields = { event: 'store', breaker: state };
    if (state === 'closed') logger.info('the store answers again', fields);
    else if (state === 'half-open') logger.debug('the store is being tried', fields);
    else logger[answers ? 'warn' : 'debug']('the store does not answer: calls go upstream', { ...fields, error: why });
    answers = state === 'closed';
  }

  return {
    breaker(state, why) {
      showBreaker(metrics, state);
      metrics.breakerChanges.inc({ to: state });
      log(state, why);
    },
    writeRetried(entries, why) {
      metrics.writeRetries.inc(entries);
      logFailure('store-write', why);
    },
    indexDropped(index) {
      metrics.indicesDropped.inc();
      logger.info('an index of a model no longer in use is gone', { event: 'store', index });
    },
  };
}
