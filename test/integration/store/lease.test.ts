import type { Client } from '@elastic/elasticsearch';
import type { Lease } from '../../../src/core/lease';
import { createLease } from '../../../src/store/elasticsearch/lease';
import { describeWithElasticsearch } from '../../support/elasticsearch';
import { clientFor } from '../../support/elasticsearch-store';

const TTL = 60_000;

describe.each([8, 9] as const)('the lease', (major) => {
  describeWithElasticsearch(major, (place) => {
    let client: Client;
    let index: string;
    let count = 0;
    /** Monotonic time of every process here, ms; the wall clocks differ. */
    let elapsed: number;
    beforeEach(async () => {
      elapsed = 0;
      index = `${place().prefix}-meta-${(count += 1)}`;
      client = clientFor(place().url);
      await client.indices.create({ index, settings: { number_of_replicas: 0 }, mappings: { dynamic: false } });
    });
    afterEach(() => client.close());

    const lease = (over: { client?: Client; wallClockOffMs?: number } = {}): Lease => {
      const now = (): number => Date.now() + (over.wallClockOffMs ?? 0);
      return createLease({
        client: over.client ?? client,
        index,
        ttlMs: TTL,
        clock: { now, monotonic: () => elapsed },
      });
    };
    const holders = async (leases: readonly Lease[]): Promise<number> =>
      (await Promise.all(leases.map((l) => l.hold()))).filter(Boolean).length;

    it('goes to one of 16 that want it at once, and stays there', async () => {
      const racers = Array.from({ length: 16 }, () => lease());
      expect(await holders(racers)).toBe(1);
      const first = await Promise.all(racers.map((l) => l.hold()));
      expect(first.filter(Boolean)).toHaveLength(1);
      expect(await Promise.all(racers.map((l) => l.hold()))).toEqual(first);
    });

    it('stays with whoever renews it, however long', async () => {
      const [a, b] = [lease(), lease()];
      expect(await a.hold()).toBe(true);
      for (let i = 0; i < 6; i++) {
        elapsed += TTL / 2;
        expect(await b.hold()).toBe(false);
        expect(await a.hold()).toBe(true);
      }
    });

    it('goes to the next one at once when it is released, and cannot be released twice', async () => {
      const [a, b] = [lease(), lease()];
      await a.hold();
      await a.release();
      expect(await b.hold()).toBe(true);
      await a.release();
      expect(await b.hold()).toBe(true);
      expect(await a.hold()).toBe(false);
    });

    it('is taken over by one of 16 when they have seen no renewal for its time to live, not a millisecond earlier', async () => {
      const [a, others] = [lease(), Array.from({ length: 16 }, () => lease())];
      await a.hold();
      elapsed = 1_000_000;
      expect(await holders(others)).toBe(0);
      elapsed += TTL - 1;
      expect(await holders(others)).toBe(0);
      elapsed += 1;
      expect(await holders(others)).toBe(1);
    });

    it('is lost by its old holder after a takeover: neither renewal nor release touches it', async () => {
      const [a, b] = [lease(), lease()];
      await a.hold();
      await b.hold();
      elapsed += TTL;
      expect(await b.hold()).toBe(true);
      expect(await a.hold()).toBe(false);
      await a.release();
      expect(await b.hold()).toBe(true);
    });

    it('does not release what was taken over without its notice', async () => {
      const [a, b] = [lease(), lease()];
      await a.hold();
      await b.hold();
      elapsed += TTL;
      expect(await b.hold()).toBe(true);
      await a.release();
      expect(await b.hold()).toBe(true);
    });

    it.each([-30_000, 30_000, 86_400_000])(
      'does not depend on wall clocks: the holder is %d ms off',
      async (wallClockOffMs) => {
        const [wrong, right] = [lease({ wallClockOffMs }), lease()];
        expect(await wrong.hold()).toBe(true);
        expect(await right.hold()).toBe(false);
        elapsed += TTL - 1;
        expect(await right.hold()).toBe(false);
        expect(await wrong.hold()).toBe(true);
        elapsed += TTL - 1;
        expect(await right.hold()).toBe(false);
        elapsed += TTL;
        expect(await right.hold()).toBe(true);
        expect(await wrong.hold()).toBe(false);
      },
    );

    it('is recognised as ours when only the answer to taking or renewing it was lost', async () => {
      const lossy = clientFor(place().url);
      const index = lossy.index.bind(lossy);
      Object.assign(lossy, {
        index: async (...args: Parameters<typeof index>) => {
          await index(...args);
          throw new Error('connection lost');
        },
      });
      const a = lease({ client: lossy });
      await expect(a.hold()).rejects.toThrow('connection lost');
      Object.assign(lossy, { index });
      expect(await lease().hold()).toBe(false);
      expect(await a.hold()).toBe(true);
      expect(await a.hold()).toBe(true);
      expect(await lease().hold()).toBe(false);
      await lossy.close();
    });

    it('can be had anew when its index was lost', async () => {
      const [a, b] = [lease(), lease()];
      await a.hold();
      await client.indices.delete({ index });
      await client.indices.create({ index, settings: { number_of_replicas: 0 }, mappings: { dynamic: false } });
      expect(await b.hold()).toBe(true);
      // Versions begin anew with an index, so that one of them may take the other's for its own: one of them finds out.
      await Promise.all([a.hold(), b.hold()]);
      expect(await holders([a, b])).toBe(1);
    });
  });
});
