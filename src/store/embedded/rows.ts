import type { Layout, Totals } from './layout';
import { decodeHead } from './record';

/** An entry as the indexes know it. */
export interface StoredRow {
  readonly id: string;
  readonly expiresAt: number;
  readonly partition: string;
  /** Empty for an entry without a vector. */
  readonly space: string;
  readonly bytes: number;
}

/** All entries, soonest to expire first. Stop reading it before anything else is read. */
export function* expiring(layout: Layout): Generator<StoredRow> {
  for (const { key, value } of layout.expiry.getRange()) {
    yield { expiresAt: key[0], id: key[1], partition: value[0], space: value[1], bytes: value[2] };
  }
}

export function rowOf(layout: Layout, id: string): StoredRow | undefined {
  const record = layout.entries.getBinaryFast(id);
  if (record === undefined) return undefined;
  const { expiresAt } = decodeHead(record);
  const placement = layout.expiry.get([expiresAt, id]);
  return placement && { id, expiresAt, partition: placement[0], space: placement[1], bytes: placement[2] };
}

/** Only within a transaction. */
export function deleteRows(layout: Layout, rows: readonly StoredRow[]): void {
  for (const { id, expiresAt, partition, space } of rows) {
    void layout.entries.remove(id);
    void layout.expiry.remove([expiresAt, id]);
    if (space !== '') void layout.vectors.remove([partition, space, id]);
  }
}

export function minus(totals: Totals, rows: readonly StoredRow[]): Totals {
  return {
    entries: totals.entries - rows.length,
    bytes: rows.reduce((bytes, row) => bytes - row.bytes, totals.bytes),
  };
}
