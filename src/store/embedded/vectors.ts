import { bestOf, dot, type Scored } from './similarity';

/** What a search asks of one partition. */
export interface Search {
  readonly vector: Float32Array;
  readonly now: number;
  readonly limit: number;
}

/** The vectors of one partition in one block of memory, searched exactly. */
export interface VectorRows {
  readonly size: number;
  /** Memory that it takes, roughly. */
  readonly bytes: number;
  /** True when there were more vectors than it may hold; the newest are kept then. */
  readonly overflowed: boolean;
  upsert(id: string, vector: Float32Array, expiresAt: number): void;
  remove(id: string): void;
  nearest(search: Search): readonly Scored[];
}

/** Text of an id, its slot in the map, and its expiry. */
const BYTES_PER_ROW = 200;

/** Holds at most `maxRows`; grows by doubling. */
export function createVectorRows(dims: number, maxRows: number): VectorRows {
  let matrix = new Float32Array(dims * Math.min(4, maxRows));
  const ids: string[] = [];
  const expiry: number[] = [];
  const slots = new Map<string, number>();
  let overflowed = false;
  let oldest = 0;

  function freeSlot(): number {
    if (ids.length < maxRows) {
      if ((ids.length + 1) * dims > matrix.length) {
        const wider = new Float32Array(Math.min(matrix.length * 2, maxRows * dims));
        wider.set(matrix);
        matrix = wider;
      }
      return ids.length;
    }
    overflowed = true;
    oldest = (oldest + 1) % maxRows;
    slots.delete(ids[oldest] ?? '');
    return oldest;
  }

  return {
    get size() {
      return ids.length;
    },
    get bytes() {
      return matrix.byteLength + (ids.length + 1) * BYTES_PER_ROW;
    },
    get overflowed() {
      return overflowed;
    },
    upsert(id, vector, expiresAt) {
      const slot = slots.get(id) ?? freeSlot();
      matrix.set(vector, slot * dims);
      ids[slot] = id;
      expiry[slot] = expiresAt;
      slots.set(id, slot);
    },
    remove(id) {
      const slot = slots.get(id);
      if (slot === undefined) return;
      const last = ids.length - 1;
      const [lastId, lastExpiry] = [ids.pop(), expiry.pop()];
      slots.delete(id);
      if (slot === last || lastId === undefined || lastExpiry === undefined) return;
      matrix.copyWithin(slot * dims, last * dims, (last + 1) * dims);
      ids[slot] = lastId;
      expiry[slot] = lastExpiry;
      slots.set(lastId, slot);
    },
    nearest({ vector, now, limit }) {
      const best = bestOf(limit);
      for (const [slot, id] of ids.entries()) {
        if ((expiry[slot] ?? 0) > now) best.offer(id, dot(vector, matrix, slot * dims));
      }
      return best.best();
    },
  };
}
