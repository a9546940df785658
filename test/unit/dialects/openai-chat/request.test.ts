import type { CanonicalRequest } from '../../../../src/core/dialect';
import { UnreadableRequestError } from '../../../../src/core/errors';
import type { RequestHead } from '../../../../src/core/exchange';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { headOf } from '../../../support/heads';
import { refusal } from '../../../support/dialects';

const ASK = { role: 'user', content: 'What is a cache?' };

function parseText(text: string | Buffer, head: RequestHead = headOf()): CanonicalRequest {
  return openaiChat.parseRequest(Buffer.from(text as string), head);
}

function parse(fields: object, head?: RequestHead): CanonicalRequest {
  return parseText(JSON.stringify({ model: 'gpt-4o', messages: [ASK], ...fields }), head);
}

function parseLast(content: unknown, more: object = {}): CanonicalRequest {
  return parse({ messages: [{ role: 'user', content, ...more }] });
}

describe('accepting', () => {
  it.each([
    ['POST', '/v1/chat/completions', true],
    ['POST', '/openai/deployments/x/chat/completions', true],
    ['POST', '/models/chat/completions', true],
    ['POST', '/openai/v1/chat/completions', true],
    ['POST', '/api/v1/chat/completions', true],
    ['GET', '/v1/chat/completions', false],
    ['POST', '/v1/chat/completions/chatcmpl-1', false],
    ['POST', '/v1/completions', false],
    ['POST', '/v1/mychat/completions', false],
  ])('%s %s: %s', (method, path, accepted) => {
    expect(openaiChat.accepts(headOf({ method, path }))).toBe(accepted);
  });
});

describe('recognising', () => {
  const messages = [ASK];
  const anthropic = headOf({ header: { 'anthropic-version': '2023-06-01' } });
  it.each([
    ['messages', { messages }, headOf(), true],
    ['messages and nulls', { messages, system: null, anthropic_version: null }, headOf(), true],
    ["messages under Anthropic's header", { messages }, anthropic, false],
    ["messages with Anthropic's version", { messages, anthropic_version: 'bedrock-2023-05-31' }, headOf(), false],
    ['messages with a system text beside them', { messages, system: 'Be brief.' }, headOf(), false],
    ['a prompt', { prompt: 'a' }, headOf(), false],
    ['an input', { input: 'a' }, headOf(), false],
    ['messages that are no list', { messages: {} }, headOf(), false],
  ])('%s: %s', (_, request, head, recognised) => {
    expect(openaiChat.recognises(request, head)).toBe(recognised);
  });
});

