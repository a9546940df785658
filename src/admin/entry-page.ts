import type { Inspect, InspectedEntry } from '../cache/inspect';
import { isKey, KEY_RULE } from '../cache/partition';
import type { EntryDetails, EntryPage, EntrySummary } from '../core/access';
import type { Clock } from '../core/clock';
import type { EntryHead, EntryStore } from '../core/entry';
import type { PromptsKept } from '../core/prompts';
import { placeText, readSearchQuery } from './entry-query';
import { json, plain, type Route } from './reply';
import { search } from './search';
import { withStore } from './with-store';

export interface EntryPageOptions {
  /** `undefined` while the store is not open. */
  readonly open: () => { readonly store: Pick<EntryStore, 'scanNewestFirst'>; readonly inspect: Inspect } | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly prompts: PromptsKept;
  /** How often this process served an entry, as far as it remembers. */
  readonly hits: (id: string) => number;
}

/** The routes with which people look for entries, and at one. */
export function entryPageRoutes(options: EntryPageOptions): Readonly<Record<'search' | 'one', Route>> {
  const { clock, prompts } = options;
  return {
    search: withStore(options.open, async ({ query, signal }, { store }) => {
      const now = clock.now();
      const wanted = readSearchQuery(query, now);
      if ('problem' in wanted) return plain(400, wanted.problem);
      if (wanted.text !== undefined && prompts !== 'clear') {
        return plain(400, `text: cannot be searched, for this store does not keep it (store.prompts is ${prompts})`);
      }
      const { heads, after } = await search(store, wanted, { now, signal });
      const entries = heads.map((head) => summaryOf(head, options));
      return json(200, { entries, ...(after && { after: placeText(after) }) } satisfies EntryPage);
    }),
    one: withStore(options.open, async ({ query }, { inspect }) => {
      const parameters = new URLSearchParams(query);
      const id = parameters.get('id') ?? '';
      if (parameters.size !== 1 || !isKey(id)) return plain(400, `id: ${KEY_RULE}; and nothing else`);
      const found = await inspect(id);
      return found === undefined ? plain(404, 'no such entry') : json(200, detailsOf(found, options));
    }),
  };
}

type Shown = Pick<EntryPageOptions, 'prompts' | 'hits'>;

function summaryOf(head: EntryHead, { prompts, hits }: Shown): EntrySummary {
  const { id, partition, policy, dialect, model, tag, createdAt, expiresAt, upstreamMs, comparedText } = head;
  return {
    ...{ id, partition, policy, dialect, model, createdAt, expiresAt, upstreamMs },
    ...(tag !== undefined && { tag }),
    ...(prompts === 'clear' && { text: comparedText }),
    hits: hits(id),
  };
}

function detailsOf({ entry, answer, neighbours }: InspectedEntry, shown: Shown): EntryDetails {
  const { usage } = entry.completion;
  return {
    ...summaryOf(entry, shown),
    answer,
    ...usage,
    ...(neighbours && {
      neighbours: neighbours.map(({ id, similarity, createdAt, expiresAt, comparedText: text }) => ({
        ...{ id, similarity, createdAt, expiresAt, text },
      })),
    }),
  };
}
