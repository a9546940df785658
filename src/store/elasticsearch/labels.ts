import type { Client, estypes } from '@elastic/elasticsearch';
import type { Label, LabelLog, LabelPage } from '../../core/label';
import type { Clock } from '../../core/clock';
import { StoreError } from '../../core/errors';
import { ElasticsearchFailure, responseKind } from './failure';

const PAGE = 500;
/**
 * A label is found by search up to a second after it is written, and carries the time of the replica that made it: this much of the log is
 * read again, ms. Clocks that differ by more make a replica miss labels of others until it starts anew.
 */
const OVERLAP_MS = 60_000;
/** Writing it must end well within the overlap, ms. */
const APPEND_MS = 10_000;
/** Labels that a replica appends to a group before it looks again whether old ones have to go. */
const TRIM_EVERY = 500;
const TRIM_BATCH = 500;

export interface LabelLogOptions {
  readonly client: Client;
  readonly alias: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Labels of a group that are kept at least. */
  readonly kept: number;
  /** Work that nobody waits for. @throws StoreError */
  readonly background: <T>(doing: string, run: () => Promise<T>) => Promise<T>;
  /** The index is gone. */
  readonly indexMissing: () => void;
  readonly failed: (where: string, error: unknown) => void;
}

/** Labels in an index of their own, by the time at which they were made. Each is a document, named by its id. */
export function createLabelLog(options: LabelLogOptions): LabelLog {
  const { client, alias, background, indexMissing, failed } = options;
  /** Of this process, by group. */
  const appended = new Map<string, number>();

  async function guarded<T>(doing: string, run: () => Promise<T>): Promise<T> {
    try {
      return await background(doing, run);
    } catch (error) {
      if (error instanceof ElasticsearchFailure && error.kind === 'index-missing') indexMissing();
      throw error;
    }
  }

  /** From its first label on, so that replicas that come and go trim as well. */
  function trimInTime(group: string): void {
    const count = appended.get(group) ?? 0;
    appended.set(group, (count + 1) % TRIM_EVERY);
    if (count > 0) return;
    void guarded('removing old labels', () => trim(group, options)).catch((error: unknown) => {
      failed('labels-trim', error);
    });
  }

  return {
    async append(label) {
      await guarded('writing a label', () =>
        client.index(
          // Without the alias the cluster would make an index of that name, with whatever mapping.
          { index: alias, id: label.id, document: label, require_alias: true },
          { requestTimeout: APPEND_MS, maxRetries: 1 },
        ),
      );
      trimInTime(label.group);
    },
    read: (after) => guarded('reading labels', () => pageAfter(options, after)),
  };
}

interface Place {
  readonly at: number;
  /** "": before all labels of that time. */
  readonly id: string;
}

async function pageAfter({ client, alias, clock }: LabelLogOptions, after: string | undefined): Promise<LabelPage> {
  const place = after === undefined ? undefined : placeOf(after);
  const { hits } = await client.search<Label>({
    index: alias,
    size: PAGE,
    sort: IN_ORDER,
    track_total_hits: false,
    // A part that is away must not look like the end.
    allow_partial_search_results: false,
    ...(place && { search_after: [place.at, place.id] }),
  });
  const labels = hits.hits.flatMap(({ _source: label }) => (isLabel(label) ? [label] : []));
  const last: readonly unknown[] = hits.hits.at(-1)?.sort ?? [];
  const [at, id] = last;
  if (typeof at !== 'number' || typeof id !== 'string') return { labels, next: after, more: false };
  const more = hits.hits.length === PAGE;
  // A replica whose clock is fast must not take the others' labels with it.
  const end = more ? { at, id } : { at: Math.min(at, clock.now()) - OVERLAP_MS, id: '' };
  return { labels, next: `${end.at} ${end.id}`, more };
}

const IN_ORDER: estypes.Sort = [{ at: 'asc' }, { id: 'asc' }];

/** @throws StoreError when it is none of ours */
function placeOf(text: string): Place {
  const [, at, id] = /^(-?\d+) (.*)$/s.exec(text) ?? [];
  if (at === undefined || id === undefined) throw new StoreError('a place in the log of labels that it has not given');
  return { at: Number(at), id };
}

/** Others may write to the cluster. */
function isLabel(found: Partial<Label> | undefined): found is Label {
  if (found === undefined) return false;
  const { id, group, scale, mode, score, same, source, at } = found;
  const texts = [id, group, scale, mode, source].every((text) => typeof text === 'string');
  return texts && typeof same === 'boolean' && [score, at].every((number) => Number.isFinite(number));
}

/** Removes the oldest labels of a group that holds more than it may. */
async function trim(group: string, { client, alias, kept }: LabelLogOptions): Promise<void> {
  const query: estypes.QueryDslQueryContainer = { term: { group } };
  const { count } = await client.count({ index: alias, query });
  let after: estypes.SortResults | undefined;
  for (let excess = count - kept; excess > 0; excess -= TRIM_BATCH) {
    const { hits } = await client.search({
      index: alias,
      query,
      size: Math.min(excess, TRIM_BATCH),
      sort: IN_ORDER,
      _source: false,
      // What was removed may still be found.
      ...(after && { search_after: after }),
    });
    after = hits.hits.at(-1)?.sort;
    if (after === undefined) return;
    await removeAll(client, hits.hits);
  }
}

async function removeAll(client: Client, hits: readonly estypes.SearchHit[]): Promise<void> {
  const operations = hits.flatMap(({ _index, _id }) => (_id === undefined ? [] : [{ delete: { _index, _id } }]));
  const { items } = await client.bulk({ operations });
  // Another replica may have been faster.
  const refused = items.find(({ delete: item }) => item?.error !== undefined && item.status !== 404)?.delete;
  if (refused?.error === undefined) return;
  const { status, error } = refused;
  const kind = responseKind(status, error.type);
  throw new ElasticsearchFailure(kind, `Elasticsearch did not remove a label: ${status} ${error.type}`);
}
