import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntryStore } from '../../../src/core/entry';
import { StoreUnavailableError } from '../../../src/core/errors';
import { openElasticsearchStore } from '../../../src/store/elasticsearch/open';
import { until } from '../../../tools/harness/waiting';
import { entryOf } from '../../contract/entry-store';
import { newestMajor } from '../../../tools/fetch/elasticsearch';
import { describeWithElasticsearch } from '../../support/elasticsearch';
import { connectionTo, SILENT, storeOptions } from '../../support/elasticsearch-store';

/** What a lookup may cost here, ms. */
const BUDGET_MS = 60;
/** How long the cluster takes when it is slow, ms. */
const SLOW_MS = 1000;
/** Half of that: between the two there is room for a busy machine. */
const MOST_MS = 500;

type Trouble = 'none' | 'slow' | 429 | 503;

describeWithElasticsearch(newestMajor(), (place) => {
  let trouble: Trouble;
  let between: Server;
  let store: EntryStore;
  let states: string[];

  beforeEach(async () => {
    trouble = 'none';
    states = [];
    between = createServer((request, response) => void pass(request, response));
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const { port } = between.address() as AddressInfo;
    const observer = { ...SILENT, breaker: (state: string) => states.push(state) };
    const connection = connectionTo(`http://127.0.0.1:${port}`);
    ({ store } = await openElasticsearchStore({ ...storeOptions(place()), connection, observer }));
  });
  afterEach(async () => {
    trouble = 'none';
    await store.close();
    between.closeAllConnections();
    between.close();
  });

  /** The real node behind a proxy that is in trouble now and then. */
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (typeof trouble === 'number') {
      request.resume();
      response.writeHead(trouble, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
      response.end(JSON.stringify({ error: { type: 'too_busy', reason: 'busy' }, status: trouble }));
      return;
    }
    if (trouble === 'slow') await pause(SLOW_MS, undefined, { ref: false });
    const { method, url: path } = request;
    const headers = { ...request.headers, connection: 'close' };
    const onward = ask(`${place().url}${path ?? ''}`, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  it.each<[Trouble]>([['slow'], [429], [503]])(
    'with a cluster that is %s a read costs its budget at most, soon nothing, and all is well when that is over',
    async (kind) => {
      const entry = entryOf();
      await store.put(entry);
      expect(await store.get(entry)).toBeDefined();
      trouble = kind;
      const costs: number[] = [];
      const errors: unknown[] = [];
      for (let i = 0; i < 6; i++) {
        const begun = performance.now();
        errors.push(await store.get(entry, BUDGET_MS).catch((error: unknown) => error));
        costs.push(performance.now() - begun);
      }
      expect(Math.max(...costs)).toBeLessThan(MOST_MS);
      expect(errors.slice(0, 3)).not.toContainEqual(expect.any(StoreUnavailableError));
      for (const error of errors.slice(3)) expect(error).toBeInstanceOf(StoreUnavailableError);
      await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailableError);

      const waiting = store.put({ ...entry, upstreamMs: 1 });
      trouble = 'none';
      await until('the store back', async () => ((await store.get(entry)) ? true : undefined));
      await waiting;
      expect(await store.get(entry)).toMatchObject({ upstreamMs: 1 });
      expect(states.filter((state) => state === 'closed')).toHaveLength(1);
    },
  );
});
