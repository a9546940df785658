import type { ParsedResponse, Presentation } from '../../../../src/core/dialect';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { JSON_FORM, documentOf, fixturesOf, refusal } from '../../../support/dialects';

const fixture = fixturesOf('openai-chat');
const parseText = (text: string): ParsedResponse => openaiChat.parseResponse(Buffer.from(text), 'sse');

const HEAD = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm' };
const stream = (...chunks: readonly object[]): string =>
  [...chunks.map((chunk) => JSON.stringify({ ...HEAD, ...chunk })), '[DONE]'].map((d) => `data: ${d}\n\n`).join('');
const choice = (delta: object | null, more: object = {}): object => ({
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
const END = choice({}, { finish_reason: 'stop' });
const HI = choice({ role: 'assistant', content: 'Hi' });

const assembled = (...chunks: readonly object[]): unknown => documentOf(parseText(stream(...chunks)));
const message = (...deltas: readonly object[]): unknown => {
  const document = assembled(...deltas.map((delta) => choice(delta)), END) as { choices: { message: unknown }[] };
  return document.choices[0]!.message;
};
const STREAM: Presentation = { ...JSON_FORM, form: 'sse', includeUsage: false };
/** No document could be made of it: the bytes serve streams, and nothing else. */
function expectKeptAsEvents(text: string): ParsedResponse {
  const parsed = parseText(text);
  expect(parsed.completion.form).toBe('events');
  expect(openaiChat.render(parsed.completion, JSON_FORM)).toBeUndefined();
  const { body } = openaiChat.render(parsed.completion, STREAM)!;
  expect(Buffer.from(body).toString()).toBe(text);
  return parsed;
}

describe('a streamed answer', () => {
  it('becomes the JSON answer of the same call', () => {
    const parsed = openaiChat.parseResponse(fixture('text.sse'), 'sse');
    expect(parsed).toMatchObject({ finished: true, toolCalls: false, refusal: false, empty: false });
    expect(parsed.completion).toMatchObject({ form: 'sse', usage: { promptTokens: 9, completionTokens: 4 } });
    expect(documentOf(parsed)).toEqual({
      id: 'chatcmpl-123',
      object: 'chat.completion',
      created: 1694268190,
      model: 'gpt-4o-mini',
      service_tier: 'default',
      system_fingerprint: 'fp_44709d6fcb',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Grüße 👋\n', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 9,
        completion_tokens: 4,
        total_tokens: 13,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
    });
  });

  it('with tool calls, and with the first chunk that Azure sends', () => {
    const parsed = openaiChat.parseResponse(fixture('tool-calls.sse'), 'sse');
    expect(parsed).toMatchObject({ finished: true, toolCalls: true, refusal: false, empty: false });
    expect(documentOf(parsed)).toMatchObject({
      id: 'chatcmpl-9',
      created: 1699896916,
      model: 'gpt-4o',
      prompt_filter_results: [{ prompt_index: 0 }],
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
              { id: 'call_b', type: 'function', function: { name: 'get_time', arguments: '{}' } },
            ],
          },
        },
      ],
    });
  });

  it('may have several choices, interleaved and in any order', () => {
    const two = (index: number, delta: object, finish: string | null = null): object => ({
      choices: [{ index, delta, finish_reason: finish }],
    });
    const document = assembled(
      two(1, { role: 'assistant', content: 'B' }),
      two(0, { role: 'assistant', content: 'A' }),
      two(1, { content: 'b' }),
      two(0, { content: 'a' }),
      two(1, {}, 'stop'),
      two(0, {}, 'stop'),
    );
    expect(document).toMatchObject({
      choices: [
        { index: 0, message: { content: 'Aa' } },
        { index: 1, message: { content: 'Bb' } },
      ],
    });
  });

  it('has unknown usage and no usage field when none came', () => {
    const parsed = parseText(stream({ ...HI, usage: null }, END));
    expect(parsed.completion.usage).toBeUndefined();
    expect(documentOf(parsed)).not.toHaveProperty('usage');
  });

  it.each([
    ['the last of cumulative usages', { usage: { prompt_tokens: 1, completion_tokens: 1 } }, { usage: null }],
    ['usage in a chunk with choices', {}, {}],
  ])('takes %s', (_, early, late) => {
    const parsed = parseText(
      stream(
        { ...HI, ...early },
        { ...END, usage: { prompt_tokens: 1, completion_tokens: 5 } },
        { choices: [], ...late },
      ),
    );
    expect(parsed.completion.usage).toEqual({ promptTokens: 1, completionTokens: 5 });
  });

  it('is judged by its finish reason', () => {
    expect(parseText(stream(HI, choice({}, { finish_reason: 'length' }))).finished).toBe(false);
  });
});

