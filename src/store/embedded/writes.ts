import type { Entry, EntryKey } from '../../core/entry';
import { StoreError } from '../../core/errors';
import { chooseVictims, type Bounds } from './eviction';
import { totals, type Layout } from './layout';
import { encodeRecord, encodeVectorRow, spaceOf } from './record';
import { deleteRows, expiring, minus, rowOf, type StoredRow } from './rows';

/*
 * The bodies of the write transactions. They run on the event loop while LMDB's writer waits, so they are short, and
 * they read everything before they write anything: what has been written before an exception would be committed.
 */

/** Keys and index rows of an entry, roughly; counted so that many tiny entries are bounded too. */
const KEYS_BYTES = 512;
/** LMDB takes keys of up to 1,978 bytes; ids and partitions are 64 characters. */
const MAX_KEY_LENGTH = 256;

/** Most entries that one transaction evicts: it runs on the event loop. */
const EVICTION_BATCH = 256;

/** An entry, encoded outside the transaction. */
export interface NewRow extends StoredRow {
  readonly record: Buffer;
  readonly vectorRow: Buffer | undefined;
}

/** `bytes` counts the record, the vector row, and a flat 512 for keys and index rows. Free space in pages is not counted. */
export function encodeRow(entry: Entry): NewRow {
  const { id, partition, expiresAt, vector } = entry;
  if (id.length > MAX_KEY_LENGTH || partition.length > MAX_KEY_LENGTH) {
    throw new StoreError(`an entry's id and partition may have ${MAX_KEY_LENGTH} characters at most`);
  }
  const record = encodeRecord(entry);
  const vectorRow = vector && encodeVectorRow(vector, expiresAt);
  const bytes = record.length + (vectorRow?.length ?? 0) + KEYS_BYTES;
  return { id, partition, expiresAt, space: spaceOf(entry.embedder, vector?.length ?? 0), bytes, record, vectorRow };
}

export interface Insertion {
  /** False when only room was made, because there is more to evict than one transaction should. */
  readonly inserted: boolean;
  readonly replaced: StoredRow | undefined;
  readonly evicted: readonly StoredRow[];
}

export function insert(layout: Layout, row: NewRow, bounds: Bounds): Insertion {
  const before = totals(layout);
  const old = rowOf(layout, row.id);
  const kept = minus(before, old ? [old] : []);
  const after = { entries: kept.entries + 1, bytes: kept.bytes + row.bytes };
  const { victims, enough } = chooseVictims(layout, after, { bounds, keep: row.id, limit: EVICTION_BATCH });
  deleteRows(layout, victims);
  if (!enough) {
    void layout.meta.put('totals', minus(before, victims));
    return { inserted: false, replaced: undefined, evicted: victims };
  }
  if (old) deleteRows(layout, [old]);
  void layout.entries.put(row.id, row.record);
  void layout.expiry.put([row.expiresAt, row.id], [row.partition, row.space, row.bytes]);
  if (row.vectorRow) void layout.vectors.put([row.partition, row.space, row.id], row.vectorRow);
  void layout.meta.put('totals', minus(after, victims));
  return { inserted: true, replaced: old, evicted: victims };
}

/** Removes the first `limit` that there are of `keys`. */
export function removeByKey(layout: Layout, keys: readonly EntryKey[], limit: number): readonly StoredRow[] {
  const rows = new Map<string, StoredRow>();
  for (const { id, partition } of keys) {
    const row = rows.size < limit ? rowOf(layout, id) : undefined;
    if (row?.partition === partition) rows.set(id, row);
  }
  return removeRows(layout, [...rows.values()]);
}

/** Removes at most `limit` entries that expired at or before `now`; the cost does not depend on the store's size. */
export function removeExpired(layout: Layout, now: number, limit: number): readonly StoredRow[] {
  const expired: StoredRow[] = [];
  for (const row of expiring(layout)) {
    if (row.expiresAt > now || expired.length === limit) break;
    expired.push(row);
  }
  return removeRows(layout, expired);
}

/** Removes at most `limit` entries of a store that holds more than it may, as one does that was opened with narrower bounds. */
export function removeExcess(layout: Layout, bounds: Bounds, limit: number): readonly StoredRow[] {
  return removeRows(layout, chooseVictims(layout, totals(layout), { bounds, limit }).victims);
}

function removeRows(layout: Layout, rows: readonly StoredRow[]): readonly StoredRow[] {
  if (rows.length === 0) return rows;
  const left = minus(totals(layout), rows);
  deleteRows(layout, rows);
  void layout.meta.put('totals', left);
  return rows;
}
