import type { Completion, Presentation } from '../../../../src/core/dialect';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { JSON_FORM, fixturesOf } from '../../../support/dialects';

const fixture = fixturesOf('openai-chat');

const STREAM: Presentation = { ...JSON_FORM, form: 'sse', includeUsage: false };
const STREAM_WITH_USAGE: Presentation = { ...STREAM, includeUsage: true };

const USAGE = { prompt_tokens: 1, completion_tokens: 2 };
const documentOf = (message: object, more: object = {}): object => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...more }],
  usage: USAGE,
});
const completionOf = (document: object): Completion =>
  openaiChat.parseResponse(Buffer.from(JSON.stringify(document)), 'json').completion;

interface Chunk {
  choices: { delta: Record<string, unknown>; finish_reason: unknown; logprobs?: unknown }[];
  [field: string]: unknown;
}
function eventsOf(completion: Completion, as = STREAM): string[] {
  const rendered = openaiChat.render(completion, as)!;
  expect(rendered.contentType).toBe('text/event-stream; charset=utf-8');
  const text = Buffer.from(rendered.body).toString();
  expect(text.endsWith('\n\n')).toBe(true);
  const events = text.slice(0, -2).split('\n\n');
  return events.map((event) => /^data: (.*)$/.exec(event)![1]!);
}
function chunksOf(completion: Completion, as = STREAM): Chunk[] {
  const events = eventsOf(completion, as);
  expect(events.at(-1)).toBe('[DONE]');
  return events.slice(0, -1).map((data) => JSON.parse(data) as Chunk);
}
const deltasOf = (message: object): unknown[] =>
  chunksOf(completionOf(documentOf(message))).map((chunk) => chunk.choices[0]!.delta);

describe('as JSON', () => {
  it('an answer that came as JSON is the very same bytes, known usage or not', () => {
    const body = fixture('text.json');
    const { completion } = openaiChat.parseResponse(body, 'json');
    expect(openaiChat.render(completion, JSON_FORM)).toEqual({ contentType: 'application/json', body });
    expect(openaiChat.render({ ...completion, usage: undefined }, JSON_FORM)?.body).toBe(body);
  });

  it('an answer that came as a stream is the assembled document', () => {
    const { completion } = openaiChat.parseResponse(fixture('text.sse'), 'sse');
    expect(openaiChat.render(completion, JSON_FORM)).toEqual({
      contentType: 'application/json',
      body: completion.body,
    });
  });

  it('an answer that came as a stream without usage cannot be shown', () => {
    const { completion } = openaiChat.parseResponse(fixture('text.sse'), 'sse');
    expect(openaiChat.render({ ...completion, usage: undefined }, JSON_FORM)).toBeUndefined();
  });
});

describe('with tokens said to be cached', () => {
  const shown = (usage: object | undefined): unknown => {
    const completion = completionOf({ ...documentOf({ content: 'a' }), usage });
    const { body } = openaiChat.render(completion, { ...JSON_FORM, cachedTokens: true })!;
    return (JSON.parse(Buffer.from(body).toString()) as { usage?: unknown }).usage;
  };

  it('usage says so of the whole prompt, and keeps its other details', () => {
    const details = { audio_tokens: 1, cached_tokens: 3 };
    expect(shown({ ...USAGE, prompt_tokens: 9, prompt_tokens_details: details })).toEqual({
      ...USAGE,
      prompt_tokens: 9,
      prompt_tokens_details: { audio_tokens: 1, cached_tokens: 9 },
    });
  });

  it.each([[{ ...USAGE }], [{ ...USAGE, prompt_tokens_details: null }]])('usage %j gets the details', (usage) => {
    expect(shown(usage)).toEqual({ ...USAGE, prompt_tokens_details: { cached_tokens: 1 } });
  });

  it.each([[undefined], [null], [{ input_tokens: 1 }]])('usage %j stays as it is', (usage) => {
    expect(shown(usage as object | undefined)).toEqual(usage);
  });

  it('the usage chunk says so too', () => {
    const completion = completionOf(documentOf({ content: 'a' }));
    const last = chunksOf(completion, { ...STREAM_WITH_USAGE, cachedTokens: true }).at(-1);
    expect(last).toMatchObject({ usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 1 } } });
  });
});

