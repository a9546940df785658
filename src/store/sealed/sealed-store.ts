import type { Candidate, Entry, EntryHead, EntryKey, EntryStore, KeptEntry } from '../../core/entry';
import type { Keyring } from './keyring';
import { seal, unseal } from './seal';

/**
 * Encrypts texts and answers on their way into a store and decrypts them on their way out. Vectors, names of policies and models, and times
 * stay as they are: the store searches and sorts by them. What cannot be decrypted is not there, and `failed` hears of it.
 */
export function sealedStore(store: EntryStore, keyring: Keyring, failed: (error: unknown) => void): EntryStore {
  const openText = <T extends EntryHead | (Candidate & EntryKey)>(of: T): T | undefined => {
    try {
      const sealed = Buffer.from(of.comparedText, 'base64');
      return { ...of, comparedText: Buffer.from(unseal(sealed, { ...of, field: 'text' }, keyring)).toString() };
    } catch (error) {
      failed(error);
      return undefined;
    }
  };

  function open(entry: KeptEntry): KeptEntry | undefined {
    const opened = openText(entry);
    if (opened === undefined) return undefined;
    try {
      const body = unseal(entry.completion.body, { ...entry, field: 'body' }, keyring);
      return { ...opened, completion: { ...entry.completion, body } };
    } catch (error) {
      failed(error);
      return undefined;
    }
  }

  async function* readable(pages: AsyncIterable<readonly EntryHead[]>): AsyncGenerator<readonly EntryHead[]> {
    // An entry that cannot be read must still be found, to be purged.
    for await (const page of pages) yield page.map((head) => openText(head) ?? { ...head, comparedText: '' });
  }

  return {
    ...store,
    put: (entry) => store.put(sealed(entry, keyring)),
    async get(key, withinMs) {
      const entry = await store.get(key, withinMs);
      return entry && open(entry);
    },
    async nearest(query) {
      const { partition } = query;
      const found = await store.nearest(query);
      return found.flatMap((candidate) => {
        const opened = openText({ ...candidate, partition });
        return opened === undefined ? [] : [{ ...candidate, comparedText: opened.comparedText }];
      });
    },
    scan: (filter) => readable(store.scan(filter)),
    scanNewestFirst: (filter, after) => readable(store.scanNewestFirst(filter, after)),
  };
}

function sealed(entry: Entry, keyring: Keyring): Entry {
  const { comparedText, completion } = entry;
  const text = seal(Buffer.from(comparedText), { ...entry, field: 'text' }, keyring);
  return {
    ...entry,
    comparedText: Buffer.from(text).toString('base64'),
    completion: { ...completion, body: seal(completion.body, { ...entry, field: 'body' }, keyring) },
  };
}
