import { inspect } from 'node:util';
import { systemClock, type Clock } from '../../../src/core/clock';
import type { Entry } from '../../../src/core/entry';
import { StoreError } from '../../../src/core/errors';
import { connect, type Clients } from '../../../src/store/elasticsearch/connect';
import type { ElasticsearchFailure } from '../../../src/store/elasticsearch/failure';
import { createWriter, type Writer } from '../../../src/store/elasticsearch/writer';
import { entryOf } from '../../contract/entry-store';
import { answering, errorReply, type Answering, type Reply } from './answering';
import { connectionTo } from '../../support/elasticsearch-store';

const SECRET = 'the content of an entry';
const entry = (text: string, over: Partial<Entry> = {}): Entry =>
  entryOf({ comparedText: text, expiresAt: Date.now() + 60_000, ...over });

/** The texts of the entries of a bulk request, in order. */
const textsOf = (body: string): string[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line, i) => (i % 2 ? [(JSON.parse(line) as { text: string }).text] : []));

interface Item {
  status: number;
  result?: string;
  error?: { type: string; reason: string };
}
const CREATED: Item = { status: 201, result: 'created' };
const failedItem = (status: number, type: string): Item => ({ status, error: { type, reason: `Preview: ${SECRET}` } });
const itemsReply = (items: readonly Item[]): Reply => ({
  status: 200,
  body: { took: 1, errors: items.some((i) => i.error), items: items.map((index) => ({ index })) },
});

