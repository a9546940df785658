import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/clock';
import { createAnnIndex, type AnnIndex } from './ann';
import type { Layout } from './layout';
import { copyVector, vectorExpiry } from './record';
import { bestOf, dot, type Scored } from './similarity';
import { createVectorRows, type Search, type VectorRows } from './vectors';

/** The vectors that may be compared with each other: one partition, one space. */
export interface Neighbourhood {
  readonly partition: string;
  readonly space: string;
}

/** Nearest-neighbour search over the vectors table, with what it keeps in memory for that. All of it can be rebuilt. */
export interface Neighbours {
  find(where: Neighbourhood, search: Search): readonly Scored[];
  /** To be told of each committed change, in the order of commits. */
  added(where: Neighbourhood, id: string, row: { readonly vector: Float32Array; readonly expiresAt: number }): void;
  removed(where: Neighbourhood, id: string): void;
  /** Resolves when no index is being built. */
  settled(): Promise<void>;
  close(): void;
}

export interface NeighboursOptions {
  readonly scanLimit: number;
  readonly maxIndexes: number;
  readonly clock: Clock;
}

/** Memory for partitions that are scanned exactly: some 40,000 vectors of 384. */
const ROWS_BYTES = 64 * 1024 * 1024;
/** Building an index takes the event loop for so long at a time. */
const SLICE_MS = 2;
/** An index makes room for another partition's only when it has not been asked for this long; else they would push each other out. */
const INDEX_IDLE_MS = 60_000;

interface Indexed {
  readonly index: AnnIndex;
  ready: boolean;
  usedAt: number;
}

/**
 * A partition of up to `scanLimit` vectors is scanned exactly. A larger one gets an index, built in slices between
 * other work; until that is ready, the exact rows in memory (the newest `scanLimit`) and the part that is indexed
 * already are searched together.
 */
export function createNeighbours(layout: Layout, options: NeighboursOptions): Neighbours {
  const { scanLimit, maxIndexes, clock } = options;
  const rowsOf = new LRUCache<string, VectorRows>({ maxSize: ROWS_BYTES, sizeCalculation: (rows) => rows.bytes });
  const indexes = new Map<string, Indexed>();
  let building: Promise<void> | undefined;
  let closed = false;

  function load(where: Neighbourhood, dims: number): VectorRows {
    const rows = createVectorRows(dims, scanLimit);
    const vector = new Float32Array(dims);
    for (const { id, row } of rowsIn(layout, where)) {
      rows.upsert(id, copyVector(row, vector), vectorExpiry(row));
      if (rows.overflowed) break;
    }
    if (rows.size > 0) rowsOf.set(keyOf(where), rows);
    return rows;
  }

  function makeRoomForIndex(): boolean {
    if (indexes.size < maxIndexes) return true;
    const [longestUnused] = [...indexes].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (!longestUnused || clock.monotonic() - longestUnused[1].usedAt < INDEX_IDLE_MS) return false;
    return indexes.delete(longestUnused[0]);
  }

  function startBuild(where: Neighbourhood, dims: number): void {
    if (building !== undefined || closed || !makeRoomForIndex()) return;
    const indexed = { index: createAnnIndex(dims), ready: false, usedAt: clock.monotonic() };
    indexes.set(keyOf(where), indexed);
    building = build(where, indexed, dims)
      .catch(() => void indexes.delete(keyOf(where)))
      .finally(() => (building = undefined));
  }

  async function build(where: Neighbourhood, indexed: Indexed, dims: number): Promise<void> {
    const key = keyOf(where);
    let after: string | undefined = '';
    do {
      await setImmediate();
      if (closed || indexes.get(key) !== indexed) return;
      after = fillSlice(where, { index: indexed.index, dims, after });
    } while (after !== undefined);
    indexed.ready = true;
    rowsOf.delete(key);
  }

  /** Reads and indexes in one go, so that no removal can come in between. Returns where to go on, if there is more. */
  function fillSlice(where: Neighbourhood, to: { index: AnnIndex; dims: number; after: string }): string | undefined {
    const until = clock.monotonic() + SLICE_MS;
    const vector = new Float32Array(to.dims);
    for (const { id, row } of rowsIn(layout, where, to.after)) {
      if (!to.index.has(id)) to.index.upsert(id, copyVector(row, vector), vectorExpiry(row));
      if (clock.monotonic() >= until) return id;
    }
    return undefined;
  }

  function findIndexed(where: Neighbourhood, index: AnnIndex, search: Search): readonly Scored[] {
    const best = bestOf(search.limit);
    const vector = new Float32Array(search.vector.length);
    for (const id of index.candidates(search)) {
      const row = layout.vectors.getBinaryFast([where.partition, where.space, id]);
      if (row !== undefined) best.offer(id, dot(search.vector, copyVector(row, vector), 0));
    }
    return best.best();
  }

  function outlived(index: AnnIndex): boolean {
    return index.size < scanLimit / 2 || index.ghosts > index.size;
  }

  return {
    find(where, search) {
      const indexed = indexes.get(keyOf(where));
      if (indexed) indexed.usedAt = clock.monotonic();
      if (indexed?.ready) return findIndexed(where, indexed.index, search);
      const rows = rowsOf.get(keyOf(where)) ?? load(where, search.vector.length);
      if (rows.overflowed && !indexed) startBuild(where, search.vector.length);
      const exact = rows.nearest(search);
      return indexed ? merge(exact, findIndexed(where, indexed.index, search), search.limit) : exact;
    },
    added(where, id, { vector, expiresAt }) {
      const key = keyOf(where);
      indexes.get(key)?.index.upsert(id, vector, expiresAt);
      const rows = rowsOf.peek(key);
      if (rows === undefined) return;
      rows.upsert(id, vector, expiresAt);
      // Its size has changed; lru-cache asks for it only on set.
      rowsOf.set(key, rows);
    },
    removed(where, id) {
      const key = keyOf(where);
      const rows = rowsOf.peek(key);
      rows?.remove(id);
      // There was more than it holds: read again what is left.
      if (rows?.overflowed && rows.size < scanLimit / 2) rowsOf.delete(key);
      const indexed = indexes.get(key);
      indexed?.index.remove(id);
      // Far enough below the limit that it does not come and go. What is left is indexed anew when it is asked for.
      if (indexed?.ready && outlived(indexed.index)) indexes.delete(key);
    },
    async settled() {
      while (building !== undefined) await building;
    },
    close() {
      closed = true;
    },
  };
}

function* rowsIn(layout: Layout, where: Neighbourhood, after = ''): Generator<{ id: string; row: Buffer }> {
  const start: [string, string, string] = [where.partition, where.space, after];
  for (const { key, value } of layout.vectors.getRange({ start, exclusiveStart: after !== '' })) {
    const [partition, space, id] = key;
    if (partition !== where.partition || space !== where.space) return;
    yield { id, row: value };
  }
}

function merge(some: readonly Scored[], others: readonly Scored[], limit: number): readonly Scored[] {
  const best = bestOf(limit);
  const seen = new Set<string>();
  for (const { id, similarity } of [...some, ...others]) {
    if (!seen.has(id)) best.offer(id, similarity);
    seen.add(id);
  }
  return best.best();
}

function keyOf({ partition, space }: Neighbourhood): string {
  return `${space}/${partition}`;
}