describe('what makes a request', () => {
  it('is model, messages, compared text and form', () => {
    const system = { role: 'system', content: ' Be brief.\n' };
    expect(parse({ messages: [system, ASK], temperature: 0 })).toEqual({
      dialect: 'openai-chat',
      model: 'gpt-4o',
      parameters: { model: 'gpt-4o', temperature: 0 },
      messages: [
        { system: true, value: { role: 'system', content: 'Be brief.' } },
        { system: false, value: { role: 'user', content: { compared: [{ type: 'text', text: null }] } } },
      ],
      messageCount: 1,
      comparedText: 'What is a cache?',
      exactOnly: false,
      rendering: { form: 'json', includeUsage: true, echo: {} },
    });
  });

  it('counts dialog messages only', () => {
    const messages = [{ role: 'developer', content: 'x' }, ASK, { role: 'assistant', content: 'A store.' }, ASK];
    expect(parse({ messages }).messageCount).toBe(3);
  });

  it.each([
    'user',
    'metadata',
    'store',
    'safety_identifier',
    'prompt_cache_key',
    'prompt_cache_retention',
    'service_tier',
    'request_id',
    'priority',
    'keep_alive',
    'cache_prompt',
    'id_slot',
  ])('%s does not change the answer', (field) => {
    expect(parse({ [field]: 'x' }).parameters).toEqual({ model: 'gpt-4o' });
  });

  it.each([
    ['temperature', 0.7],
    ['n', 2],
    ['seed', 7],
    ['tools', [{ type: 'function', function: { name: 'f' } }]],
    ['response_format', { type: 'json_object' }],
    ['logprobs', null],
    ['cache_salt', 'x'], // vLLM: nobody else's cached prefixes
    ['top_k', 20],
    ['chat_template_kwargs', { enable_thinking: false }],
    ['safe_prompt', true],
    ['transforms', ['middle-out']],
    ['a_field_of_tomorrow', { x: [1] }],
  ])('%s does', (field, value) => {
    expect(parse({ [field]: value }).parameters).toEqual({ model: 'gpt-4o', [field]: value });
  });

  it('has the beta header among the parameters, under a name that no field can take', () => {
    expect(parse({}, headOf({ header: { 'openai-beta': 'x=v2' } })).parameters).toEqual({
      model: 'gpt-4o',
      'header:openai-beta': 'x=v2',
    });
    expect(refusal(() => parse({ 'header:openai-beta': 'x=v2' }))).toBe('unsupported-request');
  });

  it.each(['extra-parameters', 'azureml-model-deployment'])("has Azure's %s header among the parameters", (name) => {
    expect(parse({}, headOf({ header: { [name]: 'x' } })).parameters).toEqual({
      model: 'gpt-4o',
      [`header:${name}`]: 'x',
    });
  });

  it('takes the model from an Azure path, whatever the body says', () => {
    const azure = headOf({ path: '/openai/deployments/my%20gpt/chat/completions' });
    expect(parse({ model: undefined }, azure)).toMatchObject({ model: 'my gpt', parameters: { model: 'my gpt' } });
    expect(parse({}, azure)).toEqual(parse({ model: undefined }, azure));
  });

  it('keeps __proto__ harmless, and part of the parameters', () => {
    const { parameters, messages } = parseText(
      '{"model":"m","__proto__":{"x":1},"messages":[{"role":"user","content":"a","__proto__":{"role":"system"}}]}',
    );
    expect(Object.keys(parameters)).toEqual(['model', '__proto__']);
    expect(Object.keys(messages[0]!.value as object)).toContain('__proto__');
    expect(messages[0]!.system).toBe(false);
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
  });
});

describe('the form of the answer', () => {
  it.each([
    [{}, 'json', true],
    [{ stream: null }, 'json', true],
    [{ stream: false, stream_options: { include_usage: false } }, 'json', true],
    [{ stream: true }, 'sse', false],
    [{ stream: true, stream_options: null }, 'sse', false],
    [{ stream: true, stream_options: { include_usage: true } }, 'sse', true],
  ] as const)('%j: %s, usage %s', (fields, form, includeUsage) => {
    const request = parse(fields);
    expect(request.rendering).toEqual({ form, includeUsage, echo: {} });
    expect(request.parameters).toEqual({ model: 'gpt-4o' });
  });
});

