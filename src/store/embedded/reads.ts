import type { Candidate, EntryKey, KeptEntry, NearestQuery } from '../../core/entry';
import type { Layout } from './layout';
import type { Neighbours } from './neighbours';
import { decodeEntry, decodeHead, spaceOf } from './record';

/** Candidates fetched beyond those asked for, for the case that one is gone when its text is read. */
const SPARE_CANDIDATES = 4;

export function readEntry(layout: Layout, { id, partition }: EntryKey): KeptEntry | undefined {
  const record = layout.entries.getBinary(id);
  if (record === undefined) return undefined;
  const head = decodeHead(record);
  return head.partition === partition ? decodeEntry(id, record, head) : undefined;
}

/** Vectors are found first; what they belong to is read, and checked, after that. */
export function readNearest(layout: Layout, neighbours: Neighbours, query: NearestQuery): readonly Candidate[] {
  const { partition, vector, now, limit } = query;
  const where = { partition, space: spaceOf(query.embedder, vector.length) };
  const found = neighbours.find(where, { vector, now, limit: limit + SPARE_CANDIDATES });
  const candidates: Candidate[] = [];
  for (const { id, similarity } of found) {
    if (candidates.length === limit) break;
    const record = layout.entries.getBinaryFast(id);
    const head = record && decodeHead(record);
    if (head?.partition !== partition || head.embedder !== query.embedder || head.expiresAt <= now) continue;
    const { comparedText, createdAt, expiresAt } = head;
    candidates.push({ id, similarity, comparedText, createdAt, expiresAt });
  }
  return candidates;
}
