import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/core/clock';
import type { EntryStore } from '../../../src/core/entry';
import { openEmbeddedStore } from '../../../src/store/embedded/open';
import type { Keyring } from '../../../src/store/sealed/keyring';
import { sealedStore } from '../../../src/store/sealed/sealed-store';
import { EMBEDDER, entryOf, entryStoreContract, keptOf, NOW, scanned, unitVector } from '../../contract/entry-store';

const [k1, k2] = [randomBytes(32), randomBytes(32)];
const OLD: Keyring = { active: 'k1', keys: new Map([['k1', k1]]) };
const BOTH: Keyring = {
  active: 'k2',
  keys: new Map([
    ['k1', k1],
    ['k2', k2],
  ]),
};
const NEW: Keyring = { active: 'k2', keys: new Map([['k2', k2]]) };

let dir: string;
let inner: EntryStore;
const failures: unknown[] = [];
const sealedWith = (keyring: Keyring): EntryStore => sealedStore(inner, keyring, (error) => failures.push(error));
beforeEach(async () => {
  failures.length = 0;
  dir = mkdtempSync(join(tmpdir(), 'lsc-sealed-'));
  inner = await openEmbeddedStore({ path: dir, maxBytes: 1e8, maxEntries: 1e5, clock: systemClock });
});
afterEach(async () => {
  await inner.close();
  rmSync(dir, { recursive: true });
});

entryStoreContract('the encrypted embedded store', () =>
  Promise.resolve({ store: sealedWith(OLD), close: () => inner.close() }),
);

describe('the encrypted store', () => {
  const entry = entryOf({ comparedText: 'a question that nobody may read' });
  const near = (store: EntryStore): ReturnType<EntryStore['nearest']> =>
    store.nearest({ partition: entry.partition, vector: unitVector(1), embedder: EMBEDDER, now: NOW, limit: 5 });

  it('leaves neither text nor answer in the clear in any file', async () => {
    await sealedWith(OLD).put(entry);
    await inner.close();
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const all = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
    expect(all.includes(entry.id)).toBe(true);
    expect(all.includes('nobody may read')).toBe(false);
    expect(all.includes('chatcmpl-1')).toBe(false);
  });

  it('reads what an older key has encrypted while that is there, and encrypts with the active one', async () => {
    await sealedWith(OLD).put(entry);
    const rotated = sealedWith(BOTH);
    expect(await rotated.get(entry)).toEqual(keptOf(entry));
    expect(await near(rotated)).toMatchObject([{ comparedText: entry.comparedText }]);
    await rotated.put(entry);
    expect(await sealedWith(NEW).get(entry)).toEqual(keptOf(entry));
    expect(failures).toEqual([]);
  });

  it('counts an entry of an unknown key and treats it as not there, except that it can be scanned and removed', async () => {
    await sealedWith(OLD).put(entry);
    const store = sealedWith(NEW);
    expect(await store.get(entry)).toBeUndefined();
    expect(failures).toHaveLength(1);
    expect(await near(store)).toEqual([]);
    expect(failures).toHaveLength(2);
    expect(await scanned(store, {})).toMatchObject([{ id: entry.id, comparedText: '' }]);
    expect(await store.remove([entry])).toBe(1);
    expect(await scanned(store, {})).toEqual([]);
    expect(JSON.stringify(failures.map((error) => (error as Error).message))).not.toContain('nobody');
  });

  it('treats an entry from before encryption as not there', async () => {
    await inner.put(entry);
    expect(await sealedWith(OLD).get(entry)).toBeUndefined();
    expect(failures).toHaveLength(1);
  });

  it('does not give out an answer that was moved from one entry to another', async () => {
    const other = entryOf({ comparedText: 'another question' });
    const store = sealedWith(OLD);
    await Promise.all([store.put(entry), store.put(other)]);
    const [a, b] = [(await inner.get(entry))!, (await inner.get(other))!];
    await inner.put({ ...a, completion: b.completion, vector: undefined });
    await inner.put({ ...b, comparedText: a.comparedText, vector: unitVector(1) });
    expect(await store.get(entry)).toBeUndefined();
    expect(await store.get(other)).toBeUndefined();
    expect(await near(store)).toEqual([]);
  });
});
