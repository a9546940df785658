import type { SweeperSettings } from '../config/settings';
import { systemClock } from '../core/clock';
import { createSweeper, type Sweeper, type SweeperObserver } from '../sweeper/sweeper';
import type { OpenedStore } from './store';

/** The same sweeper as the service's, on a store that was opened without serving. */
export function sweeperByHand(
  { store, lease }: Pick<OpenedStore, 'store' | 'lease'>,
  settings: SweeperSettings,
  observer: SweeperObserver,
): Sweeper {
  return createSweeper({ store, lease, clock: systemClock, observer, ...settings });
}
