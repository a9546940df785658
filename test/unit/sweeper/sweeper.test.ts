import { setImmediate } from 'node:timers/promises';
import { broken, ending, full, held, rest, rig, until, type Step } from './rig';

const removed = ({ swept }: ReturnType<typeof rig>): number[] => swept.map((outcome) => outcome.removed);

describe('a sweep', () => {
  it('goes step by step, by the time of each, until nothing is left', async () => {
    const steps: Step[] = [full, full, rest].map((step) => () => {
      r.time.ms += 1;
      return step();
    });
    const r = rig(steps);
    await r.sweeper.sweepNow();
    expect(r.asked).toEqual([1000, 1001, 1002].map((now) => ({ now, limit: 3 })));
  });

  it('sums up what became of the entries, for its caller and for the observer', async () => {
    const r = rig([
      ending({ removed: 1, evicted: 2, conflicts: 3, failed: 4, more: true }),
      ending({ removed: 10, evicted: 20, conflicts: 30, failed: 40 }),
    ]);
    const outcome = await r.sweeper.sweepNow();
    expect(outcome).toEqual({ removed: 11, evicted: 22, conflicts: 33, failed: 44, milliseconds: 0 });
    expect(r.swept).toEqual([outcome]);
  });

  it.each<[string, Step]>([
    ['every entry failed', ending({ failed: 3, more: true })],
    ['every entry was written anew', ending({ conflicts: 3, more: true })],
  ])('ends with a step in which %s; the next one tries again', async (_case, idle) => {
    const r = rig([full, idle, full, rest]);
    await r.sweeper.sweepNow();
    expect(r.asked).toHaveLength(2);
    await r.sweeper.sweepNow();
    expect(removed(r)).toEqual([3, 4]);
  });

  it.each<[string, Step]>([
    ['some entries failed', ending({ removed: 1, failed: 2, more: true })],
    ['entries were only evicted', ending({ evicted: 1, more: true })],
  ])('goes on after a step in which %s', async (_case, some) => {
    const r = rig([some, rest]);
    await r.sweeper.sweepNow();
    expect(r.asked).toHaveLength(2);
  });

  it('does not run beside another one: who asks for it joins it', async () => {
    const r = rig([full, rest]);
    const [one, other] = await Promise.all([r.sweeper.sweepNow(), r.sweeper.sweepNow()]);
    expect(one).toBe(other);
    expect(r.asked).toHaveLength(2);
    await r.sweeper.sweepNow();
    expect(r.asked).toHaveLength(3);
  });

  it('that fails is reported with what it had removed, and the next one comes after the interval', async () => {
    const r = rig([full, broken, rest]);
    r.sweeper.start();
    await until(() => r.swept.length >= 2);
    await r.sweeper.stop();
    expect(r.failed).toEqual([['sweep', expect.objectContaining({ message: 'disk full' })]]);
    expect(removed(r).slice(0, 2)).toEqual([3, 1]);
  });
});

describe('pacing', () => {
  /** A step that takes so long by the sweeper's clock. */
  const taking =
    (r: () => ReturnType<typeof rig>, ms: number): Step =>
    () => {
      r().time.ms += ms;
      return full();
    };

  it('pauses after a step for as long as the step took', async () => {
    const begun: number[] = [];
    const r: ReturnType<typeof rig> = rig(
      [taking(() => r, 100), taking(() => r, 1), rest].map((step) => () => {
        begun.push(performance.now());
        return step();
      }),
    );
    await r.sweeper.sweepNow();
    const [first = 0, second = 0, third = 0] = begun;
    expect(second - first).toBeGreaterThanOrEqual(98);
    expect(third - second).toBeLessThan(second - first);
  });

  it('lets other work have its turn between two fast steps', async () => {
    const r = rig([full, full, rest]);
    const seen = new Set<number>();
    const sweep = r.sweeper.sweepNow();
    while (r.asked.length < 3) {
      seen.add(r.asked.length);
      await setImmediate();
    }
    await sweep;
    expect([...seen]).toEqual(expect.arrayContaining([1, 2]));
  });

  it('ends at once when the sweeper is stopped during a pause', async () => {
    const r: ReturnType<typeof rig> = rig([taking(() => r, 3_600_000), full]);
    const sweep = r.sweeper.sweepNow();
    await until(() => r.asked.length === 1);
    await setImmediate();
    await r.sweeper.stop();
    expect(await sweep).toMatchObject({ removed: 3 });
    expect(r.asked).toHaveLength(1);
  });
});

describe('the sweeper', () => {
  it('does not sweep before an interval has passed', async () => {
    const r = rig([], { intervalMs: 100_000 });
    r.sweeper.start();
    await setImmediate();
    await r.sweeper.stop();
    expect(r.asked).toEqual([]);
  });

  it('waits for the running step when it is stopped, and starts no other', async () => {
    const slow = held(full);
    const r = rig([slow.step, full, full]);
    r.sweeper.start();
    await until(() => r.asked.length === 1);
    let stopped = false;
    const stop = r.sweeper.stop().then(() => (stopped = true));
    await setImmediate();
    expect(stopped).toBe(false);
    slow.letGo();
    await stop;
    expect(r.asked).toHaveLength(1);
    expect(await r.sweeper.sweepNow()).toBeUndefined();
    expect(r.asked).toHaveLength(1);
  });

  it('starts once, and can be started again', async () => {
    const r = rig([]);
    r.sweeper.start();
    r.sweeper.start();
    await until(() => r.asked.length === 2);
    await r.sweeper.stop();
    r.sweeper.start();
    await until(() => r.asked.length === 4);
    await r.sweeper.stop();
  });
});
