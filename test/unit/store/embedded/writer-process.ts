/** Runs in a process of its own (embedded-store.test.ts), so that it can be killed and limited: writer-process.js DIR MODE. */
import { join } from 'node:path';
import { systemClock } from '../../../../src/core/clock';
import type { Entry, EntryStore } from '../../../../src/core/entry';
import { SemanticCacheError } from '../../../../src/core/errors';
import { openEmbeddedStore } from '../../../../src/store/embedded/open';
import { EMBEDDER, entryOf, hex, NOW, unitVector } from '../../../contract/entry-store';

const [dir = '', mode = ''] = process.argv.slice(2);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const told = (error: unknown): string =>
  error instanceof SemanticCacheError ? `${error.code} ${error.message}` : String(error);

const modes: Record<string, (store: EntryStore) => Promise<void>> = {
  hold: () => new Promise(() => setInterval(() => undefined, 1000)),

  /** Puts, replaces and removes without end; prints each id that is there for good once it is acknowledged. */
  async write(store) {
    for (let i = 0; ; i++) {
      const texts = [0, 1, 2].map((n) => `${process.pid}/${i}/${n}`);
      const [kept, replaced, passing] = texts.map((comparedText) => entryOf({ comparedText, vector: unitVector(i) }));
      await Promise.all([store.put(kept!), store.put(replaced!), store.put(passing!)]);
      say(kept!.id);
      await Promise.all([store.put({ ...replaced!, expiresAt: NOW + i }), store.remove([passing!])]);
    }
  },

  async fill(store) {
    const written: Entry[] = [];
    const entry = (size: number): Entry => {
      const completion = { form: 'json', body: new Uint8Array(size), usage: undefined } as const;
      return entryOf({ comparedText: `${size}/${written.length}`, vector: unitVector(written.length), completion });
    };
    const putOne = async (size: number): Promise<unknown> => {
      const next = entry(size);
      const failed: unknown = await store.put(next).catch((error: unknown) => error);
      if (failed === undefined) written.push(next);
      return failed;
    };
    const putUntilFull = async (size: number): Promise<unknown> => {
      for (;;) {
        const failed = await putOne(size);
        if (failed !== undefined) return failed;
      }
    };
    say(`full ${told(await putUntilFull(20_000))}`);
    const failed = await store.check().catch((error: unknown) => error);
    say(`check ${failed === undefined ? 'ok' : told(failed)}`);
    const found = await Promise.all(written.map((entry) => store.get(entry)));
    say(found.every((e) => e !== undefined) ? 'read all' : 'lost some');
    const query = { partition: hex('partition'), vector: unitVector(1), embedder: EMBEDDER, now: NOW, limit: 5 };
    say(`nearest ${(await store.nearest(query)).length}`);
    await store.remove(written.slice(0, 20));
    // LMDB gives freed pages out again two commits later.
    for (let left = 5; (await putOne(20_000)) !== undefined && left > 0; left--);
    say('wrote after removing');
    await store.check();
    say('check ok');
  },
};

async function main(): Promise<void> {
  try {
    const path = mode === 'hold-ro' ? join(dir, 'ro') : dir;
    const store = await openEmbeddedStore({ path, maxBytes: 1e9, maxEntries: 1e6, clock: systemClock });
    say('open');
    await modes[mode]!(store);
  } catch (error) {
    say(told(error));
  }
}

void main();
