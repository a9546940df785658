import type { CanonicalRequest } from '../../../../src/core/dialect';
import { UnreadableRequestError } from '../../../../src/core/errors';
import type { RequestHead } from '../../../../src/core/exchange';
import { openaiResponses } from '../../../../src/dialects/openai-responses';
import { headOf } from '../../../support/heads';

const ASK = { role: 'user', content: 'What is a cache?' };
const HEAD = headOf({ path: '/v1/responses' });

function parse(fields: object, head: RequestHead = HEAD): CanonicalRequest {
  return openaiResponses.parseRequest(Buffer.from(JSON.stringify({ model: 'm', input: 'a', ...fields })), head);
}

function refusal(fields: object): unknown {
  try {
    parse(fields);
  } catch (error) {
    return error instanceof UnreadableRequestError ? error.reason : error;
  }
  return 'accepted';
}

const partsOf = (...texts: string[]): object[] => texts.map((text) => ({ type: 'input_text', text }));
const lastOf = (content: unknown): CanonicalRequest => parse({ input: [{ role: 'user', content }] });

describe('recognising', () => {
  it.each([
    ['an input text', { input: 'a' }, '/x', true],
    ['input items and a prompt template', { input: [], prompt: { id: 'pmpt_1' } }, '/x', true],
    ['no input', { model: 'm' }, '/x', false],
    ['an input that is neither', { input: {} }, '/x', false],
    ['a prompt text', { input: 'a', prompt: 'a' }, '/x', false],
    ['messages', { input: 'a', messages: [] }, '/x', false],
    ['a request for embeddings', { input: 'a', encoding_format: 'float' }, '/x', false],
    ['a request for short embeddings', { input: 'a', dimensions: 256 }, '/x', false],
    ['a request for speech', { input: 'a', voice: 'alloy' }, '/x', false],
    ['embeddings by their path', { input: 'a' }, '/v1/embeddings', false],
    ['a count of tokens by its path', { input: 'a' }, '/v1/responses/input_tokens', false],
    ['a compaction by its path', { input: [] }, '/v1/responses/compact', false],
  ])('%s at %3$s', (_, request, path, recognised) => {
    expect(openaiResponses.recognises(request, headOf({ path }))).toBe(recognised);
  });
});

describe('what makes a request', () => {
  it('is model, messages, compared text and form', () => {
    const input = [
      { role: 'developer', content: 'Speak German. ' },
      { type: 'message', ...ASK },
    ];
    expect(parse({ instructions: ' Be brief.', input, temperature: 0, stream: true })).toEqual({
      dialect: 'openai-responses',
      model: 'm',
      parameters: { model: 'm', temperature: 0, store: true },
      messages: [
        { system: true, value: { instructions: 'Be brief.' } },
        { system: true, value: { role: 'developer', content: 'Speak German.' } },
        { system: false, value: { role: 'user', content: { compared: [{ type: 'input_text', text: null }] } } },
      ],
      messageCount: 1,
      comparedText: 'What is a cache?',
      exactOnly: false,
      rendering: {
        form: 'sse',
        includeUsage: true,
        echo: { metadata: {}, user: null, safety_identifier: null, prompt_cache_key: null, instructions: ' Be brief.' },
      },
    });
  });

  it('is the same for a text, a message and its parts', () => {
    const [one, ...others] = [
      parse({ input: ' a\n' }),
      parse({ input: [{ role: 'user', content: 'a' }] }),
      parse({ input: [{ role: 'user', content: partsOf('a ') }] }),
      parse({ input: [{ type: 'message', role: 'user', content: partsOf('a') }] }),
      parse({
        input: [{ role: 'user', content: [{ ...partsOf('a')[0], prompt_cache_breakpoint: { mode: 'explicit' } }] }],
      }),
    ];
    for (const other of others) expect(other).toEqual(one);
  });

  it('compares earlier messages after trimming, and all other items as they are', () => {
    const said = {
      type: 'message',
      role: 'assistant',
      id: 'msg_1',
      content: [{ type: 'output_text', text: ' b ', annotations: [] }],
    };
    const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: ' {} ' };
    const result = { type: 'function_call_output', call_id: 'c', output: ' x ' };
    const { messages, messageCount } = parse({
      input: [{ role: 'user', content: partsOf(' a') }, said, call, result, ASK],
    });
    expect(messages.slice(0, -1).map(({ value }) => value)).toEqual([
      { role: 'user', content: 'a' },
      { role: 'assistant', id: 'msg_1', content: [{ type: 'output_text', text: 'b', annotations: [] }] },
      call,
      result,
    ]);
    expect(messageCount).toBe(5);
  });

  it('tells an instruction from a system message', () => {
    const instructed = parse({ instructions: 'x' });
    const told = parse({
      input: [
        { role: 'system', content: 'x' },
        { role: 'user', content: 'a' },
      ],
    });
    expect(instructed.messages).not.toEqual(told.messages);
  });

  it('takes the deployment in the path for the model', () => {
    const head = headOf({ path: '/openai/deployments/d/responses' });
    expect(parse({ model: undefined }, head).model).toBe('d');
  });
});

