import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { StoreError } from '../../core/errors';
import type { LabelTables } from './labels';

/** Raised by a release whenever an older program could no longer read what it writes. */
const FORMAT = 1;

/** Where an entry's rows are, and how many bytes it counts. */
export type Placement = [partition: string, space: string, bytes: number];

export interface Totals {
  readonly entries: number;
  readonly bytes: number;
}

/** The tables. Every write of an entry changes the first four in one transaction, so they never disagree. */
export interface Layout {
  readonly root: RootDatabase;
  /** id → record (record.ts). */
  readonly entries: Database<Buffer, string>;
  /** [partition, space, id] → vector row: the neighbours of a partition lie side by side. */
  readonly vectors: Database<Buffer, [string, string, string]>;
  /** [expiresAt, id] → placement: soonest to expire first, and enough to remove an entry without reading it. */
  readonly expiry: Database<Placement, [number, string]>;
  /** format, totals, probe. */
  readonly meta: Database<unknown, string>;
  /** What was learned of candidates; independent of the entries. */
  readonly labels: LabelTables;
}

/** @throws StoreError when the directory holds no store of ours, or one of a newer format. */
export function openLayout(path: string, maxBytes: number): Layout {
  refuseForeignFile(path);
  const root = open({
    path,
    // A directory, whatever dots its name has.
    noSubdir: false,
    encoding: 'binary',
    // A first guess that spares remapping: LMDB extends its map when it has to.
    mapSize: 2 * maxBytes + 64 * 1024 * 1024,
    // A commit is on disk when its promise resolves.
    overlappingSync: false,
    // With it, lmdb leaves a rejected promise unhandled on each failed commit, and that ends the process.
    eventTurnBatching: false,
    maxDbs: 8,
  });
  const layout: Layout = {
    root,
    entries: root.openDB('entries', { encoding: 'binary' }),
    vectors: root.openDB('vectors', { encoding: 'binary' }),
    expiry: root.openDB('expiry', { encoding: 'ordered-binary' }),
    meta: root.openDB('meta', { encoding: 'json' }),
    labels: {
      log: root.openDB('labels', { encoding: 'json' }),
      groups: root.openDB('label-groups', { encoding: 'json' }),
    },
  };
  claimFormat(layout, path);
  return layout;
}

export function totals(layout: Layout): Totals {
  return (layout.meta.get('totals') as Totals | undefined) ?? { entries: 0, bytes: 0 };
}

/** When the entry that expires first does. */
export function nextExpiry(layout: Layout): number | undefined {
  const [first] = layout.expiry.getKeys({ limit: 1 });
  return first?.[0];
}

function claimFormat({ root, meta }: Layout, path: string): void {
  const found = meta.get('format') as number | undefined;
  if (found === FORMAT) return;
  if (found === undefined) {
    meta.putSync('format', FORMAT);
    return;
  }
  void root.close();
  throw new StoreError(
    `the store in ${path} has format ${found}, this program reads format ${FORMAT}: ` +
      'start the program that wrote it, or give another directory, or delete this one (a cache fills again)',
  );
}

/** LMDB takes any file for its own and crashes the process on what it cannot follow. */
export function refuseForeignFile(path: string): void {
  const file = join(path, 'data.mdb');
  if (!existsSync(file)) return;
  const start = Buffer.alloc(28);
  const fd = openSync(file, 'r');
  const length = readSync(fd, start, 0, start.length, 0);
  closeSync(fd);
  if (length === 0 || (length === start.length && start.readUInt32LE(24) === LMDB_MAGIC)) return;
  throw new StoreError(`${file} is not a store's file: delete it, or give another directory`);
}

/** MDB_MAGIC, behind the 24 bytes of the page's header. */
const LMDB_MAGIC = 0xbeefc0de;
