import type { Answer } from '../../tools/harness/exchange';
import { send } from '../../tools/harness/exchange';
import { reached, type Metric } from '../../tools/harness/metrics';
import type { StoreRefusal } from '../../src/core/reason';
import type { ScriptName } from '../support/scripts';
import { settled, startStack, type Stack } from '../support/stack';

/** Answers that the cache has finished with, kept or not. */
const SETTLED: Metric = ['llm_semantic_cache_store_total', {}];
const ANTHROPIC = { 'anthropic-version': '2023-06-01' };
const TEXT = 'How deep is the Mariana Trench?';
const message = { model: 'test-model', messages: [{ role: 'user', content: TEXT }] };

/** One question in the words of each dialect, at its provider's path. */
const CALLS = {
  chat: { path: '/v1/chat/completions', body: message, headers: {} },
  completions: { path: '/v1/completions', body: { model: 'test-model', prompt: TEXT }, headers: {} },
  responses: { path: '/v1/responses', body: { model: 'test-model', input: TEXT }, headers: {} },
  messages: { path: '/v1/messages', body: { ...message, max_tokens: 100 }, headers: ANTHROPIC },
} as const;
type Kind = keyof typeof CALLS;
const KINDS = Object.keys(CALLS) as Kind[];

/** In these two, a stream tells its usage to those who ask. */
function usageOnRequest(kind: Kind): object {
  return kind === 'chat' || kind === 'completions' ? { stream_options: { include_usage: true } } : {};
}