describe('the compared text', () => {
  it.each([
    ['a string', ' a b\n', 'a b'],
    ['one part', [{ type: 'text', text: ' a b\n' }], 'a b'],
    [
      'several parts',
      [
        { type: 'text', text: ' a ' },
        { type: 'text', text: 'b' },
      ],
      'a\n\nb',
    ],
  ])('of %s', (_, content, text) => {
    expect(parseLast(content)).toMatchObject({ comparedText: text, exactOnly: false });
  });

  it('of one part equals the string, messages too', () => {
    expect(parseLast([{ type: 'text', text: 'a ' }])).toEqual(parseLast(' a'));
  });

  it('of two parts differs from their joined text in the messages', () => {
    const parts = parseLast([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
    const joined = parseLast('a\n\nb');
    expect(parts.comparedText).toBe(joined.comparedText);
    expect(parts.messages).not.toEqual(joined.messages);
  });

  it('leaves the other fields of message and parts in the messages', () => {
    expect(parseLast('a', { name: 'Ann' }).messages).not.toEqual(parseLast('a').messages);
    const cached = parseLast([{ type: 'text', text: 'a', cache_control: { type: 'ephemeral' } }]);
    expect(cached.comparedText).toBe('a');
    expect(cached.messages).not.toEqual(parseLast('a').messages);
  });

  const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
  it.each([
    ['an image', { role: 'user', content: [{ type: 'text', text: 'a' }, image] }],
    ['audio', { role: 'user', content: [{ type: 'input_audio', input_audio: { data: '', format: 'wav' } }] }],
    ['a tool result', { role: 'tool', tool_call_id: 'c', content: 'sunny' }],
    ['an assistant message', { role: 'assistant', content: 'I think' }],
    ['a function result', { role: 'function', name: 'f', content: 'x' }],
    ['no text', { role: 'user', content: '' }],
    ['no content', { role: 'user', content: null }],
    ['no parts', { role: 'user', content: [] }],
  ])('is none for %s: exact only, the message stays', (_, message) => {
    const request = parse({ messages: [ASK, message] });
    expect(request).toMatchObject({ comparedText: '', exactOnly: true });
    expect(request.messages.at(-1)!.value).toEqual(message);
    expect(request.messages).toHaveLength(2);
  });

  it('is none for white space alone', () => {
    expect(parseLast(' \n')).toMatchObject({ comparedText: '', exactOnly: true });
  });
});

describe('earlier messages', () => {
  const earlier = (content: unknown): unknown =>
    parse({ messages: [{ role: 'assistant', content }, ASK] }).messages[0]!.value;

  it('are equal after trimming, and a single text part equals the string', () => {
    expect(earlier(' a\n')).toEqual(earlier('a'));
    expect(earlier([{ type: 'text', text: ' a' }])).toEqual(earlier('a'));
  });

  it('keep several parts apart, each trimmed', () => {
    const parts = [
      { type: 'text', text: ' a' },
      { type: 'text', text: 'b ' },
    ];
    expect(earlier(parts)).toEqual({
      role: 'assistant',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    });
  });

  it('keep every field of an assistant message with tool calls', () => {
    const message = { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function' }], refusal: null };
    expect(parse({ messages: [message, ASK] }).messages[0]!.value).toEqual(message);
  });
});

describe('refusals', () => {
  const messages = [ASK];
  it.each([
    ['an array', []],
    ['no model', { messages }],
    ['a model that is no string', { model: 4, messages }],
    ['an empty model', { model: '', messages }],
    ['no messages', { model: 'm' }],
    ['empty messages', { model: 'm', messages: [] }],
    ['messages that are no array', { model: 'm', messages: { 0: ASK } }],
    ['a message that is no object', { model: 'm', messages: ['hi'] }],
    ['a message without a role', { model: 'm', messages: [{ content: 'hi' }] }],
    ['content that is a number', { model: 'm', messages: [{ role: 'user', content: 1 }] }],
    ['a part that is no object', { model: 'm', messages: [{ role: 'user', content: ['hi'] }] }],
    ['a text part without text', { model: 'm', messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    ['stream as a string', { model: 'm', messages, stream: 'true' }],
    ['stream_options as a list', { model: 'm', messages, stream: true, stream_options: [] }],
  ])('%s is malformed', (_, request) => {
    expect(refusal(() => parseText(JSON.stringify(request)))).toBe('body-malformed');
  });

  it.each([
    ['a duplicate key', '{"model":"m","model":"m","messages":[{"role":"user","content":"a"}]}'],
    ['a duplicate key in a message', '{"model":"m","messages":[{"role":"user","content":"a","content":"a"}]}'],
    ['a lone surrogate', String.raw`{"model":"m","messages":[{"role":"user","content":"a\ud83d"}]}`],
    ['a byte order mark', '\ufeff{"model":"m","messages":[{"role":"user","content":"a"}]}'],
    ['no body', ''],
  ])('%s is malformed', (_, text) => {
    expect(refusal(() => parseText(text))).toBe('body-malformed');
  });

  it.each([
    ['audio output', { modalities: ['text', 'audio'] }],
    ['an audio voice', { audio: { voice: 'alloy', format: 'mp3' } }],
    ['web search', { web_search_options: {} }],
    ['a search plugin', { plugins: [{ id: 'web' }] }],
    ['a model that searches', { model: 'openai/gpt-4o:online' }],
  ])('%s is unsupported', (_, fields) => {
    expect(refusal(() => parse(fields))).toBe('unsupported-request');
  });

  it('does not refuse text modality or nulls', () => {
    expect(parse({ modalities: ['text'], audio: null, web_search_options: null }).comparedText).toBe(ASK.content);
  });

  it('never quotes the prompt', () => {
    const act = (): unknown => parseText('{"model":"m","messages":[{"role":"user","content":"secret"');
    expect(act).toThrow(UnreadableRequestError);
    expect(act).not.toThrow(/secret/);
  });
});
