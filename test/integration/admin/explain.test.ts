import { join } from 'node:path';
import type { DecisionRecord } from '../../../src/core/decision';
import type { Embedder } from '../../../src/core/embedder';
import { headOf } from '../../../src/cache/request-head';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { loadSecondOpinion } from '../../../src/second-opinion/onnx-second-opinion';
import type { SecondOpinion } from '../../../src/core/second-opinion';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import { fetchModel } from '../../../tools/fetch/model';
import { BOUND, scriptedChecking } from '../../support/checking';
import { folder, type Folder } from '../../support/files';
import { QUESTION_WORDS, writePairModel } from '../../support/pair-model';
import { lookupSettings, policySettings } from '../../support/policies';
import { startBench, TOKEN, type Bench, type BenchOptions } from './entries-bench';

const COMPLETION = {
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'The secret answer.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 4 },
};
const PATH = '/v1/chat/completions';
const chat = (content: string): object => ({ model: 'm', messages: [{ role: 'user', content }] });
const STORED = ['How can I reset my password?', 'How do I not reset my password?', 'How do I water the tomatoes?'];

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly path?: string;
}

let embedder: Embedder;
let opinion: SecondOpinion;
let scratch: Folder;
let bench: Bench;
let records: DecisionRecord[];

beforeAll(async () => {
  scratch = folder();
  embedder = await loadOnnxEmbedder({
    modelDir: await fetchModel(),
    threads: 1,
    maxBatch: 8,
    queue: 100,
    memoEntries: 100,
  });
  const modelDir = await writePairModel(join(scratch.path, 'model'), QUESTION_WORDS);
  opinion = await loadSecondOpinion({ modelDir, threads: 1, queue: 40 });
});
afterAll(async () => {
  await embedder.close();
  await opinion.close();
  scratch.remove();
});
afterEach(() => bench.stop());

/** A bench that holds answers to these questions of a caller. The learned score is not the subject: guards decide. */
async function holding(questions: readonly string[], options: BenchOptions = {}, lookup: object = {}): Promise<void> {
  records = [];
  const decided = (record: DecisionRecord): void => void records.push(record);
  const policies = [policySettings({ lookup: lookupSettings({ minSimilarity: 0.8, verify: 'guards', ...lookup }) })];
  bench = await startBench({ embedder, policies, observer: { decided }, ...options });
  const lines = questions.map((text) => ({
    request: { host: 'api.example', path: PATH, headers: { authorization: 'Bearer sk-1' }, body: chat(text) },
    response: COMPLETION,
  }));
  const { body } = await bench.ask('POST', '/entries/import', {
    headers: { authorization: `Bearer ${TOKEN}` },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  });
  expect(JSON.parse(body)).toMatchObject({ imported: questions.length });
}

async function explain({ headers = {}, body = chat('?'), path = PATH }: Call): Promise<any> {
  const call = { path, authority: 'API.example', headers: { Authorization: 'Bearer sk-1', ...headers }, body };
  const reply = await bench.ask('POST', '/explain', { body: JSON.stringify(call), headers: AUTHORIZED });
  expect(reply.status).toBe(200);
  expect(reply.body).not.toContain('secret answer');
  return JSON.parse(reply.body);
}
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

/** What a live call gets, as its record says. */
async function live({ headers = {}, body = chat('?'), path = PATH }: Call): Promise<DecisionRecord> {
  const session = bench.cache.open('x');
  const given = new Map(Object.entries({ authorization: 'Bearer sk-1', ...headers }));
  const head = headOf({ method: 'POST', authority: 'api.example', target: path, headers: given });
  if (session.onRequestHead(head, true) === 'need-body') {
    await session.onRequestBody(Buffer.from(JSON.stringify(body)), true, () => undefined);
  }
  session.end('aborted');
  return records.at(-1)!;
}

