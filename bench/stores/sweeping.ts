import { setTimeout as pause } from 'node:timers/promises';
import type { SweepOutcome } from '../../src/core/decision';
import { createSweeper } from '../../src/sweeper/sweeper';
import { isShortLived, LIVES } from './dataset';
import type { SweepFigures } from './figures';
import type { MovableClock } from './movable-clock';
import type { OpenedStore } from './opened';
import { lookUpSteadily } from './steady';

/** The service's default. */
const BATCH = 500;
const STEADY_MS = 10_000;

/** Lets the short-lived entries expire, and the service's own sweeper remove them while lookups go on. */
export async function measureSweep(opened: OpenedStore, clock: MovableClock, size: number): Promise<SweepFigures> {
  const asked = { store: opened.store, clock };
  clock.advance(2 * LIVES.short);
  const before = await lookUpSteadily(asked, size, pause(STEADY_MS));
  const sweeping = sweepOnce(opened, clock);
  const during = await lookUpSteadily(asked, size, sweeping);
  const outcome = await sweeping;
  const after = await lookUpSteadily(asked, size, pause(STEADY_MS));
  const { removed, conflicts, failed, milliseconds } = outcome;
  const expected = Array.from({ length: size }, (_, i) => i).filter(isShortLived).length;
  if (removed !== expected) throw new Error(`the sweep removed ${removed} entries of ${expected}`);
  const seconds = milliseconds / 1000;
  return { before, during, after, removed, conflicts, failed, seconds, perSecond: removed / seconds };
}

async function sweepOnce({ store, lease }: OpenedStore, clock: MovableClock): Promise<SweepOutcome> {
  const observer = {
    leads: () => undefined,
    swept: () => undefined,
    failed(where: string, error: unknown) {
      throw new Error(`the sweeper failed at ${where}`, { cause: error });
    },
  };
  const sweeper = createSweeper({ store, lease, clock, observer, intervalMs: 3_600_000, batch: BATCH });
  const outcome = await sweeper.sweepNow();
  await sweeper.stop();
  if (outcome === undefined) throw new Error('the sweeper did not get the lease');
  return outcome;
}
