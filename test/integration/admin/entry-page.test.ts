import type { Entry, EntryStore } from '../../../src/core/entry';
import { StoreUnavailableError } from '../../../src/core/errors';
import { entryOf, hex } from '../../contract/entry-store';
import { NOW, startBench, type Bench, type BenchOptions } from './entries-bench';

let bench: Bench;
afterEach(() => bench.stop());

const VECTOR = new Float32Array([1, 0, 0, 0]);

function entry(name: string, change: Partial<Entry> = {}): Entry {
  return entryOf({ id: hex(name), comparedText: name, vector: VECTOR, embedder: 'made-up', tag: undefined, ...change });
}

async function holding(entries: readonly Entry[], options: BenchOptions = {}): Promise<void> {
  bench = await startBench(options);
  for (const one of entries) await bench.store.put(one);
}

async function found(query: string): Promise<any> {
  const { status, body } = await bench.ask('GET', `/entries/search${query}`);
  return status === 200 ? JSON.parse(body) : { status, body: body.trim() };
}

const many = (count: number, change: (i: number) => Partial<Entry> = () => ({})): Entry[] =>
  Array.from({ length: count }, (_, i) => entry(`question ${i}`, { createdAt: NOW + i, ...change(i) }));

describe('GET /entries/search', () => {
  it('gives what people want to see of an entry, newest first', async () => {
    await holding([entry('old', { createdAt: NOW - 5, tag: 'faq' }), entry('new')], {
      hits: (id) => (id === hex('new') ? 3 : 0),
    });
    const common = {
      partition: hex('partition'),
      policy: 'default',
      dialect: 'openai-chat',
      model: 'gpt-4o',
      expiresAt: NOW + 60_000,
      upstreamMs: 812.5,
    };
    expect(await found('')).toEqual({
      entries: [
        { ...common, id: hex('new'), createdAt: NOW, text: 'new', hits: 3 },
        { ...common, id: hex('old'), createdAt: NOW - 5, text: 'old', hits: 0, tag: 'faq' },
      ],
    });
  });

  it('gives every entry once, page by page, whatever entries have the same time', async () => {
    await holding(many(430, (i) => ({ createdAt: NOW + Math.floor(i / 100) })));
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | undefined, more = true; more; pages += 1) {
      const page = await found(`?limit=100${after === undefined ? '' : `&after=${after}`}`);
      seen.push(...page.entries.map(({ id }: { id: string }) => id));
      ({ after } = page);
      more = after !== undefined;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([5, 430, 430]);
  });

  it('has no next page when all fits', async () => {
    await holding(many(50));
    expect((await found('')).after).toBeUndefined();
    expect((await found('?limit=49')).after).toBeDefined();
  });

  it('looks into texts whatever the case, and takes the filters of purge', async () => {
    await holding([entry('Where is the Straße?'), entry('where else', { policy: 'p' }), entry('no')]);
    const texts = async (query: string): Promise<string[]> =>
      (await found(query)).entries.map(({ text }: { text: string }) => text).sort();
    expect(await texts('?text=WHERE')).toEqual(['Where is the Straße?', 'where else']);
    expect(await texts('?text=where&policy=p')).toEqual(['where else']);
    expect(await texts(`?id=${hex('no')}`)).toEqual(['no']);
    expect(await texts('?text=%25')).toEqual([]);
  });

  it('leaves expired entries out unless they are asked for', async () => {
    await holding([entry('gone', { expiresAt: NOW }), entry('here')]);
    expect((await found('')).entries).toHaveLength(1);
    expect((await found('?expired=true')).entries).toHaveLength(2);
  });

  it('stops after many entries, and says where to go on', async () => {
    const hay = entry('hay');
    const scanNewestFirst: EntryStore['scanNewestFirst'] = async function* (_filter, after) {
      for (let at = after === undefined ? 0 : NOW - after.createdAt + 1; at < 50_000; at += 500) {
        const made = Array.from({ length: 500 }, (_, i) => ({ ...hay, createdAt: NOW - at - i }));
        yield made.map((head, i) => (at + i === 45_000 ? { ...head, comparedText: 'needle' } : head));
      }
    };
    await holding([], { through: (store) => ({ ...store, scanNewestFirst }) });
    const counts: number[] = [];
    for (let query = '?text=needle'; query !== '';) {
      const { entries, after } = await found(query);
      counts.push(entries.length);
      query = after === undefined ? '' : `?text=needle&after=${after}`;
    }
    // A busy machine may need more than three, for the time is bounded, too.
    expect(counts.length).toBeGreaterThanOrEqual(3);
    expect(counts.filter((count) => count > 0)).toEqual([1]);
    expect(counts[0]).toBe(0);
  });

  it.each(['hashed', 'none'] as const)('shows and searches no text where store.prompts is %s', async (prompts) => {
    await holding([entry('a digest')], { prompts });
    expect((await found('')).entries[0]).not.toHaveProperty('text');
    expect(await found('?text=a')).toEqual({
      status: 400,
      body: `text: cannot be searched, for this store does not keep it (store.prompts is ${prompts})`,
    });
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?limit=x',
    '?after=1',
    '?after=x.y.z',
    '?expired=1',
    '?tex=a',
    '?text=',
    '?id=x',
  ])('refuses %s', async (query) => {
    await holding([]);
    expect((await found(query)).status).toBe(400);
  });

  it('answers 503 while the store does not answer', async () => {
    const down: EntryStore['scanNewestFirst'] = async function* () {
      yield* [];
      throw new StoreUnavailableError('no node answers');
    };
    await holding([], { through: (store) => ({ ...store, scanNewestFirst: down }) });
    expect(await found('')).toEqual({ status: 503, body: 'no node answers' });
  });
});

