import type { CheckObserver } from '../core/decision';
import type { Logger } from './logger';
import { LABEL_VALUES, listed, NONE } from './label-values';
import type { Metrics } from './metrics';
import type { PolicyNames } from './policy-names';

/** Metrics and log of what became of semantic hits afterwards. */
export function checkEvents(
  { metrics, names }: { readonly metrics: Metrics; readonly names: PolicyNames },
  logger: Logger,
  safely: (run: () => void) => void,
): CheckObserver {
  return {
    checked(record) {
      safely(() => {
        const { policy, source, outcome } = record;
        metrics.checks.inc({
          policy: names.label(policy),
          source: listed(LABEL_VALUES.source, source),
          outcome: listed(LABEL_VALUES.checkOutcome, outcome),
        });
        // A wrong hit is worth a line; that all is well is what metrics tell.
        const wrong = source === 'check' && outcome === 'different';
        logger[wrong ? 'info' : 'debug'](wrong ? 'a hit would have been wrong' : 'check', {
          event: 'check',
          ...record,
        });
      });
    },
    reported(entry, policy) {
      safely(() => {
        metrics.reports.inc({ policy: policy === undefined ? NONE : names.label(policy) });
        logger.info('an answer was reported as wrong', { event: 'feedback', entry, policy });
      });
    },
    falseEntryRemoved(by) {
      metrics.falseEntries.inc({ by });
    },
  };
}
