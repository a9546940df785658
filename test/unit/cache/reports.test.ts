import { createReports, type Reports } from '../../../src/cache/reports';
import type { EntryStore } from '../../../src/core/entry';
import { StoreError } from '../../../src/core/errors';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import { entryOf } from '../../contract/entry-store';
import { scriptedChecking, type ScriptedChecking } from '../../support/checking';

const ENTRY = entryOf({ policy: 'p' });

interface World {
  readonly reports: Reports;
  readonly checking: ScriptedChecking;
}

/** @param remove says how many were removed */
function worldWith(remove: EntryStore['remove'], threshold = 0.91): World {
  const checking = scriptedChecking({ threshold });
  const scan: EntryStore['scan'] = async function* () {
    yield await Promise.resolve([ENTRY]);
  };
  return { checking, reports: createReports({ ...checking, store: { scan, remove } }) };
}

/** Served at 0.97, by another policy than the one that stored it. */
function serve({ reports }: World): void {
  reports.served({ entry: ENTRY, similarity: 0.98, score: 0.97 }, { policy: 'q', lookup: { verify: 'strict' } });
}

const AS_SERVED = { policy: 'q', mode: 'strict', score: 0.97, same: false, source: 'feedback' };
const AT_LEAST = { policy: 'p', mode: 'standard', score: 0.91, same: false, source: 'feedback' };

describe('a report', () => {
  it('counts at the score at which the entry was served last', async () => {
    const world = worldWith(() => Promise.resolve(1));
    serve(world);
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 1, labels: 1 });
    expect(world.checking.learned).toEqual([AS_SERVED]);
    expect(world.checking.reported).toEqual([[ENTRY.id, 'q']]);
  });

  it('counts at that score even when the entry has gone already', async () => {
    const world = worldWith(() => Promise.resolve(0));
    serve(world);
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 0, labels: 1 });
    expect(world.checking.removed).toEqual([]);
  });

  it.each([
    ['as it was served', true, AS_SERVED],
    ['at the least score that is', false, AT_LEAST],
  ])('makes one label, %s, together with another that comes at the same time', async (_, isKnown, label) => {
    let left = 1;
    const world = worldWith(async () => {
      await Promise.resolve();
      return left-- > 0 ? 1 : 0;
    });
    if (isKnown) serve(world);
    const outcomes = await Promise.all([world.reports.wrong(ENTRY.id), world.reports.wrong(ENTRY.id)]);
    expect(outcomes).toEqual([
      { removed: 1, labels: 1 },
      { removed: 1, labels: 1 },
    ]);
    expect(world.checking.learned).toEqual([label]);
    expect(world.checking.removed).toEqual(['feedback']);
    // Both are reports all the same.
    expect(world.checking.reported).toHaveLength(2);
  });

  it('makes no second label while a search still finds what has gone', async () => {
    let left = 1;
    const world = worldWith(() => Promise.resolve(left-- > 0 ? 1 : 0));
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 1, labels: 1 });
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 0, labels: 0 });
    expect(world.checking.learned).toEqual([AT_LEAST]);
  });

  it('can be made again after the store has failed', async () => {
    let fails = true;
    const world = worldWith(() => (fails ? Promise.reject(new StoreError('read-only')) : Promise.resolve(1)));
    serve(world);
    await expect(world.reports.wrong(ENTRY.id)).rejects.toThrow('read-only');
    expect([world.checking.learned, world.checking.reported]).toEqual([[], []]);
    fails = false;
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 1, labels: 1 });
    expect(world.checking.learned).toEqual([AS_SERVED]);
  });

  it('makes no label where nothing is served by meaning', async () => {
    const world = worldWith(() => Promise.resolve(1), NOTHING_SERVED);
    expect(await world.reports.wrong(ENTRY.id)).toEqual({ removed: 1, labels: 0 });
  });
});
