import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Preload } from '../cache/preload';
import type { Clock } from '../core/clock';
import type { EntryStore } from '../core/entry';
import { readExportQuery, readImportQuery, readPurgeQuery } from './entry-query';
import { exportLines } from './export';
import { importLines } from './import';
import { purge } from './purge';
import { json, plain, UNSTORED, type Call, type Route } from './reply';
import { withStore } from './with-store';

/** An import that sends nothing for so long is given up. */
const IDLE_MS = 60_000;

/** What the routes under /entries need. */
export interface EntriesOptions {
  /** `undefined` while the store is not open. */
  readonly open: () => OpenEntries | undefined;
  readonly clock: Pick<Clock, 'now'>;
  /** A longer line of an import is refused. */
  readonly maxLineBytes: number;
}

export interface OpenEntries {
  readonly store: Pick<EntryStore, 'scan' | 'get' | 'remove'>;
  readonly preload: Preload;
}

/** The routes that read and change entries, by method and path. */
export function entriesRoutes(options: EntriesOptions): Readonly<Record<'list' | 'purge' | 'import', Route>> {
  const { clock } = options;
  let importing = false;
  return {
    list: withStore(options.open, ({ query, response, signal }, { store }) => {
      const filter = readExportQuery(query, clock.now());
      if ('problem' in filter) return Promise.resolve(plain(400, filter.problem));
      return stream(
        exportLines(store, filter, () => clock.now()),
        { response, signal },
      );
    }),
    purge: withStore(options.open, async ({ query, signal, change }, { store }) => {
      const wanted = readPurgeQuery(query, clock.now());
      if ('problem' in wanted) return plain(400, wanted.problem);
      change.dryRun = wanted.dryRun;
      Object.assign(change.what, Object.keys(wanted.filter).length === 0 ? { all: true } : wanted.filter);
      const counted = (counts: object): void => void Object.assign(change.outcome, counts);
      return json(200, await purge(store, wanted, { signal, counted }));
    }),
    import: withStore(options.open, async ({ query, request, change }, { preload }) => {
      const wanted = readImportQuery(query);
      if ('problem' in wanted) return plain(400, wanted.problem);
      // So that the bound on lines in progress holds for the whole process.
      if (importing) return plain(409, 'another import is under way');
      importing = true;
      if (wanted.tag !== undefined) change.what['tag'] = wanted.tag;
      const counted = (counts: object): void => void Object.assign(change.outcome, counts);
      const { maxLineBytes } = options;
      try {
        return json(200, await importLines(arriving(request), { preload, ...wanted, maxLineBytes, counted }));
      } finally {
        importing = false;
      }
    }),
  };
}

/** The status is not said before there is a line, so that a store that does not answer can still be told. */
async function stream(
  lines: AsyncGenerator<string, void>,
  { response, signal }: Pick<Call, 'response' | 'signal'>,
): Promise<undefined> {
  try {
    const first = await lines.next();
    response.writeHead(200, { 'content-type': 'application/x-ndjson', ...UNSTORED });
    await pipeline(Readable.from(first.done === true ? [] : followed(first.value, lines)), response, { signal });
  } finally {
    await lines.return();
  }
}

async function* followed(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield first;
  yield* rest;
}

/** The time that is spent on what has come does not count. */
async function* arriving(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  const arm = (): NodeJS.Timeout => setTimeout(() => request.destroy(new Error('import stalled')), IDLE_MS);
  let timer = arm();
  try {
    for await (const piece of request as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      yield piece;
      timer = arm();
    }
  } finally {
    clearTimeout(timer);
  }
}