describe('the writer', () => {
  let server: Answering;
  let clients: Clients;
  let writer: Writer;
  let retried: number[];
  let missing: ElasticsearchFailure[];
  /** The answer to the n-th bulk request. */
  let reply: (texts: readonly string[], n: number) => Reply | Promise<Reply>;
  let clock: Clock;

  beforeEach(async () => {
    [retried, missing, clock] = [[], [], systemClock];
    reply = (texts) => itemsReply(texts.map(() => CREATED));
    server = await answering(({ body }) => reply(textsOf(body), server.asked.length));
    clients = connect(connectionTo(server.url));
    writer = createWriter({
      client: clients.background,
      alias: 'alias',
      clock: { now: () => clock.now(), monotonic: () => clock.monotonic() },
      observer: { writeRetried: (count) => retried.push(count) },
      indexMissing: (failure) => missing.push(failure),
    });
  });
  afterEach(async () => {
    await writer.close();
    await clients.close();
    await server.close();
  });

  const batches = (): string[][] => server.asked.map(({ body }) => textsOf(body));
  const refusal = (put: Promise<unknown>): Promise<unknown> =>
    put.then(
      () => 'written',
      (error: unknown) => error,
    );

  it('puts what arrives together into one request, to the alias only, without a refresh', async () => {
    expect(await Promise.all(['a', 'b', 'c'].map((text) => writer.put(entry(text))))).toEqual(Array(3).fill('created'));
    expect(batches()).toEqual([['a', 'b', 'c']]);
    const { pathname, searchParams } = new URL(server.asked[0]!.path, server.url);
    expect(pathname).toBe('/alias/_bulk');
    expect(Object.fromEntries(searchParams)).toEqual({ refresh: 'false', require_alias: 'true' });
  });

  it('sends at most 32 entries in a request, and two requests at a time', async () => {
    let [now, most] = [0, 0];
    reply = async (texts) => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 60));
      now -= 1;
      return itemsReply(texts.map(() => CREATED));
    };
    await Promise.all(Array.from({ length: 100 }, (_, i) => writer.put(entry(`${i}`))));
    expect(batches().map((texts) => texts.length)).toEqual([32, 32, 32, 4]);
    expect(most).toBe(2);
  });

  it('counts the sizes of texts and answers: about a megabyte in a request, and one entry at least', async () => {
    const large = (name: string): Entry =>
      entry(name + 'x'.repeat(400_000), {
        completion: { form: 'json', body: new Uint8Array(400_000), usage: undefined },
      });
    await Promise.all(['a', 'b', 'c'].map((name) => writer.put(large(name))));
    expect(batches().map((texts) => texts.map((text) => text[0]))).toEqual([['a'], ['b'], ['c']]);
  });

  it('writes one entry in the order of its puts, never twice at a time, also when the first has to be repeated', async () => {
    const tags: string[] = [];
    reply = (_texts, n) => {
      const lines = server.asked[n - 1]!.body.split('\n').filter((line) => line !== '');
      tags.push(...lines.flatMap((line) => (JSON.parse(line) as { tag?: string }).tag ?? []));
      return itemsReply(
        lines
          .slice(lines.length / 2)
          .map(() => (n === 1 ? failedItem(429, 'es_rejected_execution_exception') : CREATED)),
      );
    };
    await Promise.all(['1', '2', '3'].map((tag) => writer.put(entry('same', { tag }))));
    expect(tags).toEqual(['1', '1', '2', '3']);
  });

  it.each<[string, Item]>([
    ['429', failedItem(429, 'es_rejected_execution_exception')],
    ['503', failedItem(503, 'unavailable_shards_exception')],
    ['a block of the index', failedItem(403, 'cluster_block_exception')],
  ])('repeats an entry that met %s, and only that one', async (_, item) => {
    reply = (texts, n) => itemsReply(texts.map((text) => (text === 'b' && n <= 2 ? item : CREATED)));
    const begun = performance.now();
    expect(await Promise.all([writer.put(entry('a')), writer.put(entry('b'))])).toEqual(['created', 'created']);
    expect(batches()).toEqual([['a', 'b'], ['b'], ['b']]);
    expect(retried).toEqual([1, 1]);
    // Backs off 100 ms, then 200 ms.
    expect(performance.now() - begun).toBeGreaterThan(295);
  });

  it.each<[string, Reply]>([
    ['a connection that is cut in the midst', 'cut'],
    ['503', errorReply(503, 'service_unavailable')],
    ['a cluster that is starting', errorReply(503, 'cluster_block_exception')],
    ['429', errorReply(429, 'circuit_breaking_exception')],
  ])('repeats a request that met %s', async (_, failure) => {
    reply = (texts, n) => (n === 1 ? failure : itemsReply(texts.map(() => CREATED)));
    await Promise.all([writer.put(entry('a')), writer.put(entry('b'))]);
    expect(batches()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(retried).toEqual([2]);
  });

  it('rejects at once what will never be taken, without a word of its content, and writes the rest', async () => {
    const bad = failedItem(400, 'mapper_parsing_exception');
    reply = (texts) => itemsReply(texts.map((text) => (text === SECRET ? bad : CREATED)));
    const [good, refused] = await Promise.all([writer.put(entry('a')), refusal(writer.put(entry(SECRET)))]);
    expect(good).toBe('created');
    expect(refused).toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('mapper_parsing_exception') as string,
    });
    expect(inspect(refused)).not.toContain(SECRET);
    expect(server.asked).toHaveLength(1);
  });

  it('halves a request that is too large or spoilt as a whole, until only what is at fault is refused', async () => {
    reply = (texts) =>
      texts.includes('too large') ? errorReply(413, 'content_too_long', SECRET) : itemsReply(texts.map(() => CREATED));
    const puts = ['a', 'too large', 'b', 'c', 'd'].map((text) => refusal(writer.put(entry(text))));
    const outcomes = await Promise.all(puts);
    expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(4);
    expect(outcomes[1]).toMatchObject({ kind: 'rejected' });
    expect((outcomes[1] as Error).message).not.toContain(SECRET);
  });

  it('tells of a missing alias, and repeats until it is there again', async () => {
    reply = (texts, n) =>
      itemsReply(texts.map(() => (n === 1 ? failedItem(404, 'index_not_found_exception') : CREATED)));
    expect(await writer.put(entry('a'))).toBe('created');
    expect(missing).toMatchObject([{ kind: 'index-missing' }]);
  });

  it('says which writes replaced an entry', async () => {
    reply = (texts) => itemsReply(texts.map((text) => (text === 'old' ? { status: 200, result: 'updated' } : CREATED)));
    expect(await Promise.all([writer.put(entry('old')), writer.put(entry('new'))])).toEqual(['updated', 'created']);
  });

  it.each<[string, (real: Clock) => Clock]>([
    ['two minutes', ({ now, monotonic }) => ({ now, monotonic: () => monotonic() + 120_001 })],
    ['its own time to live', ({ now, monotonic }) => ({ now: () => now() + 61_000, monotonic })],
  ])('gives an entry up that could not be written for %s', async (_, later) => {
    reply = () => {
      clock = later(systemClock);
      return errorReply(503, 'service_unavailable');
    };
    expect(await refusal(writer.put(entry('a')))).toMatchObject({ kind: 'overloaded' });
    expect(server.asked).toHaveLength(1);
  });

  it('gives up the request under way and what waits when it is closed, at once, and takes nothing more', async () => {
    const asked = new Promise<void>((arrived) => {
      reply = () => {
        arrived();
        return new Promise<Reply>(() => undefined);
      };
    });
    const underWay = refusal(writer.put(entry('under way')));
    await asked;
    const waits = refusal(writer.put(entry('waits')));
    const begun = performance.now();
    await writer.close();
    expect(performance.now() - begun).toBeLessThan(1000);
    for (const put of [underWay, waits]) expect(await put).toBeInstanceOf(StoreError);
    expect(batches()).toEqual([['under way']]);
    await expect(writer.put(entry('late'))).rejects.toThrow('the store is closed');
  });
});
