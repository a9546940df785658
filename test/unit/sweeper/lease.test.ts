import { setImmediate } from 'node:timers/promises';
import type { Lease } from '../../../src/core/lease';
import { full, held, rest, rig, sharedLease, until } from './rig';

const failing = (): Promise<never> => Promise.reject(new Error('no answer'));

describe('a sweeper with a lease', () => {
  it('leaves the store to the one that holds it', async () => {
    const lease = sharedLease();
    const a = rig([full, rest], { lease: lease.of('a') });
    const b = rig([full, rest], { lease: lease.of('b') });
    const outcomes = await Promise.all([a.sweeper.sweepNow(), b.sweeper.sweepNow()]);
    expect(outcomes).toEqual([expect.objectContaining({ removed: 4 }), undefined]);
    expect(b).toMatchObject({ asked: [], swept: [], failed: [], leads: [false] });
  });

  it('keeps it between sweeps, and lets the next one have it when it stops', async () => {
    const lease = sharedLease();
    const a = rig([], { lease: lease.of('a') });
    const b = rig([rest], { lease: lease.of('b') });
    await a.sweeper.sweepNow();
    expect(await b.sweeper.sweepNow()).toBeUndefined();
    await a.sweeper.stop();
    expect(a.leads).toEqual([true, false]);
    expect(await b.sweeper.sweepNow()).toMatchObject({ removed: 1 });
  });

  it('takes over from one that is gone', async () => {
    const lease = sharedLease();
    const b = rig([rest], { lease: lease.of('b') });
    await lease.of('gone').hold();
    b.sweeper.start();
    await until(() => b.leads.length >= 2);
    expect(b.asked).toEqual([]);
    lease.expire();
    await until(() => b.swept.length > 0);
    await b.sweeper.stop();
    expect(b.swept[0]).toMatchObject({ removed: 1 });
  });

  it('ends its sweep after the step during which it lost it, and does not release what is another’s', async () => {
    const lease = sharedLease();
    const slow = held(full);
    const a = rig([full, slow.step, full, rest], { lease: lease.of('a') });
    const sweep = a.sweeper.sweepNow();
    await until(() => a.asked.length === 2);
    lease.expire();
    await lease.of('b').hold();
    slow.letGo();
    expect(await sweep).toMatchObject({ removed: 6 });
    expect(a.leads).toEqual([true, true, false]);
    await a.sweeper.stop();
    expect(lease.holder()).toBe('b');
  });

  it('renews it before each further step', async () => {
    const { asked, sweeper, leads } = rig([full, full, rest]);
    await sweeper.sweepNow();
    expect(asked).toHaveLength(3);
    expect(leads).toEqual([true, true, true]);
  });

  it('releases it after the step that runs when it is stopped, once', async () => {
    const lease = sharedLease();
    const slow = held(full);
    const a = rig([slow.step, full], { lease: lease.of('a') });
    const sweep = a.sweeper.sweepNow();
    await until(() => a.asked.length === 1);
    const stops = [a.sweeper.stop(), a.sweeper.stop()];
    await setImmediate();
    expect(lease.holder()).toBe('a');
    slow.letGo();
    await Promise.all([sweep, ...stops]);
    expect(lease.holder()).toBeUndefined();
    expect(a.leads).toEqual([true, false]);
  });

  it('is stopped only when the lease is released, whoever asks', async () => {
    let letGo = (): void => undefined;
    const release = () => new Promise<void>((resolve) => (letGo = resolve));
    const { sweeper } = rig([rest], { lease: { hold: async () => true, release } });
    await sweeper.sweepNow();
    const first = sweeper.stop();
    let stopped = false;
    const second = sweeper.stop().then(() => (stopped = true));
    await setImmediate();
    expect(stopped).toBe(false);
    letGo();
    await Promise.all([first, second]);
  });

  it('does not begin a step when it is stopped while it waits for the lease', async () => {
    let grant: (isHeld: boolean) => void = () => undefined;
    let released = 0;
    const lease: Lease = {
      hold: () => new Promise((resolve) => (grant = resolve)),
      release: async () => void (released += 1),
    };
    const { sweeper, asked } = rig([full], { lease });
    const sweep = sweeper.sweepNow();
    const stop = sweeper.stop();
    grant(true);
    await Promise.all([sweep, stop]);
    expect(asked).toEqual([]);
    expect(released).toBe(1);
  });

  it('reports a lease that does not answer, and does not sweep', async () => {
    const a = rig([full], { lease: { hold: failing, release: failing } });
    expect(await a.sweeper.sweepNow()).toBeUndefined();
    await a.sweeper.stop();
    expect(a.failed).toEqual([['lease', expect.objectContaining({ message: 'no answer' })]]);
    expect(a).toMatchObject({ asked: [], leads: [false] });
  });

  it('reports a release that fails, and stops all the same', async () => {
    const a = rig([rest], { lease: { hold: async () => true, release: failing } });
    await a.sweeper.sweepNow();
    await a.sweeper.stop();
    expect(a.failed).toEqual([['lease', expect.objectContaining({ message: 'no answer' })]]);
  });
});
