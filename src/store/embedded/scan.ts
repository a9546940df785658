import { setImmediate } from 'node:timers/promises';
import type { EntryFilter, EntryHead } from '../../core/entry';
import { newestFirst, type EntryPlace } from '../../core/entry-order';
import type { Layout } from './layout';
import { decodeHead, headOf } from './record';

/** Records that are read in one go: it holds up the event loop. */
const PAGE = 200;
/** Heads that one walk over all entries keeps for an order that no table has: some MB. */
const KEPT_IN_ORDER = 5000;

type Read = <T>(action: () => T) => Promise<T>;

/** Picks entries page by page; other work has its turn in between. */
export async function* scan(layout: Layout, filter: EntryFilter, read: Read): AsyncGenerator<readonly EntryHead[]> {
  const pages = idPages(layout, filter);
  for (;;) {
    const heads = await read(() => {
      const page = pages.next();
      return page.done ? undefined : headsOf(layout, page.value, filter);
    });
    if (heads === undefined) return;
    if (heads.length > 0) yield heads;
    await setImmediate();
  }
}

/** A walk over all entries for each `KEPT_IN_ORDER` of them: the tables are in the order of ids, which are random. */
export async function* scanNewestFirst(
  layout: Layout,
  filter: EntryFilter,
  read: Read,
  after: EntryPlace | undefined,
): AsyncGenerator<readonly EntryHead[]> {
  for (let from = after; ;) {
    const heads = await newestBehind(from, scan(layout, filter, read));
    for (let at = 0; at < heads.length; at += PAGE) yield heads.slice(at, at + PAGE);
    if (heads.length < KEPT_IN_ORDER) return;
    from = heads.at(-1);
  }
}

async function newestBehind(
  from: EntryPlace | undefined,
  pages: AsyncIterable<readonly EntryHead[]>,
): Promise<readonly EntryHead[]> {
  let kept: EntryHead[] = [];
  const cut = (): void => void (kept = kept.sort(newestFirst).slice(0, KEPT_IN_ORDER));
  for await (const page of pages) {
    kept.push(...page.filter((head) => from === undefined || newestFirst(head, from) > 0));
    if (kept.length >= 2 * KEPT_IN_ORDER) cut();
  }
  cut();
  return kept;
}

/**
 * The ids that may be meant, page by page. Nothing is held in between, neither a cursor nor a snapshot: each page begins
 * behind the last id, so that what is written meanwhile neither hides nor repeats another entry.
 */
function* idPages(layout: Layout, filter: EntryFilter): Generator<readonly string[]> {
  if (filter.ids) {
    const ids = [...new Set(filter.ids)];
    for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
    return;
  }
  for (let after = ''; ;) {
    const ids = [...layout.entries.getKeys({ start: after, exclusiveStart: true, limit: PAGE })];
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}

/** Of the entries with these ids, such as are there and meant. */
function headsOf(layout: Layout, ids: readonly string[], filter: EntryFilter): readonly EntryHead[] {
  return ids.flatMap((id) => {
    const record = layout.entries.getBinaryFast(id);
    if (record === undefined) return [];
    const head = headOf(id, decodeHead(record));
    return matches(head, filter) ? head : [];
  });
}

function matches(head: EntryHead, filter: EntryFilter): boolean {
  const { partition, policy, model, tag, createdBefore, expiredAt } = filter;
  return (
    (partition === undefined || head.partition === partition) &&
    (policy === undefined || head.policy === policy) &&
    (model === undefined || head.model === model) &&
    (tag === undefined || head.tag === tag) &&
    (createdBefore === undefined || head.createdAt < createdBefore) &&
    (expiredAt === undefined || head.expiresAt <= expiredAt)
  );
}
