import OpenAI from 'openai';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsBase,
} from 'openai/resources/chat/completions';
import { cacheReport, type CacheReport } from '../../tools/harness/cache-status';
import { reached } from '../../tools/harness/metrics';
import { startStack, STORED, stored, type Stack } from '../support/stack';

describe('the official OpenAI SDK against Envoy', () => {
  let stack: Stack;
  let client: OpenAI;
  beforeAll(async () => {
    const policy = { name: 'sdk', lookup: { similarity: 0.9 }, store: { ttl: 3600, toolCalls: true, refusals: true } };
    stack = await startStack({ config: { policies: [policy] } });
    client = new OpenAI({ baseURL: `${stack.envoy.url}/v1`, apiKey: 'sk-node', maxRetries: 0 });
  });
  afterAll(() => stack.stop());

  type Fields = Partial<ChatCompletionCreateParamsBase>;
  type Seen<T> = Pick<CacheReport, 'verdict' | 'reason'> & { readonly answer: T };

  async function whole(text: string, fields: Fields = {}, script = 'answer'): Promise<Seen<ChatCompletion>> {
    const kept = await stored(stack.server);
    const call = client.chat.completions.create(
      { ...params(text, fields), stream: false },
      { headers: { 'x-script': script } },
    );
    const { data, response } = await call.withResponse();
    return { ...(await reportOf(response, kept)), answer: data };
  }

  async function streamed(text: string, fields: Fields = {}, script = 'answer'): Promise<Seen<ChatCompletionChunk[]>> {
    const kept = await stored(stack.server);
    const call = client.chat.completions.create(
      { ...params(text, fields), stream: true },
      { headers: { 'x-script': script } },
    );
    const { data, response } = await call.withResponse();
    const answer = [];
    for await (const chunk of data) answer.push(chunk);
    return { ...(await reportOf(response, kept)), answer };
  }

  async function reportOf(response: Response, kept: number): Promise<Pick<CacheReport, 'verdict' | 'reason'>> {
    const report = cacheReport(Object.fromEntries(response.headers));
    if (report.stored) await reached(stack.server.adminUrl, STORED, kept + 1);
    return { verdict: report.verdict, reason: report.reason };
  }

  it('parse a hit to the same object as the miss that stored it', async () => {
    const miss = await whole('How do I bake sourdough bread?');
    const hit = await whole('How do I bake sourdough bread?');
    expect([miss.verdict, hit.verdict, hit.reason]).toEqual(['miss', 'hit', 'exact']);
    expect(hit.answer).toEqual(miss.answer);
    expect(hit.answer.usage?.prompt_tokens_details?.cached_tokens).toBe(3);
  });

  it('parse a paraphrase to the same object', async () => {
    const miss = await whole('What is the best way to clean a cast iron pan?');
    const hit = await whole('What is the best way to clean a cast-iron pan?');
    expect([miss.verdict, hit.verdict, hit.reason]).toEqual(['miss', 'hit', 'semantic']);
    expect(hit.answer).toEqual(miss.answer);
  });

  it.each([
    ['without usage', {}],
    ['with usage', { stream_options: { include_usage: true } }],
  ])('put a replayed stream together to the same object as the streamed miss (%s)', async (_, fields: Fields) => {
    const text = `How long do tulips live, ${JSON.stringify(fields)}?`;
    const miss = await streamed(text, fields);
    const hit = await streamed(text, fields);
    expect([miss.verdict, hit.verdict]).toEqual(['miss', 'hit']);
    expect(assembled(hit.answer)).toEqual(assembled(miss.answer));
    expect(hit.answer[0]?.choices[0]?.delta.role).toBe('assistant');
  });

  it('get a stream from an entry that a JSON call stored, with usage only if asked for', async () => {
    const miss = await whole('Which tree gives maple syrup?');
    const plain = await streamed('Which tree gives maple syrup?');
    const counted = await streamed('Which tree gives maple syrup?', { stream_options: { include_usage: true } });
    expect([plain.verdict, counted.verdict]).toEqual(['hit', 'hit']);
    expect(assembled(plain.answer).choices).toEqual(choicesOf(miss.answer));
    expect(assembled(plain.answer).usage).toBeUndefined();
    expect(plain.answer.some((chunk) => chunk.choices.length === 0)).toBe(false);
    expect(assembled(counted.answer).usage).toEqual(miss.answer.usage);
    expect(assembled(counted.answer).id).toBe(miss.answer.id);
  });

  it('get JSON from an entry that a stream with usage stored', async () => {
    const miss = await streamed('Who painted the ceiling?', { stream_options: { include_usage: true } });
    const hit = await whole('Who painted the ceiling?');
    expect([miss.verdict, hit.verdict]).toEqual(['miss', 'hit']);
    expect(choicesOf(hit.answer)).toEqual(assembled(miss.answer).choices);
    expect(hit.answer.usage).toEqual(assembled(miss.answer).usage);
    expect(hit.answer.object).toBe('chat.completion');
  });

  it.each(['toolCalls', 'twoChoices', 'refusal'])('see no difference in an answer of the kind %s', async (script) => {
    const text = `Please answer with ${script}.`;
    const fields: Fields = { n: script === 'twoChoices' ? 2 : 1, stream_options: { include_usage: true } };
    const miss = await streamed(text, fields, script);
    const again = await streamed(text, fields, script);
    const asJson = await whole(text, { n: fields.n ?? 1 }, script);
    expect([miss.verdict, again.verdict, asJson.verdict]).toEqual(['miss', 'hit', 'hit']);
    expect(assembled(again.answer)).toEqual(assembled(miss.answer));
    expect(choicesOf(asJson.answer)).toEqual(assembled(miss.answer).choices);
  });

  it("accept a replayed stream in the SDK's own stream runner", async () => {
    const request = { model: 'test-model', messages: [{ role: 'user' as const, content: 'What runs the runner?' }] };
    const kept = await stored(stack.server);
    const miss = await client.chat.completions.stream(request).finalChatCompletion();
    await reached(stack.server.adminUrl, STORED, kept + 1);
    const hit = await client.chat.completions.stream(request).finalChatCompletion();
    expect(hit.choices).toEqual(miss.choices);
  });
});

