import type { Client, estypes } from '@elastic/elasticsearch';
import type { EntryKey } from '../../core/entry';
import { ElasticsearchFailure, responseKind } from './failure';

/** Deletions in one request. */
const BATCH = 500;

/** Removes these from every index of entries, also of models that others use. Returns how many there were. */
export async function removeKeys(client: Client, everyIndex: string, keys: readonly EntryKey[]): Promise<number> {
  const unique = [...new Map(keys.map((key) => [key.id, key])).values()];
  if (unique.length === 0) return 0;
  const indices = await indicesOf(client, everyIndex);
  let removed = 0;
  for (let at = 0; at < unique.length; at += BATCH) {
    const operations = unique
      .slice(at, at + BATCH)
      .flatMap(({ id, partition }) => indices.map((_index) => ({ delete: { _index, _id: id, routing: partition } })));
    removed += await removeSome(client, operations);
  }
  return removed;
}

async function removeSome(client: Client, operations: readonly estypes.BulkOperationContainer[]): Promise<number> {
  const { items } = await client.bulk({ refresh: false, operations: [...operations] });
  for (const { delete: item } of items) {
    // An index that went away meanwhile took the entry with it.
    if (item?.error === undefined || item.status === 404) continue;
    const { status, error } = item;
    const kind = responseKind(status, error.type);
    throw new ElasticsearchFailure(kind, `Elasticsearch did not remove an entry: ${status} ${error.type}`);
  }
  return items.filter(({ delete: item }) => item?.result === 'deleted').length;
}

export async function indicesOf(client: Client, everyIndex: string): Promise<readonly string[]> {
  return Object.keys(await client.indices.getAlias({ index: everyIndex, ignore_unavailable: true }));
}

/** What became of deletions that hold only for the version that was seen. */
export interface VersionedRemoval {
  readonly removed: number;
  /** Written anew, or removed by somebody else, meanwhile. */
  readonly conflicts: number;
  readonly failed: number;
}

export interface Version {
  readonly index: string;
  readonly id: string;
  readonly routing: string | undefined;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** Removes only what is still as it was seen: an entry that was written anew survives. Throws only when the whole request fails. */
export async function removeVersions(client: Client, versions: readonly Version[]): Promise<VersionedRemoval> {
  if (versions.length === 0) return { removed: 0, conflicts: 0, failed: 0 };
  const operations = versions.map(({ index, id, routing, seqNo, primaryTerm }) => ({
    delete: {
      _index: index,
      _id: id,
      ...(routing === undefined ? {} : { routing }),
      if_seq_no: seqNo,
      if_primary_term: primaryTerm,
    },
  }));
  const { items } = await client.bulk({ refresh: false, operations });
  const outcomes = items.map(({ delete: item }) => {
    if (item?.result === 'deleted') return 'removed';
    return item?.status === 409 || item?.status === 404 ? 'conflict' : 'failed';
  });
  const count = (outcome: string): number => outcomes.filter((o) => o === outcome).length;
  return { removed: count('removed'), conflicts: count('conflict'), failed: count('failed') };
}