describe('deltas', () => {
  it.each([
    ['text', [{ role: 'assistant', content: '' }, { content: 'a' }, { content: 'b' }], { content: 'ab' }],
    ['no content', [{ role: 'assistant' }], { content: null }],
    [
      'a role in every delta',
      [
        { role: 'assistant', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      { content: 'ab' },
    ],
    ['no role', [{ content: 'a' }], { content: 'a' }],
    ['a null role', [{ role: null, content: 'a' }], { content: 'a' }],
    [
      'a refusal',
      [{ content: null, refusal: '' }, { refusal: 'N' }, { refusal: 'o' }],
      { content: null, refusal: 'No' },
    ],
    [
      'reasoning',
      [
        { reasoning_content: 'h', content: null },
        { reasoning_content: 'm' },
        { content: 'a', reasoning_content: null },
      ],
      { reasoning_content: 'hm', content: 'a' },
    ],
    ['reasoning by its other name', [{ reasoning: 'h' }, { reasoning: 'm' }], { content: null, reasoning: 'hm' }],
    ['annotations', [{ content: 'a', annotations: [1] }, { annotations: [2] }], { content: 'a', annotations: [1, 2] }],
    [
      'a function call',
      [{ function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{}' } }],
      { content: null, function_call: { name: 'f', arguments: '{}' } },
    ],
    [
      'a tool call that says more than is known here',
      [{ tool_calls: [{ index: 0, id: 'c', extra_content: { sig: 1 }, function: { name: 'f', arguments: '{}' } }] }],
      {
        content: null,
        tool_calls: [{ id: 'c', extra_content: { sig: 1 }, function: { name: 'f', arguments: '{}' } }],
      },
    ],
    ['empty lists of calls', [{ content: 'a', tool_calls: [] }, { tool_calls: [] }], { content: 'a', tool_calls: [] }],
    ['an unknown field, once', [{ content: 'a', foo: null }, { foo: { x: 1 } }], { content: 'a', foo: { x: 1 } }],
  ])('with %s', (_, deltas, expected) => {
    expect(message(...deltas)).toEqual({ role: 'assistant', ...expected });
  });

  it.each([
    ['an unknown field with two values', [{ foo: 'a' }, { foo: 'b' }]],
    ['an unknown field twice alike: append or replace?', [{ foo: 'a' }, { foo: 'a' }]],
    ['content in parts', [{ content: [{ type: 'text', text: 'a' }] }]],
    ['two roles', [{ role: 'assistant' }, { role: 'tool' }]],
    ['two calls under one index', [{ tool_calls: [{ index: 0, id: 'a' }] }, { tool_calls: [{ index: 0, id: 'b' }] }]],
    ['a call without an index', [{ tool_calls: [{ id: 'a' }] }]],
    ['calls that are no list', [{ tool_calls: {} }]],
    ['audio in pieces', [{ audio: { data: 'a' } }, { audio: { data: 'b' } }]],
  ])('are kept as events with %s', (_, deltas) => {
    expectKeptAsEvents(stream(...deltas.map((delta) => choice(delta)), END));
  });

  it.each([
    ['parts', [{ content: [{ type: 'thinking' }] }, { content: '42' }, { content: '' }], { empty: false }],
    ['a part that declines', [{ content: [{ type: 'refusal', refusal: 'no' }] }, { content: '' }], { refusal: true }],
    ['nothing in parts', [{ content: [] }, { content: '' }], { empty: true }],
    ['a call without an index, and none', [{ tool_calls: [{ id: 'a' }] }, { tool_calls: [] }], { toolCalls: true }],
    ['calls that are no list, and none', [{ tool_calls: { id: 'a' } }, { tool_calls: null }], { toolCalls: true }],
  ])('kept as events are judged by all of %s', (_, deltas, judgement) => {
    const text = stream(...deltas.map((delta) => choice(delta)), END);
    expect(expectKeptAsEvents(text)).toMatchObject({ finished: true, ...judgement });
  });

  it.each([
    [
      'details of reasoning in pieces, by their index',
      [
        { reasoning_details: [{ type: 'reasoning.text', text: 'h', index: 0 }] },
        { reasoning_details: [{ type: 'reasoning.text', text: 'm', index: 0 }] },
        { reasoning_details: [{ type: 'reasoning.text', signature: 's', index: 0 }] },
        { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x', index: 1 }] },
      ],
      [
        { type: 'reasoning.text', text: 'hm', index: 0, signature: 's' },
        { type: 'reasoning.encrypted', data: 'x', index: 1 },
      ],
    ],
    [
      'whole ones without an index',
      [{ reasoning_details: [{ text: 'a' }, { text: 'b' }] }],
      [{ text: 'a' }, { text: 'b' }],
    ],
  ])('have %s', (_, deltas, details) => {
    expect(message(...deltas)).toMatchObject({ reasoning_details: details });
  });

  it.each([
    ['without an index', [{ text: 'a' }], [{ text: 'b' }]],
    ['of two types under one index', [{ index: 0, type: 'a' }], [{ index: 0, type: 'b' }]],
    ['with two signatures', [{ index: 0, signature: 'a' }], [{ index: 0, signature: 'b' }]],
  ])('are kept as events with pieces of reasoning %s', (_, one, other) => {
    const details = [one, other].map((list) => choice({ content: 'a', reasoning_details: list }));
    expectKeptAsEvents(stream(...details, END));
  });

  it('of several calls in one delta, in any order', () => {
    const call = (index: number, args: string): object => ({ index, function: { arguments: args } });
    expect(
      message(
        {
          tool_calls: [
            { ...call(1, ''), id: 'b' },
            { ...call(0, '{'), id: 'a' },
          ],
        },
        { tool_calls: [call(0, '}'), call(1, '[]')] },
      ),
    ).toMatchObject({
      tool_calls: [
        { id: 'a', function: { arguments: '{}' } },
        { id: 'b', function: { arguments: '[]' } },
      ],
    });
  });
});

describe('fields of chunks and choices', () => {
  it('carries unknown ones over when they agree', () => {
    const document = assembled(
      { ...HI, provider: 'P', x_groq: { id: 'r' } },
      { ...choice({ content: '!' }, { stop_reason: null, content_filter_results: {} }), provider: 'P' },
      {
        ...choice({}, { finish_reason: 'stop', stop_reason: 7, content_filter_results: { hate: 1 } }),
        x_groq: { usage: 3 },
      },
    );
    expect(document).toMatchObject({
      provider: 'P',
      x_groq: { id: 'r', usage: 3 },
      choices: [{ stop_reason: 7, content_filter_results: { hate: 1 } }],
    });
  });

  it.each([
    [
      'a chunk field with two values',
      [
        { ...HI, foo: 1 },
        { ...END, foo: 2 },
      ],
    ],
    [
      'a nested field with two values',
      [
        { ...HI, foo: { a: 1 } },
        { ...END, foo: { a: 2 } },
      ],
    ],
    [
      'a choice field with two values',
      [choice({ content: 'a' }, { foo: [1] }), choice({}, { foo: [2], finish_reason: 'stop' })],
    ],
    ['log probabilities that are no object', [choice({ content: 'a' }, { logprobs: 1 }), END]],
  ])('keeps the events of: %s', (_, chunks) => {
    expectKeptAsEvents(stream(...chunks));
  });

  it('keeps the events of a choice that has a message beside its deltas', () => {
    expectKeptAsEvents(stream(HI, choice({}, { message: { content: 'Hi' }, finish_reason: 'stop' })));
  });

  it("drops Mistral's padding, and nothing else of that name", () => {
    const pad = 'abcdefghijklmnopqrstuvwxyz0123456789ab';
    expect(assembled({ ...HI, p: 'abc' }, { ...END, p: pad })).not.toHaveProperty('p');
    expect(assembled({ ...HI, p: 'acb' }, END)).toHaveProperty('p', 'acb');
    expectKeptAsEvents(stream({ ...HI, p: 1 }, { ...END, p: 'a' }));
  });

  it('drops padding, and takes the first of the fields that name the answer', () => {
    const document = assembled(
      { ...HI, id: '', obfuscation: 'a' },
      { ...END, id: 'c2', obfuscation: 'b' },
      { ...END, id: 'c3' },
    );
    expect(document).toMatchObject({ id: 'c2' });
    expect(document).not.toHaveProperty('obfuscation');
  });

  it('appends log probabilities', () => {
    const document = assembled(
      choice({ content: 'a' }, { logprobs: { content: [{ token: 'a' }], refusal: null } }),
      choice({ content: 'b' }, { logprobs: { content: [{ token: 'b' }], refusal: null } }),
      choice({}, { logprobs: null, finish_reason: 'stop' }),
    );
    expect(document).toMatchObject({
      choices: [{ logprobs: { content: [{ token: 'a' }, { token: 'b' }], refusal: null } }],
    });
  });

  it('keeps __proto__ an ordinary field', () => {
    const text = stream(HI, END).replace('"id":"c1"', '"id":"c1","__proto__":{"polluted":true}');
    const body = Buffer.from(parseText(text).completion.body).toString();
    expect(body).toContain('"__proto__":{"polluted":true}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the stream itself', () => {
  const whole = stream(HI, END);
  const same = documentOf(parseText(whole));

  it.each([
    ['CRLF', whole.replaceAll('\n', '\r\n')],
    ['CR', whole.replaceAll('\n', '\r')],
    ['comments', `: ping\n\n${whole.replaceAll('data:', ': OPENROUTER PROCESSING\n\ndata:')}: bye\n\n`],
    ['a byte order mark', `\ufeff${whole}`],
    ['no last blank line', whole.trimEnd()],
    ['no space after the colon', whole.replaceAll('data: ', 'data:')],
    ['the event type "message"', whole.replaceAll('data: ', 'event: message\ndata: ')],
    ['ids and retry times', `retry: 10\n${whole.replaceAll('data: ', 'id: 1\ndata: ')}`],
  ])('may have %s', (_, text) => {
    expect(documentOf(parseText(text))).toEqual(same);
  });

  it.each([
    ['no [DONE]', whole.replace('data: [DONE]\n\n', ''), 'cut-short'],
    ['an end inside [DONE]', whole.slice(0, whole.indexOf('ONE]')), 'cut-short'],
    ['an end inside a chunk', whole.slice(0, 60), 'cut-short'],
    ['an event after [DONE]', `${whole}data: {}\n\n`, 'cut-short'],
    ['a second [DONE]', `${whole}data: [DONE]\n\n`, 'cut-short'],
    ['no finish reason', stream(HI), 'cut-short'],
    ['no body', '', 'cut-short'],
    ['nothing but the end', stream(), 'empty'],
    ['an error event', `event: error\ndata: {}\n\n${whole}`, 'error-event'],
    [
      'an error instead of the end',
      `${stream(HI).replace('data: [DONE]\n\n', '')}data: {"error":{"code":500}}\n\n`,
      'error-event',
    ],
    ['an error chunk', stream(HI, { choices: [], error: { code: 500 } }), 'error-event'],
    ['a damaged chunk', whole.replace('{"id"', '{id"'), 'response-malformed'],
    ['a chunk that is no object', `data: 1\n\n${whole}`, 'response-malformed'],
    ['chunks of another kind', whole.replaceAll('chat.completion.chunk', 'text_completion'), 'response-malformed'],
    ['a chunk without choices', stream({}), 'response-malformed'],
    ['a choice without an index', stream({ choices: [{ delta: {} }] }), 'response-malformed'],
    ['a delta that is a text', stream({ choices: [{ index: 0, delta: 'a' }] }), 'response-malformed'],
  ])('is refused with %s', (_, text, reason) => {
    expect(refusal(() => parseText(text))).toBe(reason);
  });

  it('is kept as it is with an event of an unknown type, and judged without it', () => {
    const parsed = expectKeptAsEvents(`event: thread.created\ndata: none of JSON\n\n${whole}`);
    expect(parsed).toMatchObject({ finished: true, toolCalls: false, refusal: false, empty: false });
  });

  it('is refused when it is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('data: "'), Buffer.from([0xff]), Buffer.from('"\n\n')]);
    expect(refusal(() => openaiChat.parseResponse(bytes, 'sse'))).toBe('response-malformed');
  });
});
