import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Entry, EntryHead, EntryStore } from '../../../src/core/entry';
import { EmbedderBusyError, StoreUnavailableError } from '../../../src/core/errors';
import { entryOf as contractEntry, hex } from '../../contract/entry-store';
import { lookupSettings, policySettings } from '../../support/policies';
import { MAX_LINE, NOW, startBench, TOKEN, type Bench, type BenchOptions } from './entries-bench';

let bench: Bench;
afterEach(() => bench.stop());

function entry(name: string, change: Partial<Entry> = {}): Entry {
  const vector = new Float32Array([1, 0, 0, 0]);
  return contractEntry({ id: hex(name), comparedText: `text of ${name}`, vector, tag: undefined, ...change });
}

/** A bench whose store holds these. */
async function holding(entries: readonly Entry[], options: BenchOptions = {}): Promise<Bench> {
  bench = await startBench(options);
  for (const one of entries) await bench.store.put(one);
  return bench;
}

async function heads({ store }: Bench): Promise<readonly EntryHead[]> {
  const all: EntryHead[] = [];
  for await (const page of store.scan({})) all.push(...page);
  return all;
}

const idsIn = async (of: Bench): Promise<string[]> => (await heads(of)).map((head) => head.id).sort();
const parsed = (lines: string): any[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const COMPLETION = {
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Monday to Friday.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 4 },
};
const chat = (content: string): object => ({ model: 'm', messages: [{ role: 'user', content }] });
const curated = (change: object = {}, request: object = {}): object => ({
  request: {
    host: 'api.openai.com',
    path: '/v1/chat/completions',
    headers: { Authorization: 'Bearer sk-1' },
    body: chat('When are you open?'),
    ...request,
  },
  response: COMPLETION,
  ...change,
});
const ndjson = (...lines: unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** What a live call with this text gets from the cache. */
async function lookUp({ cache }: Bench, content: string): Promise<{ kind: string; body?: unknown }> {
  const session = cache.open('x');
  session.onRequestHead(
    {
      method: 'POST',
      authority: 'api.openai.com',
      path: '/v1/chat/completions',
      query: '',
      headers: new Map([['authorization', 'Bearer sk-1']]),
      directives: { noStore: false, noCache: false, onlyIfCached: false },
    },
    true,
  );
  const decision = await session.onRequestBody(Buffer.from(JSON.stringify(chat(content))), true, () => undefined);
  if (decision.kind !== 'replay') return { kind: decision.kind };
  return { kind: 'replay', body: JSON.parse(Buffer.from(decision.answer.body).toString()) };
}

const bodyFor = (method: string): { body?: string } => (method === 'POST' ? { body: ndjson(curated()) } : {});

describe('the routes under /entries', () => {
  const ROUTES: [string, string][] = [
    ['GET', '/entries'],
    ['POST', '/entries/purge?all=true'],
    ['POST', '/entries/import'],
  ];

  it.each(ROUTES)('are closed without a token file (%s %s)', async (method, path) => {
    await holding([entry('a')], { token: undefined });
    const reply = await bench.ask(method, path, bodyFor(method));
    expect(reply).toEqual({
      status: 403,
      body: expect.stringMatching(/^nobody may do this here: set admin\.(read-)?token-file/),
    });
    expect(await idsIn(bench)).toEqual([hex('a')]);
  });

  it.each(
    ROUTES.flatMap(([method, path]) =>
      [{}, { authorization: TOKEN }, { authorization: `Bearer ${TOKEN}x` }, { authorization: `Basic ${TOKEN}` }].map(
        (headers) => [method, path, headers] as const,
      ),
    ),
  )('refuse a wrong token (%s %s %p)', async (method, path, headers) => {
    await holding([entry('a')]);
    expect((await bench.ask(method, path, { headers, ...bodyFor(method) })).status).toBe(401);
    expect(await idsIn(bench)).toEqual([hex('a')]);
  });

  it('say which method they take', async () => {
    await holding([]);
    const response = await bench.open('GET', '/entries/purge');
    expect([response.statusCode, response.headers.allow]).toEqual([405, 'POST']);
    response.resume();
  });

  it('answer 503 with the reason while the store does not answer', async () => {
    const down: EntryStore['scan'] = async function* () {
      yield* [];
      throw new StoreUnavailableError('no node answers');
    };
    await holding([], { through: (store) => ({ ...store, scan: down }) });
    expect(await bench.ask('GET', '/entries')).toEqual({ status: 503, body: 'no node answers\n' });
    expect((await bench.ask('POST', '/entries/purge?all=true')).status).toBe(503);
  });
});

describe('purge', () => {
  const OLD = entry('old', { createdAt: NOW - 10 * 86_400_000, expiresAt: NOW + 1000 });
  const OTHERS = [
    entry('a', { policy: 'faq', tag: 'launch' }),
    entry('b', { model: 'other', partition: hex('p2') }),
    entry('c', { expiresAt: NOW - 1 }),
  ];
  const all = [OLD, ...OTHERS];

  it.each([
    ['policy=faq', ['a']],
    ['tag=launch', ['a']],
    ['model=other', ['b']],
    [`partition=${hex('p2')}`, ['b']],
    [`id=${hex('a')}&id=${hex('c')}`, ['a', 'c']],
    [`id=${hex('a')}&model=other`, []],
    ['older-than=7d', ['old']],
    ['policy=default&older-than=7d', ['old']],
    ['all=true', ['old', 'a', 'b', 'c']],
    ['policy=nobody', []],
  ])('with %s removes just these', async (query, names) => {
    await holding(all);
    const dry = await bench.ask('POST', `/entries/purge?${query}&dry-run=true`);
    const sample = expect.arrayContaining(names.map(hex));
    const matched = names.length;
    expect(JSON.parse(dry.body)).toEqual({ dryRun: true, matched, removed: 0, sample });
    expect(await idsIn(bench)).toHaveLength(all.length);
    const wet = await bench.ask('POST', `/entries/purge?${query}`);
    expect(JSON.parse(wet.body)).toEqual({ dryRun: false, matched, removed: matched, sample });
    const left = all.map((one) => one.id).filter((one) => !names.map(hex).includes(one));
    expect(await idsIn(bench)).toEqual(left.sort());
  });

  it.each([
    ['', /say which entries/],
    ['dry-run=true', /say which entries/],
    ['polcy=faq', /unknown parameter polcy/],
    ['policy=faq&dryrun=true', /unknown parameter dryrun/],
    ['policy=', /policy: must not be empty/],
    ['policy=faq&policy=b', /policy: must be given once/],
    ['all=true&policy=faq', /all=true goes with none of/],
    ['all=yes', /all: must be true or false/],
    ['all=false', /say which entries/],
    ['policy=faq&dry-run=1', /dry-run: must be true or false/],
    ['older-than=week', /older-than: must be a duration/],
    ['id=../../x', /id: must be 32 hex digits/],
  ])('refuses %p and removes nothing', async (query, why) => {
    await holding(all);
    const reply = await bench.ask('POST', `/entries/purge?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatch(why);
    expect(await idsIn(bench)).toHaveLength(all.length);
  });

  it('shows ten ids at most, and leaves a line in the audit log', async () => {
    await holding(Array.from({ length: 12 }, (_, i) => entry(`e${i}`)));
    const { matched, sample } = JSON.parse((await bench.ask('POST', '/entries/purge?all=true')).body);
    expect([matched, sample.length]).toEqual([12, 10]);
    expect(bench.audited).toMatchObject([
      {
        who: 'token-file',
        action: 'purge',
        what: { all: true },
        result: 'done',
        outcome: { matched: 12, removed: 12 },
      },
    ]);
  });

  it('removes what was there when it began while others are being written', async () => {
    const before = Array.from({ length: 600 }, (_, i) => entry(`before${i}`));
    await holding(before);
    const purged = new AbortController();
    const during: string[] = [];
    const writing = (async () => {
      while (!purged.signal.aborted) {
        const one = entry(`during${during.length}`);
        during.push(one.id);
        await bench.store.put(one);
      }
    })();
    const { matched, removed } = JSON.parse((await bench.ask('POST', '/entries/purge?all=true')).body);
    purged.abort();
    await writing;
    expect(matched).toBe(removed);
    expect(removed).toBeGreaterThanOrEqual(600);
    const left = await idsIn(bench);
    expect(left.filter((one) => !during.includes(one))).toEqual([]);
    expect(left).toHaveLength(600 + during.length - removed);
  });
});

describe('export', () => {
  it('gives an entry a line, in full, and leaves expired ones out', async () => {
    const binary = new Uint8Array([0xff, 0x00]);
    const usage = { promptTokens: 1, completionTokens: 2 };
    await holding([
      entry('a', { tag: 'faq' }),
      entry('b', { completion: { form: 'sse', body: binary, usage: undefined } }),
      entry('expired', { expiresAt: NOW }),
    ]);
    const lines = parsed((await bench.ask('GET', '/entries')).body).sort((x) => (x.id === hex('a') ? -1 : 1));
    const common = {
      partition: hex('partition'),
      policy: 'default',
      dialect: 'openai-chat',
      model: 'gpt-4o',
      createdAt: new Date(NOW).toISOString(),
      expiresAt: new Date(NOW + 60_000).toISOString(),
      upstreamMs: 812.5,
      embedder: expect.any(String),
    };
    const body = '{"id":"chatcmpl-1","choices":[]}';
    const answer = { form: 'json', body, usage: { ...usage, promptTokens: 12, completionTokens: 5 } };
    expect(lines).toEqual([
      { ...common, id: hex('a'), text: 'text of a', tag: 'faq', answer },
      { ...common, id: hex('b'), text: 'text of b', answer: { form: 'sse', body: { base64: '/wA=' } } },
    ]);
  });

  it('takes the filters of purge, and refuses what it does not know', async () => {
    await holding([entry('a', { policy: 'faq' }), entry('b')]);
    expect(parsed((await bench.ask('GET', '/entries?policy=faq')).body).map((line) => line.id)).toEqual([hex('a')]);
    expect((await bench.ask('GET', '/entries?polcy=faq')).status).toBe(400);
    expect(await bench.ask('GET', '/entries?policy=none')).toEqual({ status: 200, body: '' });
  });

  it('stops to read the store when its client hangs up, and no faster than the client does', async () => {
    const body = Buffer.alloc(1_000_000, 'x');
    let read = 0;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const counted = (store: EntryStore): EntryStore => ({
      ...store,
      get: async (key) => {
        read += 1;
        return entry('big', { ...key, completion: { form: 'json', body, usage: undefined } });
      },
      async *scan() {
        try {
          for (let page = 0; page < 100; page += 1) yield [entry(`a${page}`), entry(`b${page}`)];
        } finally {
          end();
        }
      },
    });
    await holding([], { through: counted });
    const response = await bench.open('GET', '/entries');
    await once(response, 'readable');
    response.destroy();
    await once(response, 'close');
    await ended;
    expect(read).toBeLessThan(100);
    expect(bench.logged).toEqual([]);
    expect((await bench.ask('GET', '/livez')).status).toBe(200);
  });

  it('breaks the answer off when the store fails in its midst', async () => {
    const failing: EntryStore['scan'] = async function* () {
      yield [entry('a')];
      throw new StoreUnavailableError('no node answers');
    };
    await holding([entry('a')], { through: (store) => ({ ...store, scan: failing }) });
    await expect(bench.ask('GET', '/entries')).rejects.toThrow(/aborted/);
    expect(bench.logged).toHaveLength(1);
  });
});

describe('import', () => {
  const post = async (body: string | Readable, query = ''): Promise<any> => {
    const reply = await bench.ask('POST', `/entries/import${query}`, { body });
    return reply.status === 200 ? JSON.parse(reply.body) : reply;
  };
  const DONE = { imported: 1, skipped: 0, refused: [], refusedTotal: 0 };
  const refusedFor = (problem: unknown, line = 1): object => ({
    imported: 0,
    skipped: 0,
    refused: [{ line, problem }],
    refusedTotal: 1,
  });

  it('takes a curated answer that the very same call then gets, with its time to live and tag', async () => {
    await holding([]);
    expect(await post(ndjson(curated({ ttl: '30d', tag: 'faq' })))).toEqual(DONE);
    expect(await lookUp(bench, 'When are you open?')).toEqual({ kind: 'replay', body: COMPLETION });
    expect(await heads(bench)).toMatchObject([
      { policy: 'p', tag: 'faq', createdAt: NOW, expiresAt: NOW + 30 * 86_400_000, upstreamMs: 0 },
    ]);
    bench.now += 30 * 86_400_000;
    expect((await lookUp(bench, 'When are you open?')).kind).toBe('continue');
  });

  it('gives a curated answer the duration of its policy, and finds it by meaning', async () => {
    await holding([]);
    expect(await post(ndjson(curated()), '?tag=batch-1')).toEqual(DONE);
    expect(await heads(bench)).toMatchObject([{ tag: 'batch-1', expiresAt: NOW + 60_000 }]);
    expect((await lookUp(bench, 'When are you open please?')).kind).toBe('replay');
  });

  it('gives a curated answer to a policy that stores nothing itself, if it says how long', async () => {
    await holding([], { policies: [policySettings({ store: undefined })] });
    expect(await post(ndjson(curated()))).toEqual(refusedFor(expect.stringMatching(/^lookup-only/)));
    expect(await post(ndjson(curated({ ttl: '1h' })))).toEqual(DONE);
  });

  const TOOL = {
    ...COMPLETION,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'x', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
  };
  it.each<[string, object, unknown]>([
    ['no-policy', curated({}, { host: 'elsewhere.example' }), 'no-policy'],
    ['not-a-completion', curated({}, { path: '/v1/models' }), 'not-a-completion'],
    ['identity-missing', curated({}, { host: 'tenants.example' }), 'identity-missing'],
    ['body-malformed', curated({}, { body: { model: 'm' } }), 'body-malformed'],
    ['body-too-large', curated({}, { body: chat('x'.repeat(11_000)) }), 'body-too-large'],
    ['response-too-large', curated({ response: { ...COMPLETION, more: 'x'.repeat(11_000) } }), 'response-too-large'],
    ['tool-calls', curated({ response: TOOL }), 'tool-calls'],
    ['response-malformed', curated({ response: { ok: true } }), 'response-malformed'],
    ['a wrong ttl', curated({ ttl: 'soon' }), 'ttl: must be a duration from 1s to 365d, such as 30d'],
    ['a misspelt field', curated({ tll: '1d' }), expect.stringMatching(/tll/)],
    ['a missing field', { request: {} }, expect.stringMatching(/^request\.host: /)],
    ['neither form', { hello: 1 }, expect.stringMatching(/^id: /)],
    ['not an object', [1], expect.stringMatching(/^the line: /)],
  ])('says what is wrong with a line: %s', async (_what, line, problem) => {
    const policies = [
      policySettings({ match: { hosts: ['api.openai.com'], paths: [] } }),
      policySettings({
        name: 'tenants',
        match: { hosts: ['tenants.example'], paths: [] },
        lookup: lookupSettings({ varyBy: ['header:x-tenant'] }),
        share: 'varyBy',
      }),
    ];
    await holding([], { policies });
    expect(await post(ndjson(line))).toEqual(refusedFor(problem));
    expect(await idsIn(bench)).toEqual([]);
  });

  it('goes on after a line that is broken, empty, huge or not UTF-8', async () => {
    await holding([]);
    const lines = [
      ndjson(curated()),
      '{"request": \n',
      '\n',
      `${'x'.repeat(MAX_LINE + 1)}\n`,
      Buffer.from([0xff, 0x0a]),
      JSON.stringify(curated({}, { body: chat('Where are you?') })),
    ];
    const result = await post(Readable.from(lines.map((line) => Buffer.from(line))));
    const unreadable = `longer than ${MAX_LINE} bytes, or not UTF-8`;
    expect(result).toEqual({
      imported: 2,
      skipped: 0,
      refused: [
        { line: 2, problem: 'not JSON' },
        { line: 4, problem: unreadable },
        { line: 5, problem: unreadable },
      ],
      refusedTotal: 3,
    });
  });

  it('takes lines that come in small pieces', async () => {
    await holding([]);
    const bytes = Buffer.from(ndjson(curated({}, { body: chat('Grüße 🎈') }), curated()));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
    expect(await post(Readable.from(pieces))).toMatchObject({ imported: 2, refusedTotal: 0 });
    expect((await heads(bench)).map((head) => head.comparedText).sort()).toEqual(['Grüße 🎈', 'When are you open?']);
  });

  it('spells out twenty refusals and counts the rest', async () => {
    await holding([]);
    const result = await post('x\n'.repeat(30));
    expect([result.refused.length, result.refusedTotal]).toEqual([20, 30]);
    expect(result.refused.map(({ line }: { line: number }) => line)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });

  it('takes back what an export gave, to where it was, with a vector made anew', async () => {
    await holding([]);
    await post(ndjson(curated({ ttl: '1d', tag: 'faq' })));
    const before = await heads(bench);
    const lines = (await bench.ask('GET', '/entries')).body;
    await bench.ask('POST', '/entries/purge?all=true');
    expect((await lookUp(bench, 'When are you open?')).kind).toBe('continue');
    bench.embedded.length = 0;
    bench.now += 3_600_000;
    expect(await post(lines)).toEqual(DONE);
    expect(await heads(bench)).toEqual(before);
    expect(bench.embedded).toEqual(['When are you open?']);
    expect(await lookUp(bench, 'When are you open?')).toEqual({ kind: 'replay', body: COMPLETION });
    expect((await lookUp(bench, 'When are you open please?')).kind).toBe('replay');
    bench.now = before[0]!.expiresAt;
    expect(await post(lines)).toEqual({ ...DONE, imported: 0, skipped: 1 });
  });

  it('takes the curated answer that docs/entries.md shows', async () => {
    await holding([]);
    const page = await readFile(join(process.cwd(), 'docs', 'entries.md'), 'utf8');
    const [, shown] = /```json\n(\{"request".*?)```/s.exec(page)!;
    expect(await post(ndjson(JSON.parse(shown!)))).toEqual(DONE);
    expect(await heads(bench)).toMatchObject([{ comparedText: 'When are you open?', tag: 'faq' }]);
  });

  it('refuses a query that it does not know', async () => {
    await holding([]);
    expect(await post(ndjson(curated()), '?tga=x')).toMatchObject({ status: 400 });
    expect(await post(ndjson(curated()), '?tag=%20')).toMatchObject({ status: 400 });
    expect(await idsIn(bench)).toEqual([]);
  });

  it('works on four lines at a time, waits for a busy embedder, and is the only import', async () => {
    let working = 0;
    let most = 0;
    let busy = 3;
    const embed = async (): Promise<{ kind: 'vector'; vector: Float32Array }> => {
      if (busy > 0) {
        busy -= 1;
        throw new EmbedderBusyError(40);
      }
      working += 1;
      most = Math.max(most, working);
      await new Promise(setImmediate);
      working -= 1;
      return { kind: 'vector', vector: new Float32Array([1, 0, 0, 0]) };
    };
    await holding([], { embedder: { embed } });
    const body = ndjson(...Array.from({ length: 20 }, (_, i) => curated({}, { body: chat(`Question ${i}`) })));
    const source = new Readable({ read: () => undefined });
    source.push(body);
    const first = post(source);
    while (working === 0 && busy > 0) await new Promise(setImmediate);
    expect(await bench.ask('POST', '/entries/import', { body })).toMatchObject({ status: 409 });
    source.push(null);
    expect(await first).toMatchObject({ imported: 20, refusedTotal: 0 });
    expect(most).toBeLessThanOrEqual(4);
  });

  it('ends with its client, and lets the next import begin', async () => {
    await holding([]);
    const source = new Readable({ read: () => undefined });
    source.push(ndjson(curated()));
    const broken = bench.open('POST', '/entries/import', { body: source });
    while ((await idsIn(bench)).length === 0) await new Promise(setImmediate);
    source.destroy(new Error('gone'));
    await expect(broken).rejects.toThrow();
    for (;;) {
      const reply = await bench.ask('POST', '/entries/import', { body: '' });
      if (reply.status === 200) break;
      expect(reply.status).toBe(409);
    }
    expect(bench.audited[0]).toMatchObject({ action: 'import', result: 'failed', outcome: { imported: 1 } });
    expect(bench.audited.at(-1)).toMatchObject({ result: 'done', outcome: { imported: 0 } });
  });

  it('answers a client without the token although its body never ends', async () => {
    await holding([]);
    const source = new Readable({ read: () => undefined });
    source.push('x');
    const response = await bench.open('POST', '/entries/import', { body: source, headers: {} });
    expect(response.statusCode).toBe(401);
    response.destroy();
    source.destroy();
  });
});