describe('POST /explain', () => {
  it('tells every candidate of a question, and why it is refused or served', async () => {
    await holding(STORED);
    const explained = await explain({ body: chat('How do I reset my password?') });
    expect(explained).toMatchObject({
      policy: 'p',
      dialect: 'openai-chat',
      model: 'm',
      verdict: { kind: 'hit', reason: 'semantic' },
      lookup: { verify: 'guards', semantic: true, candidates: 5, shadow: false },
      needed: { similarity: 0.8, score: 0.8 },
      embedding: 'vector',
    });
    expect(explained.needed.secondOpinion).toBeUndefined();
    const told = explained.candidates.map(({ text, outcome, verification: { vetoes } }: any) => [
      text,
      outcome,
      vetoes,
    ]);
    expect(told).toHaveLength(3);
    expect(told).toContainEqual([STORED[0], 'semantic', []]);
    expect(told).toContainEqual([STORED[1], expect.stringMatching(/verify-negation|not-reached/), ['negation']]);
    const served = explained.candidates.find(({ outcome }: any) => outcome === 'semantic');
    expect(served).toMatchObject({ entry: explained.entry, similarity: explained.similarity });
    expect(Object.keys(explained.phases)).toEqual(
      expect.arrayContaining(['parse', 'exact', 'embed', 'nearest', 'verify']),
    );
  });

  it('tells what the second opinion said', async () => {
    await holding(
      [STORED[0]!, 'How do I change my password?'],
      { opinion },
      { verify: 'standard', minSimilarity: 0.5 },
    );
    // The score is not the subject: whatever passes it is shown to the second model.
    const explained = await explain({ body: chat('How can you reset my password?') });
    expect(explained.needed.secondOpinion).toBe(0.5);
    const asked = explained.candidates.filter(({ secondOpinion }: any) => secondOpinion !== undefined);
    for (const { secondOpinion, outcome } of asked) {
      expect(secondOpinion).toMatchObject({ kind: 'opinion', probability: expect.any(Number) });
      expect(outcome).toBe(secondOpinion.same ? 'semantic' : 'verify-second-opinion');
    }
    expect(asked.length).toBeGreaterThan(0);
  });

  it.each<[string, Call, object]>([
    ['the very same question', { body: chat(STORED[0]!) }, {}],
    ['a paraphrase', { body: chat('How do I reset my password?') }, {}],
    ['an opposite alone', { body: chat('How do I never reset the phone?') }, {}],
    ['something else', { body: chat('Which river flows through Vienna?') }, {}],
    ['another caller', { body: chat(STORED[0]!), headers: { authorization: 'Bearer sk-2' } }, {}],
    ['exact only', { body: chat('How do I reset my password?') }, { semantic: false }],
    ['a shadow policy', { body: chat('How do I reset my password?') }, { shadow: true }],
    ['a shadow policy, the same question', { body: chat(STORED[0]!) }, { shadow: true }],
    ['words that the model does not know', { body: chat('How do I reset my 猫?') }, {}],
    ['a question beyond the window', { body: chat('and so on '.repeat(150)) }, {}],
    ['a client that wants a fresh answer', { body: chat(STORED[0]!), headers: { 'cache-control': 'no-cache' } }, {}],
    ['one that bounds its age', { body: chat(STORED[0]!), headers: { 'cache-control': 'min-fresh=9999' } }, {}],
    ['one that wants nothing kept', { body: chat(STORED[0]!), headers: { 'cache-control': 'no-store' } }, {}],
    ['a header that cannot be read', { body: chat(STORED[0]!), headers: { 'cache-control': ';' } }, {}],
    ['a long conversation', { body: { model: 'm', messages: [chat('a'), chat('b')] } }, {}],
    ['no completion', { path: '/v1/files' }, {}],
  ])('agrees with what a call gets: %s', async (_, call, lookup) => {
    await holding(STORED, {}, lookup);
    const explained = await explain(call);
    // Explaining has counted nothing.
    expect(records).toEqual([]);
    const record = await live(call);
    expect(explained.verdict).toEqual(record.verdict);
    const entry = explained.entry ?? undefined;
    expect([explained.partition, entry, explained.similarity]).toEqual([
      record.partition,
      record.entry,
      record.similarity,
    ]);
  });

  it('keeps nothing', async () => {
    await holding([]);
    await explain({ body: chat('How do I reset my password?') });
    await explain({ body: chat('How do I reset my password?') });
    expect(await bench.store.stats()).toMatchObject({ entries: 0 });
    expect(bench.cache.queue()).toEqual({ jobs: 0, bytes: 0 });
  });

  it.each(['hashed', 'none'] as const)('shows no question where store.prompts is %s', async (prompts) => {
    await holding(STORED, { prompts }, { verify: 'off' });
    const explained = await explain({ body: chat('How do I reset my password?') });
    expect(explained.verdict.kind).toBe('hit');
    for (const candidate of explained.candidates) expect(candidate).not.toHaveProperty('text');
    expect(JSON.stringify(explained)).not.toMatch(/tomatoes/);
  });

  it.each<[string, number, RegExp, object | string]>([
    ['is not JSON', 400, /^the request: must be a JSON object/, '{'],
    ['has no path', 400, /^path: must be a text/, { body: chat('?') }],
    ['has a path without /', 400, /^path: must begin with \//, { path: 'v1', body: chat('?') }],
    ['has no body', 400, /^body: must be the completion request/, { path: PATH }],
    ['has a field that is not known', 400, /Unrecognized key/, { path: PATH, body: chat('?'), url: '/' }],
    ['has a header that is no text', 400, /^headers\.x-n:/, { path: PATH, body: chat('?'), headers: { 'x-n': 1 } }],
    ['is too long', 413, /^longer than \d+ bytes/, { path: PATH, body: chat('x'.repeat(100_000)) }],
  ])('refuses what %s', async (_, status, message, body) => {
    await holding([]);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await bench.ask('POST', '/explain', { body: text, headers: AUTHORIZED });
    expect([reply.status, reply.body.trim()]).toEqual([status, expect.stringMatching(message)]);
  });

  it('is for who has the token', async () => {
    await holding([]);
    const body = JSON.stringify({ path: PATH, body: chat('?') });
    expect((await bench.ask('POST', '/explain', { body, headers: { authorization: 'Bearer x' } })).status).toBe(401);
    await bench.stop();
    bench = await startBench({ embedder, token: undefined });
    expect((await bench.ask('POST', '/explain', { body })).status).toBe(403);
  });
});

describe('POST /explain for a policy that bounds its false hits', () => {
  const lookup = { bound: BOUND };
  const asked = { body: chat('How do I reset my password?') };

  it('shows what was learned, and draws no check', async () => {
    const checking = scriptedChecking({ threshold: 0.85, checkShare: () => 0.02 }, { random: () => 0 });
    await holding([STORED[0]!], { checking }, lookup);
    const explained = await explain(asked);
    expect(explained.verdict).toEqual({ kind: 'hit', reason: 'semantic' });
    expect(explained.needed).toEqual({ similarity: 0.8, score: 0.8, learnedScore: 0.85 });
    expect(explained.checkShare).toBe(0.02);
    // A call draws the lowest number, and goes upstream as well.
    expect((await live(asked)).verdict).toEqual({ kind: 'miss', reason: 'check' });
  });

  it('names what is not served yet', async () => {
    await holding([STORED[0]!], { checking: scriptedChecking({ threshold: NOTHING_SERVED }) }, lookup);
    const explained = await explain(asked);
    expect(explained.verdict).toEqual({ kind: 'miss', reason: 'threshold-learning' });
    expect(explained.needed.learnedScore).toBe(2);
    expect(explained.candidates[0].outcome).toBe('threshold-learning');
    expect((await live(asked)).verdict).toEqual(explained.verdict);
  });
});