describe('GET /entries/one', () => {
  const one = async (id: string): Promise<any> => {
    const { status, body } = await bench.ask('GET', `/entries/one?id=${id}`);
    return status === 200 ? JSON.parse(body) : { status, body };
  };
  const answering = (content: string): Entry['completion'] => ({
    form: 'json',
    body: Buffer.from(
      JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
    ),
    usage: { promptTokens: 3, completionTokens: 4 },
  });

  it('tells the answer as plain text, and the nearest ones without the entry itself', async () => {
    const near = new Float32Array([0.8, 0.6, 0, 0]);
    await holding([
      entry('asked', { completion: answering('<b>Yes</b>') }),
      entry('near', { vector: near }),
      entry('elsewhere', { partition: hex('other') }),
      entry('expired', { expiresAt: NOW }),
    ]);
    const details = await one(hex('asked'));
    expect(details).toMatchObject({
      text: 'asked',
      answer: '<b>Yes</b>',
      promptTokens: 3,
      completionTokens: 4,
      hits: 0,
    });
    expect(details.neighbours).toEqual([
      { id: hex('near'), text: 'near', createdAt: NOW, expiresAt: NOW + 60_000, similarity: expect.closeTo(0.8, 5) },
    ]);
    expect(bench.embedded).toEqual(['asked']);
  });

  it('tells ten neighbours at most, and calls of tools', async () => {
    const body = Buffer.from(
      JSON.stringify({
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [{ id: 'x', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
            },
            finish_reason: 'tool_calls',
          },
        ],
      }),
    );
    await holding([entry('asked', { completion: { form: 'json', body, usage: undefined } }), ...many(15)]);
    const details = await one(hex('asked'));
    expect(details.neighbours).toHaveLength(10);
    expect(details.answer).toMatch(/"f"/);
    expect(details).not.toHaveProperty('promptTokens');
  });

  it('shows an answer that cannot be read as it is', async () => {
    await holding([entry('asked', { completion: { form: 'json', body: Buffer.from('oops'), usage: undefined } })]);
    expect((await one(hex('asked'))).answer).toBe('oops');
  });

  it('has no neighbours of what has no vector, and while the model is away', async () => {
    await holding([entry('', { completion: answering('x') })]);
    expect(await one(hex(''))).not.toHaveProperty('neighbours');
    await bench.stop();
    const failures: string[] = [];
    const embed = () => Promise.reject(new Error('gone'));
    await holding([entry('a', { completion: answering('x') })], {
      embedder: { embed },
      observer: { failed: (where) => failures.push(where) },
    });
    expect(await one(hex('a'))).not.toHaveProperty('neighbours');
    expect(failures).toEqual(['inspect']);
  });

  it.each(['hashed', 'none'] as const)('shows no text and no neighbours where store.prompts is %s', async (prompts) => {
    await holding([entry('a digest', { completion: answering('x') })], { prompts });
    const details = await one(hex('a digest'));
    expect(details).toMatchObject({ answer: 'x' });
    expect(details).not.toHaveProperty('text');
    expect(details).not.toHaveProperty('neighbours');
  });

  it('says when there is none, and what an id is', async () => {
    await holding([]);
    expect(await one(hex('nothing'))).toEqual({ status: 404, body: 'no such entry\n' });
    expect((await one('../x')).status).toBe(400);
    expect((await one(`${hex('a')}&x=1`)).status).toBe(400);
  });
});
