import type { Completion } from './dialect';

/** A stored answer with all that is needed to decide whether it may be served. Times are milliseconds since the epoch. */
export interface Entry {
  /** The exact key: hash of partition and compared text, hex. Putting an entry with a known id replaces it. */
  readonly id: string;
  /** The hard filter of every lookup, hex. */
  readonly partition: string;
  /** Name of the policy that stored it. */
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  readonly comparedText: string;
  /** Unit vector; absent when the text is matched exactly only. */
  readonly vector: Float32Array | undefined;
  /** Identity of the embedder that made the vector; vectors of different identities are never compared. */
  readonly embedder: string;
  readonly completion: Completion;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** How long the upstream took for this answer, first byte to last included. */
  readonly upstreamMs: number;
}

/** What nearest-neighbour search returns: enough to judge, not the answer itself. */
export interface Candidate {
  readonly id: string;
  /** Cosine similarity, -1 to 1. */
  readonly similarity: number;
  readonly comparedText: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface NearestQuery {
  readonly partition: string;
  readonly vector: Float32Array;
  readonly embedder: string;
  /** Entries that expire at or before this time are left out. */
  readonly now: number;
  readonly limit: number;
}

export interface SweepResult {
  readonly removed: number;
  /** True when the batch was full: more expired entries may be left. */
  readonly more: boolean;
}

/** Physical size of a store. */
export interface StoreStats {
  readonly entries: number;
  readonly bytes: number;
}

/** Why entries left the store other than by sweep; counted, never silent. */
export type Removal = 'expired' | 'capacity' | 'invalidated' | 'replaced';

/**
 * Keeps entries. Implementations pass one contract suite (test/contract/entry-store.ts).
 * An expired entry may still be returned by `get`; the caller checks `expiresAt` on every read.
 */
export interface EntryStore {
  /** Realtime: sees every put that has resolved. */
  get(id: string): Promise<Entry | undefined>;
  /** Best first; never another partition's or another embedder's entry. */
  nearest(query: NearestQuery): Promise<readonly Candidate[]>;
  /** Resolves when the entry is durable. @throws StoreError */
  put(entry: Entry): Promise<void>;
  /** Removes by id; returns how many there were. */
  remove(ids: readonly string[]): Promise<number>;
  /** Removes at most `limit` entries that expired at or before `now`. */
  sweep(request: { readonly now: number; readonly limit: number }): Promise<SweepResult>;
  stats(): Promise<StoreStats>;
  /** Entries that left since the start, by reason. */
  removals(): Readonly<Record<Removal, number>>;
  /** Resolves when the store can serve; throws what is wrong otherwise. */
  check(): Promise<void>;
  close(): Promise<void>;
}
