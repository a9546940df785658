import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { tmpdir } from 'node:os';
import { replay } from '../../../src/cli/replay';
import { fetchModel } from '../../../tools/fetch/model';
import { projectRoot } from '../../../tools/harness/project-root';
import { BOUNDED_POLICY } from '../../support/bounded-policy';
import { folder, type Folder } from '../../support/files';
import { ran, type Ran } from '../../support/piped-process';
import { rewordings } from '../../support/rewordings';

const fixture = (name: string): string => join(projectRoot(), 'test', 'fixtures', 'replay', name);
const LITELLM = [
  '--fields',
  'body=proxy_server_request,time=startTime,upstreamMs=request_duration_ms,response=response,promptTokens=prompt_tokens,completionTokens=completion_tokens',
];
const ACCESS_LOG = [
  '--fields',
  'body=request.body,path=:path,authority=:authority,time=start_time,upstreamMs=duration,status=response_code',
];

let model: string;
let files: Folder;
beforeAll(async () => {
  model = await fetchModel();
  files = folder();
});
afterAll(() => {
  files.remove();
});

const run = (args: readonly string[], stdin?: string): Promise<Ran> =>
  ran(replay, [...args, '--set', `embedding.model=${model}`], stdin);

async function json(args: readonly string[], stdin?: string) {
  const { status, out, err } = await run([...args, '--json'], stdin);
  expect({ status, err, lines: out.length }).toEqual({ status: 0, err: [], lines: 1 });
  return JSON.parse(out[0]!);
}

const chat = (text: string, more: object = {}): object => ({
  path: '/v1/chat/completions',
  body: { model: 'm', messages: [{ role: 'user', content: text }] },
  ...more,
});
const answer = (content: string): object => ({
  body: {
    ...{ id: 'c', object: 'chat.completion', created: 1, model: 'm' },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
  },
});
const lines = (calls: readonly object[]): string => calls.map((call) => JSON.stringify(call)).join('\n');

