import type { Completion } from './dialect';
import type { EntryPlace } from './entry-order';

/** Names an entry. The id follows from the partition; both are needed to find it where partitions are spread over shards. */
export interface EntryKey {
  /** The exact key: hash of partition and compared text, hex. Putting an entry with a known id replaces it. */
  readonly id: string;
  /** The hard filter of every lookup, hex. */
  readonly partition: string;
}

/** All that is known of an entry besides its vector and its answer. Times are milliseconds since the epoch. */
export interface EntryHead extends EntryKey {
  /** Name of the policy that stored it. */
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  /** The compared text in the form in which it is kept (`store.prompts`): itself, a keyed digest, or nothing. */
  readonly comparedText: string;
  /** Identity of the embedder that made the vector; vectors of different identities are never compared. */
  readonly embedder: string;
  /** A word that an import gave it, to find it again; answers of calls have none. */
  readonly tag: string | undefined;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** How long the upstream took for this answer, first byte to last included. */
  readonly upstreamMs: number;
}

/** A stored answer with all that is needed to decide whether it may be served. */
export interface KeptEntry extends EntryHead {
  readonly completion: Completion;
}

/** An entry as it is put. */
export interface Entry extends KeptEntry {
  /** Unit vector; absent when the text is matched exactly only. */
  readonly vector: Float32Array | undefined;
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
  /** As of `EntryStore.get`. */
  readonly withinMs?: number;
}

/** Which entries are meant: those for which everything given holds; nothing given: all, expired ones included. */
export interface EntryFilter {
  readonly ids?: readonly string[];
  readonly partition?: string;
  readonly policy?: string;
  readonly model?: string;
  readonly tag?: string;
  /** Stored before this time. */
  readonly createdBefore?: number;
  /** Expired at or before this time. */
  readonly expiredAt?: number;
}

/** One step of a sweep. */
export interface SweepResult {
  /** Expired entries that were removed. */
  readonly removed: number;
  /** Entries that were removed because the store holds more than it may. */
  readonly evicted: number;
  /** Entries left alone because somebody wrote them anew meanwhile. */
  readonly conflicts: number;
  /** Entries that could not be removed; the next sweep tries again. */
  readonly failed: number;
  /** True when more may be left to do. */
  readonly more: boolean;
}

/** What a store holds, expired entries that are not yet swept included. */
export interface StoreStats {
  readonly entries: number;
  /** Logical size: what the entries count against `max-bytes`. */
  readonly bytes: number;
  /** When the first of the entries expires, or has expired; `undefined` when there is none. */
  readonly nextExpiry: number | undefined;
}

/** Why entries left the store, by a sweep or otherwise; counted, never silent. */
export type Removal = 'expired' | 'capacity' | 'invalidated' | 'replaced';

/**
 * Keeps entries. Implementations pass one contract suite (test/contract/entry-store.ts).
 * An expired entry may still be returned by `get`; the caller checks `expiresAt` on every read.
 * Reads throw StoreUnavailableError at once while the store is known not to answer.
 */
export interface EntryStore {
  /**
   * Realtime: sees every put that has resolved.
   *
   * @param withinMs how long the answer is worth waiting for; a store that needs longer may give up (StoreError)
   */
  get(key: EntryKey, withinMs?: number): Promise<KeptEntry | undefined>;
  /** Best first; never another partition's or another embedder's entry. May see a put a second late. */
  nearest(query: NearestQuery): Promise<readonly Candidate[]>;
  /** Resolves when the entry is durable. @throws StoreError */
  put(entry: Entry): Promise<void>;
  /** Removes what there is of these; returns how many that were. */
  remove(keys: readonly EntryKey[]): Promise<number>;
  /** Page by page what the filter picks, in no order. Where the store's operator does not allow otherwise, may see a put a second late. */
  scan(filter: EntryFilter): AsyncIterable<readonly EntryHead[]>;
  /**
   * The same newest first (of the same time by partition, then id), so that one may stop and go on later behind the entry that came last: what
   * is not written anew meanwhile comes once. Costs more than `scan` where the store keeps no such order.
   */
  scanNewestFirst(filter: EntryFilter, after?: EntryPlace): AsyncIterable<readonly EntryHead[]>;
  /** Removes at most `limit` entries: such as expired at or before `now`, then such as are beyond the store's bounds. */
  sweep(request: { readonly now: number; readonly limit: number }): Promise<SweepResult>;
  stats(): Promise<StoreStats>;
  /**
   * How many entries expire at or before each of these times, expired ones that are still there included. May see a put a second late.
   *
   * @param times ascending
   */
  expiringBy(times: readonly number[]): Promise<readonly number[]>;
  /** Entries that left since the start, by reason. */
  removals(): Readonly<Record<Removal, number>>;
  /** Resolves when the store can serve; throws what is wrong otherwise. */
  check(): Promise<void>;
  /** Puts that wait are given up (StoreError). */
  close(): Promise<void>;
}
