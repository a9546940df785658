import type { Settings, SweeperSettings } from '../config/settings';
import { systemClock } from '../core/clock';
import { EMBEDDING_MODEL } from '../embedding/onnx/model-config';
import { readModelFolder } from '../onnx/model-folder';
import { createSweeper, type Sweeper, type SweeperObserver, type SweeperOptions } from '../sweeper/sweeper';
import { openStore, type OpenedStore, type StoreParts } from './store';

/** The configured store, opened without serving: the model is asked for its name only, not loaded. */
export async function openStoreByHand(settings: Settings, observer: StoreParts['observer']): Promise<OpenedStore> {
  const { identity, config } = await readModelFolder(settings.embedding.model, EMBEDDING_MODEL);
  return openStore(settings.store, {
    clock: systemClock,
    embedder: { identity, dims: config.dims },
    sweepIntervalMs: settings.sweeper.intervalMs,
    observer,
  });
}

/** The same sweeper as the service's, on a store that was opened without serving. */
export function sweeperByHand(
  { store, lease }: Pick<SweeperOptions, 'store' | 'lease'>,
  settings: SweeperSettings & Pick<SweeperOptions, 'paced'>,
  observer: SweeperObserver,
): Sweeper {
  return createSweeper({ store, lease, clock: systemClock, observer, ...settings });
}