describe('the compared text', () => {
  it('joins the parts, and keeps how many there were', () => {
    expect(lastOf(partsOf(' a ', 'b')).comparedText).toBe('a\n\nb');
    expect(lastOf(partsOf('a', 'b')).messages).not.toEqual(lastOf('a\n\nb').messages);
  });

  it.each([
    ['an image', { role: 'user', content: [...partsOf('a'), { type: 'input_image', image_url: 'data:,' }] }],
    ['a file', { role: 'user', content: [{ type: 'input_file', file_id: 'f' }] }],
    ['no text', { role: 'user', content: ' ' }],
    ['no parts', { role: 'user', content: [] }],
    ['an answer', { role: 'assistant', content: 'a' }],
    ['a developer message', { role: 'developer', content: 'a' }],
    ['the output of a call', { type: 'function_call_output', call_id: 'c', output: 'a' }],
    ['a reference', { id: 'msg_1' }],
    ['an item of another type with a role', { type: 'additional_tools', role: 'user', content: 'a', tools: [] }],
  ])('is none when the last item is %s', (_, item) => {
    const request = parse({ input: [ASK, item] });
    expect(request).toMatchObject({ comparedText: '', exactOnly: true });
    expect(request.messages).toHaveLength(2);
  });

  it.each([{ previous_response_id: 'resp_1' }, { moderation: { model: 'omni-moderation-latest' } }])(
    'is none, and every word counts, with %j',
    (fields) => {
      const request = parse({ input: [ASK], ...fields });
      expect(request).toMatchObject({ comparedText: '', exactOnly: true, parameters: fields });
      expect(request.messages.map(({ value }) => value)).toEqual([ASK]);
    },
  );

  it('is there when no earlier response is named', () => {
    expect(parse({ previous_response_id: null }).exactOnly).toBe(false);
  });
});

describe('what the answer repeats', () => {
  const echoOf = (fields: object): unknown => parse(fields).rendering.echo;
  it("is this caller's", () => {
    const fields = {
      ...{ metadata: { team: 'docs' }, user: 'u-1', safety_identifier: 's-1', prompt_cache_key: 'k' },
      ...{ prompt_cache_retention: '24h', instructions: 'Be brief.' },
    };
    expect(echoOf(fields)).toEqual(fields);
  });

  it('leaves out what the request does not tell', () => {
    expect(echoOf({})).not.toHaveProperty('prompt_cache_retention');
    expect(echoOf({})).toHaveProperty('instructions', null);
    expect(echoOf({ prompt: { id: 'pmpt_1' } })).not.toHaveProperty('instructions');
  });
});

describe('refusing', () => {
  const hosted = ['web_search', 'file_search', 'code_interpreter', 'computer_use_preview', 'image_generation', 'mcp'];
  it.each([
    ['a conversation', { conversation: { id: 'conv_1' } }],
    ['a conversation by its id', { conversation: 'conv_1' }],
    ['background work', { background: true }],
    ...[...hosted, 'local_shell', 'shell', 'apply_patch', 'tool_of_tomorrow', undefined].map(
      (type): [string, object] => [`the tool ${type}`, { tools: [{ type: 'function', name: 'f' }, { type }] }],
    ),
    ['tools of an item', { input: [ASK, { type: 'additional_tools', role: 'developer', tools: [{ type: 'mcp' }] }] }],
    ['a field like a header', { 'header:openai-beta': 'x' }],
  ])('%s: not for a cache', (_, fields) => {
    expect(refusal(fields)).toBe('unsupported-request');
  });

  it.each([
    ['no model', { model: null }],
    ['no input', { input: null }],
    ['no items', { input: [] }],
    ['items that are none', { input: ['a'] }],
    ['an item without a type', { input: [{ instructions: 'x' }, ASK] }],
    ['a message without content', { input: [{ role: 'user' }] }],
    ['a message of something else', { input: [{ role: 'user', content: [7] }] }],
    ['a text part without text', { input: [{ role: 'user', content: [{ type: 'input_text' }] }] }],
    ['instructions that are no text', { instructions: [ASK] }],
    ['tools that are no list', { tools: {} }],
    ['half a surrogate pair', { input: 'a\ud83d' }],
    ['a stream that is neither', { stream: 1 }],
  ])('%s: malformed', (_, fields) => {
    expect(refusal(fields)).toBe('body-malformed');
  });

  it("accepts the caller's own tools, and nulls", () => {
    expect(
      refusal({
        tools: [
          { type: 'function', name: 'f' },
          { type: 'custom', name: 'g' },
        ],
      }),
    ).toBe('accepted');
    expect(refusal({ tools: null, conversation: null, background: null, instructions: null })).toBe('accepted');
  });
});
