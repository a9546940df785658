import { setImmediate } from 'node:timers/promises';
import type { SweepOutcome } from '../../../src/core/decision';
import type { SweepResult } from '../../../src/core/entry';
import type { Lease } from '../../../src/core/lease';
import { soleLease } from '../../../src/sweeper/sole-lease';
import { createSweeper, type Sweeper } from '../../../src/sweeper/sweeper';

/** One step of the store: what it answers, and how long it takes by the clock that the sweeper sees. */
export type Step = () => SweepResult | Promise<SweepResult>;

export interface Rig {
  readonly sweeper: Sweeper;
  /** By a fake clock, which a step may advance. */
  readonly time: { ms: number };
  readonly asked: { now: number; limit: number }[];
  readonly swept: SweepOutcome[];
  readonly failed: [string, unknown][];
  readonly leads: boolean[];
}

/** A sweeper over a store that answers with one of `steps` after the other, and with "nothing left" afterwards. */
export function rig(
  steps: Step[],
  { lease = soleLease, intervalMs = 5 }: { lease?: Lease; intervalMs?: number } = {},
): Rig {
  const time = { ms: 1000 };
  const asked: Rig['asked'] = [];
  const swept: Rig['swept'] = [];
  const failed: Rig['failed'] = [];
  const leads: Rig['leads'] = [];
  const sweeper = createSweeper({
    store: {
      sweep: async (request) => {
        asked.push(request);
        return (steps.shift() ?? nothing)();
      },
    },
    lease,
    clock: { now: () => time.ms, monotonic: () => time.ms },
    observer: {
      swept: (outcome) => void swept.push(outcome),
      failed: (where, error) => void failed.push([where, error]),
      leads: (now) => void leads.push(now),
    },
    intervalMs,
    batch: 3,
  });
  return { sweeper, time, asked, swept, failed, leads };
}

const step = (some: Partial<SweepResult>): SweepResult => ({
  ...{ removed: 0, evicted: 0, conflicts: 0, failed: 0, more: false },
  ...some,
});
const nothing = (): SweepResult => step({});
export const full = (): SweepResult => step({ removed: 3, more: true });
export const rest = (): SweepResult => step({ removed: 1 });
export const ending =
  (some: Partial<SweepResult>): Step =>
  () =>
    step(some);
export const broken = (): never => {
  throw new Error('disk full');
};

/** A step that has begun and ends when it is told to. */
export function held(result: Step): { readonly step: Step; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  return {
    step: () => gate.then(result),
    letGo: () => {
      letGo();
    },
  };
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

/** A lease that several may want; `expire` takes it from its holder without notice. */
export function sharedLease(): {
  readonly of: (who: string) => Lease;
  readonly holder: () => string | undefined;
  readonly expire: () => void;
} {
  let holder: string | undefined;
  return {
    of: (who) => ({
      hold: async () => (holder ??= who) === who,
      release: async () => {
        if (holder === who) holder = undefined;
      },
    }),
    holder: () => holder,
    expire() {
      holder = undefined;
    },
  };
}
