import type { Clock } from '../core/clock';
import type { Logger } from './logger';
import type { Metrics } from './metrics';
import type { SpansLost } from './tracing';

/** A receiver that is down loses spans all the time: one line in so many ms says it. */
const LOG_INTERVAL_MS = 60_000;

/** Counts spans that were lost, and now and then says so. */
export function spanLosses(metrics: Metrics, logger: Logger, clock: Clock): SpansLost {
  let saidAt = -Infinity;
  let unsaid = 0;
  return (spans, why, error) => {
    metrics.spansDropped.inc({ reason: why }, spans);
    unsaid += spans;
    const now = clock.monotonic();
    if (now - saidAt < LOG_INTERVAL_MS) return;
    logger.warn('spans were lost: see tracing.endpoint', {
      event: 'spans-lost',
      spans: unsaid,
      why,
      ...(error !== undefined && { error }),
    });
    saidAt = now;
    unsaid = 0;
  };
}
