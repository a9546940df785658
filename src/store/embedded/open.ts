import { mkdirSync } from 'node:fs';
import type { Clock } from '../../core/clock';
import type { Entry, EntryKey, EntryStore, Removal, SweepResult } from '../../core/entry';
import { StoreError } from '../../core/errors';
import { LABELS_KEPT, type LabelLog } from '../../core/label';
import { openFailure, readFailure, writeFailure } from './failure';
import { createLabelLog } from './labels';
import { nextExpiry, openLayout, totals, type Layout } from './layout';
import { lockDirectory, type DirectoryLock } from './lock';
import { createNeighbours } from './neighbours';
import { countExpiring } from './outlook';
import { readEntry, readNearest } from './reads';
import type { StoredRow } from './rows';
import { scan, scanNewestFirst } from './scan';
import { encodeRow, insert, removeByKey, removeExcess, removeExpired } from './writes';

export interface EmbeddedStoreOptions {
  /** A directory; created when it does not exist. */
  readonly path: string;
  /**
   * Bound of the sum over all entries of record, vector and a flat 512 bytes for keys. The file may be about twice as
   * large (half-filled pages, pages kept for reuse); it does not shrink, freed pages are used again.
   */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** Vectors of a partition that are scanned exactly; a larger partition gets an index in memory. Default 1000. */
  readonly scanLimit?: number;
  /** Partitions that may have an index at a time (some 30 MB for 20,000 vectors of 384). Default 8. */
  readonly maxIndexes?: number;
  /** Labels of a group that are kept. Default LABELS_KEPT. */
  readonly labelsKept?: number;
  readonly clock: Clock;
}

export interface EmbeddedStore extends EntryStore {
  readonly labels: LabelLog;
}

/** Entries that one transaction removes: it runs on the event loop. */
const REMOVAL_BATCH = 256;
/** As large as a large entry: what needs few pages may still fit on a full disk. */
const PROBE = '.'.repeat(64 * 1024);

/**
 * The store inside this process: LMDB on disk. When it is full, the entry that expires soonest leaves first.
 * @throws StoreError when the directory is in use, cannot be written, or holds something else or a newer format.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(options.path, { recursive: true });
    lock = await lockDirectory(options.path);
    return createStore(openLayout(options.path, options.maxBytes), lock, options);
  } catch (error) {
    await lock?.release();
    throw openFailure(options.path, error);
  }
}

function createStore(layout: Layout, lock: DirectoryLock, options: EmbeddedStoreOptions): EmbeddedStore {
  const { path, clock, maxBytes, scanLimit = 1000, maxIndexes = 8, labelsKept = LABELS_KEPT } = options;
  const neighbours = createNeighbours(layout, { scanLimit, maxIndexes, clock });
  const removals: Record<Removal, number> = { expired: 0, capacity: 0, invalidated: 0, replaced: 0 };
  const writing = new Set<Promise<unknown>>();
  let lastFailure: StoreError | undefined;
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    // LMDB must not be touched once it is closed.
    if (closing !== undefined) throw new StoreError(`the store in ${path} is closed`);
  }

  /** Resolves when the transaction is on disk. Transactions of the same turn share one commit. */
  async function write<T>(action: () => T): Promise<T> {
    assertOpen();
    const transaction = layout.root.transaction(action);
    writing.add(transaction);
    try {
      const result = await transaction;
      lastFailure = undefined;
      return result;
    } catch (error) {
      lastFailure = await writeFailure(path, error);
      throw lastFailure;
    } finally {
      writing.delete(transaction);
    }
  }

  /** LMDB reads are synchronous: a page that is in memory takes a microsecond or two. */
  function read<T>(action: () => T): Promise<T> {
    try {
      assertOpen();
      return Promise.resolve(action());
    } catch (error) {
      return Promise.reject(readFailure(path, error));
    }
  }

  function gone(rows: readonly StoredRow[], why: Removal): void {
    removals[why] += rows.length;
    for (const row of rows) if (row.space !== '') neighbours.removed(row, row.id);
  }

  async function put(entry: Entry): Promise<void> {
    const row = encodeRow(entry);
    if (row.bytes > maxBytes) {
      throw new StoreError(`an entry of ${row.bytes} bytes is larger than the whole store may be (${maxBytes})`);
    }
    for (let done = false; !done;) {
      const { inserted, replaced, evicted } = await write(() => insert(layout, row, options));
      gone(evicted, 'capacity');
      if (replaced) gone([replaced], 'replaced');
      if (inserted && entry.vector) neighbours.added(row, row.id, { vector: entry.vector, expiresAt: row.expiresAt });
      done = inserted;
    }
  }

  /**
   * Removes batch by batch until one is not full. A removal needs fresh pages before it frees any, so on a full disk only
   * small ones succeed: they then make the room that larger ones need.
   */
  async function removeAll(
    why: Removal,
    limit: number,
    pick: (batch: number) => readonly StoredRow[],
  ): Promise<number> {
    let removed = 0;
    let batch = REMOVAL_BATCH;
    while (removed < limit) {
      const size = Math.min(batch, limit - removed);
      try {
        const rows = await write(() => pick(size));
        gone(rows, why);
        removed += rows.length;
        if (rows.length < size) break;
      } catch (error) {
        if (size === 1) throw error;
        batch = Math.ceil(size / 8);
      }
    }
    return removed;
  }

  async function remove(keys: readonly EntryKey[]): Promise<number> {
    let removed = 0;
    for (let at = 0; at < keys.length; at += REMOVAL_BATCH) {
      const some = keys.slice(at, at + REMOVAL_BATCH);
      removed += await removeAll('invalidated', some.length, (batch) => removeByKey(layout, some, batch));
    }
    return removed;
  }

  async function sweep({ now, limit }: { readonly now: number; readonly limit: number }): Promise<SweepResult> {
    const removed = await removeAll('expired', limit, (batch) => removeExpired(layout, now, batch));
    const evicted = await removeAll('capacity', limit - removed, (batch) => removeExcess(layout, options, batch));
    return { removed, evicted, conflicts: 0, failed: 0, more: removed + evicted === limit };
  }

  async function check(): Promise<void> {
    await read(() => layout.meta.get('format'));
    // The disk may have got room again without anybody having written since.
    if (lastFailure !== undefined) await write(() => layout.meta.put('probe', PROBE));
  }

  async function close(): Promise<void> {
    neighbours.close();
    await Promise.allSettled([neighbours.settled(), ...writing]);
    await layout.root.close();
    await lock.release();
  }

  return {
    get: (key) => read(() => readEntry(layout, key)),
    nearest: (query) => read(() => readNearest(layout, neighbours, query)),
    put,
    remove,
    scan: (filter) => scan(layout, filter, read),
    scanNewestFirst: (filter, after) => scanNewestFirst(layout, filter, read, after),
    sweep,
    stats: () => read(() => ({ ...totals(layout), nextExpiry: nextExpiry(layout) })),
    expiringBy: (times) => countExpiring(layout, times, read),
    removals: () => ({ ...removals }),
    check,
    close: () => (closing ??= close()),
    labels: createLabelLog(layout.labels, { write, read }, labelsKept),
  };
}