describe('dialects through Envoy', () => {
  let stack: Stack;
  beforeAll(async () => {
    const lookup = { similarity: 0.9 };
    const store = { ttl: 3600 };
    stack = await startStack({
      config: {
        policies: [
          { name: 'named', match: { paths: ['/named'] }, dialect: 'openai-chat', lookup, store },
          { name: 'told', match: { paths: ['/told'] }, dialect: 'by-content', lookup, store },
          { name: 'counted', match: { paths: ['/counted'] }, cachedTokens: true, lookup, store },
          { name: 'all', lookup, store },
        ],
      },
    });
  });
  afterAll(() => stack.stop());

  interface Call {
    readonly path: string;
    readonly body: object;
    readonly headers?: Readonly<Record<string, string>>;
  }

  /** Sends it, and waits until the answer is kept or refused when it may be kept. */
  async function call({ path, body, headers }: Call): Promise<Answer> {
    const before = await settled(stack.server);
    const answer = await send({
      url: stack.envoy.url + path,
      headers: { authorization: 'Bearer sk-test', ...headers },
      body: JSON.stringify(body),
    });
    if (answer.stored) await reached(stack.server.adminUrl, SETTLED, before + 1);
    return answer;
  }

  const refusal = (reason: StoreRefusal): Metric => ['llm_semantic_cache_store_total', { outcome: 'refused', reason }];

  async function refused(reason: StoreRefusal): Promise<number> {
    return (await stack.server.metrics()).sum(...refusal(reason));
  }

  it.each(KINDS)('%s: JSON is given back byte for byte, and a stream from the same entry', async (kind) => {
    const miss = await call(CALLS[kind]);
    const upstream = stack.upstream.count();
    const hit = await call(CALLS[kind]);
    const { path, body, headers } = CALLS[kind];
    const stream = await call({ path, headers, body: { ...body, stream: true } });
    expect([miss.verdict, hit.verdict, stream.verdict]).toEqual(['miss', 'hit', 'hit']);
    expect(hit.body).toBe(miss.body);
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(stack.upstream.count()).toBe(upstream);
  });

  it.each(KINDS)('%s: a stream that no document can hold serves streams only, just as it came', async (kind) => {
    const { path, body, headers } = CALLS[kind];
    const strange = { path: `/strange${path}`, headers: { ...headers, 'x-script': 'unknownEvent' } };
    const stream = { ...strange, body: { ...body, stream: true, ...usageOnRequest(kind) } };
    const miss = await call(stream);
    const hit = await call(stream);
    const json = await call({ ...strange, body });
    expect([miss.verdict, hit.verdict]).toEqual(['miss', 'hit']);
    expect(miss.body).toContain('event: provider.note');
    expect(hit.body).toBe(miss.body);
    expect(json).toMatchObject({ verdict: 'miss', reason: 'not-renderable', form: 'json' });
  });

  const UNFIT: readonly (readonly [ScriptName, StoreRefusal, readonly Kind[]])[] = [
    ['length', 'finish-reason', KINDS],
    ['contentFilter', 'finish-reason', ['completions', 'responses']],
    ['contentFilter', 'refusal', ['messages']],
    ['refusal', 'refusal', ['chat', 'responses', 'messages']],
    ['toolCalls', 'tool-calls', ['chat', 'responses', 'messages']],
    ['emptyText', 'empty', KINDS],
    ['unfinishedStream', 'cut-short', KINDS],
    ['errorEvent', 'error-event', KINDS],
    ['cutStream', 'aborted', KINDS],
    ['cutJson', 'aborted', KINDS],
    ['notJson', 'response-malformed', KINDS],
  ];
  const UNFIT_CALLS = UNFIT.flatMap(([script, reason, kinds]) => kinds.map((kind) => [kind, script, reason] as const));

  it.each(UNFIT_CALLS)('%s: never keeps an answer of the kind %s (%s)', async (kind, script, reason) => {
    const { path, body, headers } = CALLS[kind];
    const unfit = { path: `/unfit/${script}${path}`, headers: { ...headers, 'x-script': script } };
    const stream = /stream|event/i.test(script);
    const before = await refused(reason);
    // A cut connection fails the client's call, as it would without the cache.
    await call({ ...unfit, body: { ...body, stream } }).catch(() => undefined);
    await reached(stack.server.adminUrl, refusal(reason), before + 1);
    expect((await call({ ...unfit, body, headers })).verdict).toBe('miss');
  });

  it('never answers a call of one dialect from an entry of another', async () => {
    const told = KINDS.map((kind) => ({ ...CALLS[kind], path: '/told' }));
    const verdicts: string[] = [];
    for (const one of told) verdicts.push((await call(one)).verdict);
    // The scripted upstream answers this path as chat: only chat's answer is one that its caller can use.
    expect(verdicts).toEqual(['miss', 'miss', 'miss', 'miss']);
    verdicts.length = 0;
    for (const one of told) verdicts.push((await call(one)).verdict);
    expect(verdicts).toEqual(['hit', 'miss', 'miss', 'miss']);
  });

  it('takes a path for the dialect that the policy names', async () => {
    const path = '/named/answer';
    const answers = [await call({ ...CALLS.chat, path }), await call({ ...CALLS.chat, path })];
    expect(answers.map(({ verdict }) => verdict)).toEqual(['miss', 'hit']);
  });

  it('passes by what is no completion call', async () => {
    const count = { path: '/v1/messages/count_tokens', body: CALLS.messages.body, headers: ANTHROPIC };
    expect((await call(count)).verdict).toBe('untouched');
    expect((await call({ ...CALLS.responses, path: '/elsewhere' })).verdict).toBe('untouched');
  });

  it.each<[Kind, (usage: any) => unknown]>([
    ['chat', (usage) => usage.prompt_tokens_details.cached_tokens === usage.prompt_tokens],
    ['completions', (usage) => usage.prompt_tokens_details?.cached_tokens === usage.prompt_tokens],
    ['responses', (usage) => usage.input_tokens_details.cached_tokens === usage.input_tokens],
    ['messages', (usage) => usage.input_tokens === 0 && usage.cache_read_input_tokens > 0],
  ])(
    '%s: says in the usage of a hit that the prompt was cached, where the policy wants that',
    async (kind, counted) => {
      const counting = { ...CALLS[kind], path: `/counted${CALLS[kind].path}` };
      const usages: unknown[] = [];
      for (let n = 0; n < 2; n += 1) usages.push(JSON.parse((await call(counting)).body).usage);
      expect(usages.map(counted)).toEqual([false, true]);
    },
  );

  it('repeats in a hit the labels of the call that it answers', async () => {
    const labelled = (metadata: object): Call => ({
      path: '/v1/responses',
      body: { model: 'test-model', input: 'Whose labels are these?', metadata },
    });
    const miss = await call(labelled({ team: 'a' }));
    const hit = await call(labelled({ team: 'b' }));
    expect([miss.verdict, hit.verdict]).toEqual(['miss', 'hit']);
    expect(JSON.parse(hit.body)).toEqual({ ...JSON.parse(miss.body), metadata: { team: 'b' } });
  });
});
