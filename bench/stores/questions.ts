import type { EntryStore } from '../../src/core/entry';
import { drawTarget, EMBEDDER, keyAt, paraphraseOf } from './dataset';
import type { LookupName } from './figures';
import { partitionOf } from './tasks';

/** One lookup, ready to be asked. @throws Error when an exact one is answered wrongly */
export type Question = (store: EntryStore, now: number) => Promise<void>;

/** As many candidates as the service asks for. */
const LIMIT = 5;

/** The `n`th question of a kind to a store of `size` entries. */
export function questionOf(lookup: LookupName, size: number, n: number): Question {
  switch (lookup) {
    case 'exact hit':
      return exact(drawTarget(n % 2 === 0 ? 'large' : 'small', size, n), true);
    case 'exact miss':
      // Beyond what was stored, in a partition that is there.
      return exact(drawTarget(n % 2 === 0 ? 'large' : 'small', size, n) + 10 ** 9, false);
    case 'semantic, large':
    case 'semantic, small': {
      const target = drawTarget(partitionOf(lookup), size, n);
      const { partition } = keyAt(target);
      const vector = paraphraseOf(target, n);
      return async (store, now) => {
        await store.nearest({ partition, vector, embedder: EMBEDDER, now, limit: LIMIT });
      };
    }
  }
}

function exact(i: number, stored: boolean): Question {
  const key = keyAt(i);
  return async (store) => {
    const found = await store.get(key);
    if ((found !== undefined) !== stored) throw new Error(`entry ${i} was ${stored ? 'not found' : 'found'}`);
  };
}
