import { createCoalescer } from '../../../src/cache/coalescing';
import type { Entry } from '../../../src/core/entry';

const entry = { id: 'k' } as Entry;

describe('coalescer', () => {
  it('gives followers the answer of the leader', async () => {
    const coalescer = createCoalescer();
    const flight = coalescer.lead('k');
    const followers = [coalescer.follow('k', 1000), coalescer.follow('k', 1000)];
    flight?.land(entry);
    expect(await Promise.all(followers)).toEqual([entry, entry]);
  });

  it('has one leader for each key', () => {
    const coalescer = createCoalescer();
    expect(coalescer.lead('k')).toBeDefined();
    expect(coalescer.lead('k')).toBeUndefined();
    expect(coalescer.lead('other')).toBeDefined();
  });

  it('releases followers at once when the leader lands without an answer, and takes a new leader', async () => {
    const coalescer = createCoalescer();
    const flight = coalescer.lead('k');
    const follower = coalescer.follow('k', 60_000);
    flight?.land(undefined);
    expect(await follower).toBeUndefined();
    expect(coalescer.lead('k')).toBeDefined();
  });

  it('lets a follower wait no longer than it may', async () => {
    const coalescer = createCoalescer();
    coalescer.lead('k');
    expect(await coalescer.follow('k', 5)).toBeUndefined();
    expect(coalescer.lead('k')).toBeUndefined();
  });

  it('keeps a later flight when an older one of the same key lands twice', () => {
    const coalescer = createCoalescer();
    const first = coalescer.lead('k');
    first?.land(undefined);
    coalescer.lead('k');
    first?.land(undefined);
    expect(coalescer.lead('k')).toBeUndefined();
  });
});
