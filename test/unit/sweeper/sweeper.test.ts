import { setImmediate } from 'node:timers/promises';
import type { SweepResult } from '../../../src/core/entry';
import { createSweeper, type Sweeper } from '../../../src/sweeper/sweeper';

interface Rig {
  readonly sweeper: Sweeper;
  readonly asked: { now: number; limit: number }[];
  readonly swept: number[];
  readonly failed: [string, unknown][];
}

/** A sweeper over a store that answers each request with the next of `answers`, and with "nothing left" afterwards. */
function rig(answers: (() => SweepResult | Promise<SweepResult>)[], intervalMs = 5): Rig {
  const asked: Rig['asked'] = [];
  const swept: Rig['swept'] = [];
  const failed: Rig['failed'] = [];
  const sweeper = createSweeper({
    store: {
      sweep: async (request) => {
        asked.push(request);
        return (answers.shift() ?? ((): SweepResult => ({ removed: 0, more: false })))();
      },
    },
    clock: { now: () => 1000 + asked.length, monotonic: () => asked.length * 10 },
    observer: {
      swept: ({ removed }) => void swept.push(removed),
      failed: (where, error) => void failed.push([where, error]),
    },
    intervalMs,
    batch: 3,
  });
  return { sweeper, asked, swept, failed };
}

const full = (): SweepResult => ({ removed: 3, more: true });
const rest = (): SweepResult => ({ removed: 1, more: false });
const broken = (): never => {
  throw new Error('disk full');
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

describe('the sweeper', () => {
  it('sweeps batch after batch, by the time of each, until nothing expired is left', async () => {
    const { sweeper, asked, swept } = rig([full, full, rest]);
    expect(await sweeper.sweepNow()).toBe(7);
    expect(asked).toEqual([1000, 1001, 1002].map((now) => ({ now, limit: 3 })));
    expect(swept).toEqual([7]);
  });

  it('lets other work have its turn between two batches', async () => {
    const { sweeper, asked } = rig([full, full, rest]);
    const seen: number[] = [];
    const sweep = sweeper.sweepNow();
    while (asked.length < 3) {
      seen.push(asked.length);
      await setImmediate();
    }
    await sweep;
    expect(seen).toEqual(expect.arrayContaining([1, 2]));
  });

  it('runs one sweep at a time', async () => {
    const { sweeper, asked } = rig([full, rest]);
    expect(await Promise.all([sweeper.sweepNow(), sweeper.sweepNow()])).toEqual([4, 4]);
    expect(asked).toHaveLength(2);
    await sweeper.sweepNow();
    expect(asked).toHaveLength(3);
  });

  it('reports a failing store, says what it had removed, and goes on at the next interval', async () => {
    const { sweeper, swept, failed } = rig([full, broken, rest]);
    sweeper.start();
    await until(() => swept.length >= 2);
    await sweeper.stop();
    expect(failed).toEqual([['sweep', expect.objectContaining({ message: 'disk full' })]]);
    expect(swept.slice(0, 2)).toEqual([3, 1]);
  });

  it('does not sweep before an interval has passed', async () => {
    const { sweeper, asked } = rig([], 100_000);
    sweeper.start();
    await setImmediate();
    await sweeper.stop();
    expect(asked).toEqual([]);
  });

  it('waits for the running sweep when it is stopped, ends it after its batch, and starts no other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = (): Promise<SweepResult> => held.then(full);
    const { sweeper, asked } = rig([slow, full, full]);
    sweeper.start();
    await until(() => asked.length === 1);
    let stopped = false;
    const stop = sweeper.stop().then(() => (stopped = true));
    await setImmediate();
    expect(stopped).toBe(false);
    release();
    await stop;
    expect(asked).toHaveLength(1);
  });

  it('starts once, and can be started again', async () => {
    const { sweeper, asked } = rig([]);
    sweeper.start();
    sweeper.start();
    await until(() => asked.length === 2);
    await sweeper.stop();
    sweeper.start();
    await until(() => asked.length === 4);
    await sweeper.stop();
  });
});