function params(text: string, fields: Partial<ChatCompletionCreateParamsBase>): ChatCompletionCreateParamsBase {
  return { model: 'test-model', messages: [{ role: 'user', content: text }], ...fields };
}

interface Assembled {
  readonly id: string | undefined;
  readonly model: string | undefined;
  readonly usage: unknown;
  readonly choices: readonly unknown[];
}

/** A stream's chunks put together as a client would. */
function assembled(chunks: readonly ChatCompletionChunk[]): Assembled {
  const choices = new Map<
    number,
    { text: string; refusal: string; finish: string | null; tools: [string, string, string][] }
  >();
  for (const { index, delta, finish_reason } of chunks.flatMap((chunk) => chunk.choices)) {
    const choice = choices.get(index) ?? { text: '', refusal: '', finish: null, tools: [] };
    choices.set(index, choice);
    choice.text += delta.content ?? '';
    choice.refusal += delta.refusal ?? '';
    choice.finish = finish_reason ?? choice.finish;
    for (const call of delta.tool_calls ?? []) {
      const [id, name, args] = choice.tools[call.index] ?? ['', '', ''];
      const { function: part } = call;
      choice.tools[call.index] = [id + (call.id ?? ''), name + (part?.name ?? ''), args + (part?.arguments ?? '')];
    }
  }
  const usage = chunks.findLast((chunk) => chunk.usage)?.usage ?? undefined;
  const inOrder = [...choices].sort(([a], [b]) => a - b).map(([, choice]) => choice);
  return { id: chunks[0]?.id, model: chunks[0]?.model, usage, choices: inOrder };
}

/** The choices of a JSON answer in the same shape. */
function choicesOf({ choices }: ChatCompletion): Assembled['choices'] {
  return choices.map(({ message, finish_reason }) => ({
    text: message.content ?? '',
    refusal: message.refusal ?? '',
    finish: finish_reason,
    tools: (message.tool_calls ?? []).map((call) =>
      call.type === 'function' ? [call.id, call.function.name, call.function.arguments] : [],
    ),
  }));
}
