import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import { openEmbeddedStore, type EmbeddedStore } from '../../src/store/embedded/open';
import { entryOf } from './entry-store';
import { KEPT, labelLogContract, labelOf, readAll, type OpenedLog } from './label-log';

async function open(path: string): Promise<EmbeddedStore> {
  return openEmbeddedStore({ path, maxBytes: 1e8, maxEntries: 1e5, labelsKept: KEPT, clock: systemClock });
}

async function openLog(): Promise<OpenedLog> {
  const path = mkdtempSync(join(tmpdir(), 'labels-'));
  let store = await open(path);
  return {
    log: store.labels,
    async again() {
      await store.close();
      store = await open(path);
      return store.labels;
    },
    async close() {
      await store.close();
      rmSync(path, { recursive: true });
    },
  };
}

labelLogContract('the log of labels in the embedded store', openLog);

describe('the log of labels in the embedded store', () => {
  let opened: OpenedLog;
  let path: string;
  beforeEach(async () => {
    opened = await openLog();
    path = mkdtempSync(join(tmpdir(), 'labels-'));
  });
  afterEach(async () => {
    await opened.close();
    rmSync(path, { recursive: true });
  });

  it('keeps exactly as many of a group as it is told to', async () => {
    const labels = Array.from({ length: KEPT + 10 }, (_, i) => labelOf({ at: i }));
    await Promise.all(labels.map((label) => opened.log.append(label)));
    expect((await readAll(opened.log)).labels).toEqual(labels.slice(10));
    await opened.log.append(labelOf({ at: -1 }));
    expect((await readAll(opened.log)).labels).toHaveLength(KEPT);
  });

  it('refuses a group whose name is too long for a key', async () => {
    await expect(opened.log.append(labelOf({ group: 'g'.repeat(401) }))).rejects.toMatchObject({ code: 'LSC_STORE' });
    expect((await readAll(opened.log)).labels).toEqual([]);
  });

  it('counts nothing against the bounds of the entries', async () => {
    const store = await open(path);
    await store.put(entryOf({ expiresAt: systemClock.now() + 60_000 }));
    const before = await store.stats();
    await store.labels.append(labelOf());
    expect(await store.stats()).toEqual(before);
    expect(await store.sweep({ now: systemClock.now() + 120_000, limit: 10 })).toMatchObject({ removed: 1 });
    expect((await readAll(store.labels)).labels).toHaveLength(1);
    await store.close();
  });
});
