import { createWriteBehind } from '../../../src/cache/write-behind';
import type { Entry } from '../../../src/core/entry';

describe('write-behind queue', () => {
  it('runs every job, a few at a time, and never in the caller’s turn of the event loop', async () => {
    const queue = createWriteBehind({ jobs: 100, bytes: 100 });
    let running = 0;
    let most = 0;
    let done = 0;
    for (let i = 0; i < 50; i += 1) {
      queue.enqueue({
        bytes: 1,
        run: async () => {
          most = Math.max(most, (running += 1));
          await new Promise(setImmediate);
          running -= 1;
          done += 1;
        },
      });
    }
    expect(running).toBe(0);
    expect(queue.depth()).toEqual({ jobs: 50, bytes: 50 });
    await queue.drained();
    expect({ most, done }).toEqual({ most: 32, done: 50 });
    expect(queue.depth()).toEqual({ jobs: 0, bytes: 0 });
  });

  it.each([
    ['jobs', { jobs: 2, bytes: 1000 }],
    ['bytes', { jobs: 1000, bytes: 20 }],
  ])('refuses what exceeds its %s, and takes again when there is room', async (_what, limits) => {
    const queue = createWriteBehind(limits);
    const job = { bytes: 10, run: () => Promise.resolve() };
    expect([queue.enqueue(job), queue.enqueue(job), queue.enqueue(job)]).toEqual([true, true, false]);
    await queue.drained();
    expect(queue.enqueue(job)).toBe(true);
    await queue.drained();
  });

  it('finds an announced entry until that very entry is settled', () => {
    const queue = createWriteBehind({ jobs: 1, bytes: 1 });
    const older = { id: 'k' } as Entry;
    const newer = { id: 'k' } as Entry;
    queue.announce(older);
    queue.announce(newer);
    queue.settle(older);
    expect(queue.pending('k')).toBe(newer);
    queue.settle(newer);
    expect(queue.pending('k')).toBeUndefined();
  });
});
