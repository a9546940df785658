import type { Settings, SweeperSettings } from '../config/settings';
import { systemClock } from '../core/clock';
import { readModelFolder } from '../embedding/onnx/model-folder';
import type { RootLogger } from '../observability/logger';
import { createSweeper, type Sweeper, type SweeperObserver } from '../sweeper/sweeper';
import { openStore, type OpenedStore } from './store';

/** The configured store, opened without serving: the model is asked for its name only, not loaded. */
export async function openStoreByHand(settings: Settings, logger: RootLogger): Promise<OpenedStore> {
  const { identity, config } = await readModelFolder(settings.embedding.model);
  return openStore(settings.store, {
    clock: systemClock,
    embedder: { identity, dims: config.dims },
    sweepIntervalMs: settings.sweeper.intervalMs,
    observer: {
      breaker(state, why) {
        logger.warn(`the store's circuit breaker is ${state}`, { event: 'store', error: why });
      },
      writeRetried: () => undefined,
      indexDropped(index) {
        logger.info('index dropped', { event: 'store', index });
      },
      failed(where, error) {
        logger.warn('failure', { event: 'failure', where, error });
      },
    },
  });
}

/** The same sweeper as the service's, on a store that was opened without serving. */
export function sweeperByHand(
  { store, lease }: Pick<OpenedStore, 'store' | 'lease'>,
  settings: SweeperSettings,
  observer: SweeperObserver,
): Sweeper {
  return createSweeper({ store, lease, clock: systemClock, observer, ...settings });
}