describe('a small story', () => {
  it('has the numbers that one gets by hand', async () => {
    const found = await json([fixture('story.jsonl')]);
    expect(found).toMatchObject({
      recording: { calls: 10, withTime: 10, withAnswer: 10, withUpstreamTime: 10, withCaller: 10, callers: 2, late: 0 },
      calls: 10,
      lookedUp: 9,
      // Again; in a stream again; after the renewed answer. The reworded one by meaning.
      hits: { exact: 3, semantic: 1 },
      bypasses: { 'client-no-store': 1 },
      // First, another caller's, the stream, the expired one, and the one asked while that was under way.
      stores: { stored: 5, refused: { 'lookup-not-run': 1 } },
      // Both callers' password, and Peru.
      store: { entries: 3 },
      hitRate: 4 / 9,
      halves: [
        { calls: 5, hits: 2 },
        { calls: 5, hits: 2 },
      ],
      // The stream of Peru was recorded without usage.
      saved: { promptTokens: 60, completionTokens: 30, upstreamSeconds: 6, hitsWithoutTokens: 1, hitsWithoutTime: 0 },
      answers: { exact: { same: 3, different: 0 }, semantic: { same: 1, different: 0, uncertain: 0 } },
      failures: {},
    });
    expect(Object.values(found.misses as Record<string, number>).reduce((a, b) => a + b)).toBe(5);
    // gpt-4o-mini has a shipped price.
    expect(found.saved.money).toMatchObject({ currency: 'USD', unpricedHits: 0 });
    expect(found.saved.money.amount).toBeGreaterThan(0);
    expect(found).not.toHaveProperty('shown');
  });

  it('tells each decision in a file', async () => {
    const file = join(files.path, 'decisions.jsonl');
    await json([fixture('story.jsonl'), '--decisions', file]);
    const decided = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const hits = decided.filter(({ verdict }) => verdict === 'hit').map(({ number, reason }) => [number, reason]);
    expect(hits).toEqual([
      [2, 'exact'],
      [3, 'semantic'],
      [6, 'exact'],
      [10, 'exact'],
    ]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/password|anna/);
  });

  it('tells people no text unless they ask for it', async () => {
    const silent = await run([fixture('story.jsonl')]);
    expect(silent.out.join('\n')).toContain('WRONG is not known');
    expect(silent.out.join('\n')).not.toMatch(/password|Peru|sk-anna/);
    const shown = await run([fixture('story.jsonl'), '--show', 'semantic']);
    const text = shown.out.join('\n');
    expect(text).toMatch(/#3 semantic, similarity 0\.99\d, score 0\.\d+, 58 s old, answers: same/);
    expect(text).toContain('asked   How can I reset my password?');
    expect(text).toContain('stored  How do I reset my password?');
    expect(text).not.toContain('#2 exact');
  });

  it('gives the same report from a pipe, and from a packed file', async () => {
    const text = readFileSync(fixture('story.jsonl'), 'utf8');
    writeFileSync(join(files.path, 'story.jsonl.gz'), gzipSync(text));
    const plain = await json([fixture('story.jsonl')]);
    expect(await json(['-'], text)).toEqual(plain);
    expect(await json([join(files.path, 'story.jsonl.gz')])).toEqual(plain);
    const array = files.write(
      'array.json',
      JSON.stringify(
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
        null,
        2,
      ),
    );
    expect(await json([array])).toEqual(plain);
  });

  it('leaves nothing behind', async () => {
    const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('llm-semantic-cache-replay-'));
    const before = left();
    await json([fixture('story.jsonl')]);
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('shows other terms beside', async () => {
    const found = await json([fixture('story.jsonl'), '--compare', 'similarity=0.999', '--compare', 'verify=strict']);
    expect(found.compared).toMatchObject([
      { terms: 'similarity=0.999', hits: { exact: 3 }, hitRate: 3 / 9 },
      { terms: 'verify=strict', hits: { exact: 3 } },
    ]);
    expect(found.compared[0].hits).not.toHaveProperty('semantic');
  });
});

describe('forms of recordings', () => {
  it('reads a batch, with its answers out of order', async () => {
    const found = await json([fixture('batch.jsonl'), '--responses', fixture('batch-output.jsonl')]);
    expect(found).toMatchObject({
      recording: { calls: 3, withTime: 0, withAnswer: 3, withCaller: 0, assumedIntervalMs: 1000 },
      hits: { exact: 1 },
      stores: { stored: 1, refused: { status: 1 } },
      saved: { promptTokens: 12, completionTokens: 2 },
    });
  });

  it("reads Azure's log: pieces, tokens, subscriptions", async () => {
    const found = await json([fixture('azure-llm-log.json')]);
    expect(found).toMatchObject({
      recording: { calls: 3, callers: 2, messagesOnly: 3, faults: { total: 1, shown: [{ number: 11 }] } },
      hits: { exact: 1 },
      misses: { 'no-entry': 2 },
      saved: { promptTokens: 25, completionTokens: 2, upstreamSeconds: 0.9 },
    });
    const { out } = await run([fixture('azure-llm-log.json')]);
    expect(out.join('\n')).toContain('3 are recorded by their messages alone');
  });

  it("applies Azure's own policy document to it", async () => {
    const policy = files.write(
      'policy.xml',
      '<policies><inbound><base /><llm-semantic-cache-lookup score-threshold="0.15" embeddings-backend-id="e" embeddings-backend-auth="system-assigned" /></inbound><backend><base /></backend><outbound><llm-semantic-cache-store duration="60" /><base /></outbound><on-error><base /></on-error></policies>',
    );
    const found = await json([fixture('azure-llm-log.json'), '--policy', policy]);
    expect(found).toMatchObject({ calls: 3, lookedUp: 3, policies: { document: 3 } });
  });

  it("reads LiteLLM's spend logs, in which not every answer is kept", async () => {
    const found = await json([fixture('litellm-spend-logs.jsonl'), ...LITELLM, '--caller', 'api_key']);
    expect(found).toMatchObject({
      recording: { calls: 4, withAnswer: 2, callers: 2 },
      hits: { exact: 2 },
      // Tokens are known without the answer.
      saved: { promptTokens: 28, completionTokens: 6, upstreamSeconds: 2.4, hitsWithoutTokens: 0 },
      answers: { exact: { same: 1 } },
    });
  });

  it('reads an access log, with and without a caller', async () => {
    const parted = await json([fixture('access-log.jsonl'), ...ACCESS_LOG, '--caller', 'caller']);
    const one = await json([fixture('access-log.jsonl'), ...ACCESS_LOG]);
    expect([parted.hits, one.hits]).toEqual([{ exact: 1 }, { exact: 2 }]);
    expect(one.saved).toMatchObject({ promptTokens: 0, hitsWithoutTokens: 2 });
    const { out } = await run([fixture('access-log.jsonl'), ...ACCESS_LOG]);
    expect(out.join('\n')).toContain('callers: none recorded');
    expect(out.join('\n')).toContain('3 are not recorded');
  });
});

describe('time', () => {
  const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

  it('puts calls in the order in which they were sent', async () => {
    const found = await json(
      ['-'],
      lines([chat('A?', { time: at(5) }), chat('A?', { time: at(0), upstreamMs: 1000 })]),
    );
    expect(found).toMatchObject({ hits: { exact: 1 }, recording: { late: 0 } });
  });

  it('has an answer only when it is there: a call meanwhile is a miss, or waits if the policy lets it', async () => {
    const calls = lines([
      chat('A?', { time: at(0), upstreamMs: 3000, response: answer('a') }),
      chat('A?', { time: at(1), upstreamMs: 3000, response: answer('a') }),
      chat('A?', { time: at(10), upstreamMs: 3000, response: answer('a') }),
    ]);
    expect((await json(['-'], calls)).hits).toEqual({ exact: 1 });
    const config = files.write(
      'coalesce.yaml',
      JSON.stringify({ policies: [{ name: 'p', lookup: { similarity: 0.85 }, store: { ttl: 60 }, coalesce: '4s' }] }),
    );
    expect((await json(['-', '--config', config], calls)).hits).toEqual({ coalesced: 1, exact: 1 });
    const hasty = files.write(
      'hasty.yaml',
      JSON.stringify({ policies: [{ name: 'p', lookup: { similarity: 0.85 }, store: { ttl: 60 }, coalesce: '1s' }] }),
    );
    expect(await json(['-', '--config', hasty], calls)).toMatchObject({
      hits: { exact: 1 },
      misses: { 'coalesce-released': 1 },
    });
  });

  it('passes at the given pace where it is not recorded', async () => {
    const calls = lines([chat('A?'), chat('B?'), chat('A?')]);
    expect((await json(['-', '--interval', '20m'], calls)).hits).toEqual({ exact: 1 });
    expect((await json(['-', '--interval', '40m'], calls)).hits).toEqual({});
  });
});

describe('policies', () => {
  const calls = lines([chat('How do I reset it?'), chat('How do I reset it?'), chat('How do I reset it?')]);

  it('that only look are replayed as if they served', async () => {
    const policy = files.write(
      'shadow.yaml',
      JSON.stringify({ name: 's', lookup: { similarity: 0.85 }, store: { ttl: 60 }, shadow: true }),
    );
    const found = await json(['-', '--policy', policy], calls);
    expect(found).toMatchObject({ hits: { exact: 2 }, shadowed: ['s'], stores: { stored: 1 } });
  });

  it('that bound their false hits learn nothing from answers that were not recorded', async () => {
    const policy = files.write(
      'bound.yaml',
      JSON.stringify({ name: 'b', lookup: { similarity: 0.85 }, store: { ttl: 60 }, maxFalseHitRate: 0.05 }),
    );
    const reworded = lines([chat('How do I reset my password?'), chat('How can I reset my password?')]);
    const found = await json(['-', '--policy', policy], reworded);
    expect(found).toMatchObject({ hits: {}, bounded: ['b'], failures: {} });
  });

  it('that bound their false hits learn from recorded answers, and serve then', async () => {
    const policy = files.write('learning.yaml', JSON.stringify(BOUNDED_POLICY));
    const texts = rewordings();
    const calls = Array.from({ length: 60 }, () => chat(texts.next().value, { response: answer('The same to all.') }));
    const { hits, misses, failures } = await json(['-', '--policy', policy], lines(calls));
    // The checks are misses; what they find lets others be hits.
    expect(misses.check).toBeGreaterThan(3);
    expect(hits.semantic).toBeGreaterThan(3);
    expect(failures).toEqual({});
  });

  it('that are wrong are refused before anything is loaded', async () => {
    const policy = files.write('wrong.yaml', 'name: w\nlookup: { similarity: 7 }\n');
    const { status, err } = await run(['-', '--policy', policy], calls);
    expect(status).toBe(2);
    expect(err.join('\n')).toContain('similarity');
  });
});

describe('answers that differ', () => {
  it('are told, with an interval', async () => {
    const found = await json(
      ['-', '--show', 'semantic'],
      lines([
        chat('How do I reset my password?', { response: answer('Choose Security in the settings.') }),
        chat('How can I reset my password?', { response: answer('Bananas are rich in potassium.') }),
      ]),
    );
    expect(found.answers.semantic).toMatchObject({ same: 0, different: 1, other: { least: 1, most: 1 } });
    expect(found.answers.semantic.other.interval.low).toBeCloseTo(0.025, 3);
    expect(found.shown).toMatchObject([{ number: 2, answers: { comparison: 'different' } }]);
  });
});

describe('what is wrong with a recording', () => {
  it('is counted and named by line, and does not stop it', async () => {
    const bad = ['{"path": "/v1/chat/completions", "boddy": {}}', 'not json', '[]'];
    const text = [JSON.stringify(chat('A?')), ...bad, '', JSON.stringify(chat('A?'))].join('\n');
    const found = await json(['-'], text);
    expect(found).toMatchObject({ calls: 2, recording: { faults: { total: 3 } } });
    expect(found.recording.faults.shown.map(({ number }: { number: number }) => number)).toEqual([2, 3, 4]);
    const strict = await run(['-', '--strict'], text);
    expect([strict.status, strict.err[0]]).toEqual([1, expect.stringContaining('standard input:2: ')]);
  });

  it.each([
    ['an empty one', ''],
    ['one of faults only', 'nothing\nof it\n'],
    ['an array that is cut off', '[{"path": "/v1/x", "body": {}}'],
  ])('%s ends with status 1', async (_name, text) => {
    const { status, err } = await run(['-'], text);
    expect(status).toBe(1);
    expect(err.at(-1)).toMatch(/standard input: (?:has no call|the array ends)/);
  });

  it('such as a file that is not there, or not packed, ends with status 1', async () => {
    expect((await run(['/nowhere/calls.jsonl'])).status).toBe(1);
    const notPacked = await run([files.write('plain.gz', 'plain')]);
    expect([notPacked.status, notPacked.err.at(-1)]).toEqual([1, expect.stringContaining('incorrect header check')]);
  });

  it.each([
    [['-', '--fields', 'time=t']],
    [['-', '--fields', 'bodi=b']],
    [['-', '--compare', 'verify=strict']],
    [[fixture('story.jsonl'), '--compare', 'verify=off']],
    [['-', '--path', 'v1']],
    [['-', '--most', '0']],
    [['-', '--show', 'all']],
    [[]],
  ])('%j is wrong usage', async (args) => {
    expect((await run(args, '')).status).toBe(2);
  });

  it('lets a prompt of 5 MB by, as the service does', async () => {
    const huge = 'word '.repeat(1_000_000);
    const found = await json(['-'], lines([chat(huge), chat('A?'), chat('A?')]));
    expect(found).toMatchObject({ calls: 3, bypasses: { 'body-too-large': 1 }, hits: { exact: 1 } });
  });

  it('counts other calls as what they are to the cache', async () => {
    const models = { path: '/v1/models', body: {}, method: 'GET' };
    const found = await json(['-'], lines([models, chat('A?')]));
    expect(found).toMatchObject({ calls: 2, lookedUp: 1, bypasses: { 'not-a-completion': 1 } });
  });
});

describe('all dialects', () => {
  const user = [{ role: 'user', content: 'What is the capital of Peru?' }];
  it.each([
    ['/v1/chat/completions', { model: 'm', messages: user, stream: true, stream_options: { include_usage: true } }],
    ['/v1/completions', { model: 'm', prompt: 'What is the capital of Peru?', max_tokens: 5 }],
    ['/v1/responses', { model: 'm', input: 'What is the capital of Peru?' }],
    ['/v1/messages', { model: 'm', max_tokens: 9, messages: user }],
  ])('%s: a call without its answer is found again', async (path, body) => {
    const headers = { 'anthropic-version': '2023-06-01' };
    const found = await json(
      ['-'],
      lines([
        { path, body, headers },
        { path, body, headers },
      ]),
    );
    expect(found).toMatchObject({ hits: { exact: 1 }, stores: { stored: 1, refused: {} }, failures: {} });
  });
});
