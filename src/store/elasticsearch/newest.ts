import type { estypes } from '@elastic/elasticsearch';
import type { EntryFilter, EntryHead } from '../../core/entry';
import { newestFirst, type EntryPlace } from '../../core/entry-order';
import { queryOf } from './query';

/** As `newestFirst`, but for ids, by which an index does not sort. */
export const NEWEST_FIRST: readonly estypes.SortCombinations[] = [{ created_at: 'desc' }, { partition: 'asc' }];

/** What the filter picks from that time and partition on. */
export function queryBehind(filter: EntryFilter, after: EntryPlace | undefined): estypes.QueryDslQueryContainer {
  if (after === undefined) return queryOf(filter);
  const { createdAt, partition } = after;
  const older = { range: { created_at: { lt: createdAt } } };
  const term = { term: { created_at: createdAt } };
  const later = { bool: { filter: [term, { range: { partition: { gte: partition } } }] } };
  return { bool: { filter: [queryOf(filter), { bool: { should: [older, later], minimum_should_match: 1 } }] } };
}

/** Pages that are in order but for ids, wholly in order; what is not behind `after` is left out. */
export async function* inOrder(
  pages: AsyncIterable<readonly EntryHead[]>,
  after: EntryPlace | undefined,
): AsyncGenerator<readonly EntryHead[]> {
  const behind = (heads: readonly EntryHead[]): readonly EntryHead[] =>
    heads.filter((head) => after === undefined || newestFirst(head, after) > 0).sort(newestFirst);
  /** Of the last time and partition there may be more on the next page. */
  let held: EntryHead[] = [];
  for await (const page of pages) {
    held.push(...page);
    const last = held.at(-1);
    const open = held.findIndex((head) => head.createdAt === last?.createdAt && head.partition === last.partition);
    const whole = behind(held.slice(0, open));
    held = held.slice(open);
    if (whole.length > 0) yield whole;
  }
  const rest = behind(held);
  if (rest.length > 0) yield rest;
}