describe('as a stream', () => {
  it("is in the provider's own style", () => {
    const completion = openaiChat.parseResponse(fixture('text.json'), 'json').completion;
    const head =
      '"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion.chunk","created":1741569952,' +
      '"model":"gpt-5.4","service_tier":"default","system_fingerprint":"fp_50cad350e4"';
    const one = (delta: string, finish: string): string =>
      `{${head},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]}`;
    expect(eventsOf(completion)).toEqual([
      one('{"role":"assistant","content":"","refusal":null,"annotations":[]}', 'null'),
      one('{"content":"Hello! How can I assist you today?"}', 'null'),
      one('{}', '"stop"'),
      '[DONE]',
    ]);
  });

  it('has null usage in each chunk and a usage chunk, if asked for', () => {
    const chunks = chunksOf(completionOf(documentOf({ content: 'a' })), STREAM_WITH_USAGE);
    expect(chunks.slice(0, -1).map((chunk) => chunk['usage'])).toEqual([null, null, null]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: USAGE });
  });

  it('has no usage at all otherwise', () => {
    for (const chunk of chunksOf(completionOf(documentOf({ content: 'a' })))) expect(chunk).not.toHaveProperty('usage');
  });

  it('cannot be shown with usage when that is unknown, but without', () => {
    const completion = completionOf({ ...documentOf({ content: 'a' }), usage: undefined });
    expect(openaiChat.render(completion, STREAM_WITH_USAGE)).toBeUndefined();
    expect(openaiChat.render(completion, STREAM)).toBeDefined();
  });

  it('cuts text into pieces of 200 and never inside a character', () => {
    const content = `${'a'.repeat(199)}👋${'b'.repeat(300)}`;
    const texts = deltasOf({ content }).map((delta) => (delta as { content?: string }).content ?? '');
    expect(texts.join('')).toBe(content);
    expect(texts.map((text) => text.length)).toEqual([0, 199, 200, 102, 0]);
  });

  it('shows reasoning before content, and content before a refusal', () => {
    expect(deltasOf({ content: 'a', refusal: 'r', reasoning_content: 'h' })).toEqual([
      { role: 'assistant', reasoning_content: '', content: '', refusal: '' },
      { reasoning_content: 'h' },
      { content: 'a' },
      { refusal: 'r' },
      {},
    ]);
  });

  it('names each tool call first and then gives its arguments', () => {
    const calls = [
      { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
      { id: 'b', type: 'function', function: { name: 'g', arguments: '' } },
    ];
    expect(deltasOf({ content: null, tool_calls: calls })).toEqual([
      { role: 'assistant', content: null },
      { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"x":1}' } }] },
      { tool_calls: [{ index: 1, id: 'b', type: 'function', function: { name: 'g', arguments: '' } }] },
      {},
    ]);
  });

  it('shows a function call', () => {
    expect(deltasOf({ content: null, function_call: { name: 'f', arguments: '{}' } })).toEqual([
      { role: 'assistant', content: null },
      { function_call: { name: 'f', arguments: '' } },
      { function_call: { arguments: '{}' } },
      {},
    ]);
  });

  it('gives all log probabilities with the first piece of text', () => {
    const logprobs = { content: [{ token: 'a' }], refusal: null };
    const chunks = chunksOf(completionOf(documentOf({ content: 'a'.repeat(300) }, { logprobs })));
    expect(chunks.map((chunk) => chunk.choices[0]!.logprobs)).toEqual([null, logprobs, null, null]);
  });

  it('carries unknown fields: of the message at the start, of the choice at the end, of the answer at both', () => {
    const document = { ...documentOf({ content: 'a', x: [1] }, { y: 2 }), provider: 'P', citations: ['c'] };
    const chunks = chunksOf(completionOf(document), STREAM_WITH_USAGE);
    expect(chunks[0]!.choices[0]!.delta).toEqual({ role: 'assistant', content: '', x: [1] });
    expect(chunks[2]!.choices[0]).toMatchObject({ y: 2, finish_reason: 'stop' });
    expect(chunks.map((chunk) => chunk['provider'])).toEqual(['P', 'P', 'P', 'P']);
    expect(chunks.map((chunk) => chunk['citations'])).toEqual([['c'], undefined, ['c'], undefined]);
  });

  it.each([
    ['audio', documentOf({ content: null, audio: { id: 'a' } })],
    ['content parts', documentOf({ content: [{ type: 'text', text: 'a' }] })],
    [
      'a custom tool call',
      documentOf({ content: null, tool_calls: [{ id: 'c', type: 'custom', custom: { name: 'x' } }] }),
    ],
    ['a call without arguments', documentOf({ content: null, tool_calls: [{ id: 'c', function: { name: 'x' } }] })],
    ['calls that are no list', documentOf({ content: 'a', tool_calls: { a: 1 } })],
    ['a function call that is a text', documentOf({ content: 'a', function_call: 'f' })],
    ['no finish reason', documentOf({ content: 'a' }, { finish_reason: null })],
    ['a choice under another index', documentOf({ content: 'a' }, { index: 1 })],
    ['log probabilities that are no object', documentOf({ content: 'a' }, { logprobs: [] })],
    ['a choice that has a delta already', documentOf({ content: 'a' }, { delta: {} })],
  ])('cannot be shown with %s', (_, document) => {
    expect(openaiChat.render(completionOf(document), STREAM)).toBeUndefined();
  });
});
