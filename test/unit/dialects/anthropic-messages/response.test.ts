import type { ParsedResponse } from '../../../../src/core/dialect';
import { anthropicMessages } from '../../../../src/dialects/anthropic-messages';
import { fixture, parsedFixture, shown } from './fixtures';
import { documentOf, JSON_FORM, refusal, STREAM } from '../../../support/dialects';

const parse = (document: object): ParsedResponse =>
  anthropicMessages.parseResponse(Buffer.from(JSON.stringify(document)), 'json');
const answer = (content: unknown, more: object = {}): object => ({
  type: 'message',
  role: 'assistant',
  content,
  stop_reason: 'end_turn',
  ...more,
});
const HELLO = [{ type: 'text', text: 'Hello' }];

describe('a JSON answer', () => {
  const plain = { finished: true, toolCalls: false, refusal: false, empty: false };

  it.each([
    ['text.json', plain, { promptTokens: 12, completionTokens: 14 }],
    ['stop-sequence.json', plain, { promptTokens: 21, completionTokens: 8 }],
    ['thinking.json', plain, { promptTokens: 51, completionTokens: 260 }],
    ['redacted-thinking.json', plain, { promptTokens: 34, completionTokens: 120 }],
    ['citations.json', plain, { promptTokens: 610, completionTokens: 97 }],
    ['tool-use.json', { ...plain, toolCalls: true }, { promptTokens: 572, completionTokens: 89 }],
    ['refusal.json', { ...plain, refusal: true }, { promptTokens: 32, completionTokens: 1 }],
    ['max-tokens.json', { ...plain, finished: false }, { promptTokens: 11, completionTokens: 6 }],
    ['pause-turn.json', { ...plain, finished: false, toolCalls: true }, { promptTokens: 6144, completionTokens: 231 }],
  ])('%s is kept byte for byte and judged', (name, judgement, usage) => {
    const body = fixture(name);
    const { completion, ...judged } = anthropicMessages.parseResponse(body, 'json');
    expect(judged).toEqual(judgement);
    expect(completion).toEqual({ form: 'json', body, usage });
  });

  it.each(['max_tokens', 'pause_turn', 'model_context_window_exceeded', 'of_the_future', null])(
    'is not finished by %s',
    (why) => {
      expect(parse(answer(HELLO, { stop_reason: why })).finished).toBe(false);
    },
  );

  it.each<[string, object, boolean]>([
    ['a call', answer([{ type: 'tool_use', id: 't', name: 'n', input: {} }]), true],
    ["a call of the provider's", answer([...HELLO, { type: 'server_tool_use', id: 't', name: 'n', input: {} }]), true],
    ['a call by MCP', answer([{ type: 'mcp_tool_use', id: 't', name: 'n', input: {} }]), true],
    ['the reason alone', answer(HELLO, { stop_reason: 'tool_use' }), true],
    ['text', answer(HELLO), false],
  ])('with %s is known to call tools or not', (_, document, calls) => {
    expect(parse(document).toolCalls).toBe(calls);
  });

  it.each<[string, object[], boolean]>([
    ['no content', [], true],
    ['an empty text', [{ type: 'text', text: '' }], true],
    [
      'thoughts alone',
      [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'redacted_thinking', data: 'x' },
      ],
      true,
    ],
    ['a text after an empty one', [{ type: 'text', text: '' }, ...HELLO], false],
    ['a block of another kind', [{ type: 'container_upload', file_id: 'f' }], false],
  ])('with %s is known to be empty or not', (_, content, empty) => {
    expect(parse(answer(content)).empty).toBe(empty);
  });

  it.each<[object, object | undefined]>([
    [
      { input_tokens: 1, output_tokens: 2 },
      { promptTokens: 1, completionTokens: 2 },
    ],
    [
      { input_tokens: 1, output_tokens: 2, cache_read_input_tokens: null, cache_creation_input_tokens: 4 },
      { promptTokens: 5, completionTokens: 2 },
    ],
    [{ input_tokens: 1 }, undefined],
    [{ output_tokens: 1 }, undefined],
    [{ input_tokens: 1, output_tokens: 2, cache_read_input_tokens: 'many' }, undefined],
  ])('counts %j', (usage, counted) => {
    expect(parse(answer(HELLO, { usage })).completion.usage).toEqual(counted);
  });

  it.each<[string, object, string]>([
    ['an error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'error-event'],
    ['an error of another make', { error: { message: 'no' } }, 'error-event'],
    ['another object', { type: 'completion', completion: 'Hi' }, 'response-malformed'],
    ['no content', answer(undefined), 'response-malformed'],
    ['content that is no blocks', answer(['Hello']), 'response-malformed'],
  ])('%s is refused', (_, document, reason) => {
    expect(refusal(() => parse(document))).toBe(reason);
  });

  it('that is the error of a provider is refused', () => {
    expect(refusal(() => parsedFixture('error.json'))).toBe('error-event');
  });
});

describe('a usage of cached tokens', () => {
  it('says that the whole prompt was read from the prompt cache', () => {
    const usage = {
      ...{ input_tokens: 3, cache_read_input_tokens: 20, cache_creation_input_tokens: 100, output_tokens: 9 },
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 0 },
      service_tier: 'standard',
    };
    const { completion } = parse(answer(HELLO, { id: 'm', usage }));
    const cached = { ...JSON_FORM, cachedTokens: true };
    const document = JSON.parse(Buffer.from(anthropicMessages.render(completion, cached)!.body).toString()) as unknown;
    const expected = {
      ...{ input_tokens: 0, cache_read_input_tokens: 123, cache_creation_input_tokens: 0, output_tokens: 9 },
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      service_tier: 'standard',
    };
    expect(document).toEqual(answer(HELLO, { id: 'm', usage: expected }));
    const stream = anthropicMessages.render(completion, { ...STREAM, cachedTokens: true })!;
    expect(documentOf(anthropicMessages.parseResponse(stream.body, 'sse'))).toEqual(document);
  });

  it('stays away where nothing was counted', () => {
    const { completion } = parse(answer(HELLO));
    expect(anthropicMessages.render(completion, { ...JSON_FORM, cachedTokens: true })!.body).toEqual(completion.body);
  });
});

describe('the stream of a JSON answer', () => {
  const eventsOf = (body: Uint8Array): unknown[] =>
    Buffer.from(body)
      .toString()
      .trimEnd()
      .split('\n\n')
      .map((event) => {
        const [, type, data] = /^event: (\w+)\ndata: (.*)$/.exec(event)!;
        const value = JSON.parse(data!) as { type: string };
        expect(value.type).toBe(type);
        return value;
      });

  it("is the provider's own, event for event", () => {
    const { contentType, body } = shown('text.json', STREAM);
    expect(contentType).toBe('text/event-stream; charset=utf-8');
    const { content, usage, ...message } = JSON.parse(fixture('text.json').toString()) as {
      content: { text: string }[];
      usage: object;
    };
    expect(eventsOf(body)).toEqual([
      {
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'ping' },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: content[0]!.text } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 14 },
      },
      { type: 'message_stop' },
    ]);
  });

  it.each<[string, object[]]>([
    [
      'tool-use.json',
      [
        {
          type: 'content_block_start',
          index: 1,
          content_block: { type: 'tool_use', id: 'toolu_01A09q90qw90lq917835lq9', name: 'get_weather', input: {} },
        },
        { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '' } },
        {
          type: 'content_block_delta',
          index: 1,
          delta: {
            type: 'input_json_delta',
            partial_json: '{"location":"San Francisco, CA","days":3,"limits":[-0.5,1e+21],"note":"\\"°\\" 😀"}',
          },
        },
        { type: 'content_block_stop', index: 1 },
        {
          type: 'content_block_start',
          index: 2,
          content_block: { type: 'tool_use', id: 'toolu_01B09q90qw90lq917835lq9', name: 'get_time', input: {} },
        },
        { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '' } },
        { type: 'content_block_stop', index: 2 },
      ],
    ],
    [
      'thinking.json',
      [
        { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
        { type: 'ping' },
        {
          type: 'content_block_delta',
          index: 0,
          delta: {
            type: 'thinking_delta',
            thinking: 'I need to find the greatest common divisor of 1071 and 462.\n1071 = 2 × 462 + 147',
          },
        },
        {
          type: 'content_block_delta',
          index: 0,
          delta: {
            type: 'signature_delta',
            signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds',
          },
        },
        { type: 'content_block_stop', index: 0 },
      ],
    ],
    [
      'citations.json',
      [
        { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '', citations: [] } },
        { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'the grass is green' } },
        {
          type: 'content_block_delta',
          index: 1,
          delta: {
            type: 'citations_delta',
            citation: {
              type: 'char_location',
              ...{ cited_text: 'The grass is green.', document_index: 0, document_title: 'Example Document' },
              ...{ start_char_index: 0, end_char_index: 20, file_id: null },
            },
          },
        },
        { type: 'content_block_stop', index: 1 },
      ],
    ],
  ])('of %s has its blocks as the provider streams them', (name, block) => {
    const [first] = block as { index: number }[];
    const events = eventsOf(shown(name, STREAM).body) as { index?: number; type: string }[];
    const at = events.findIndex(({ index }) => index === first!.index);
    expect(events.slice(at, at + block.length)).toEqual(block);
  });

  it.each(['redacted-thinking.json', 'pause-turn.json'])('of %s has whole blocks of what does not stream', (name) => {
    const document = JSON.parse(fixture(name).toString()) as { content: { type: string }[] };
    const at = document.content.findIndex(({ type }) => /^redacted|_result$/.test(type));
    const events = eventsOf(shown(name, STREAM).body) as { index?: number; type: string }[];
    expect(events.filter(({ index, type }) => index === at && type !== 'ping')).toEqual([
      { type: 'content_block_start', index: at, content_block: document.content[at] },
      { type: 'content_block_stop', index: at },
    ]);
  });

  it('tells of the end what the start cannot know', () => {
    const later = { stop_details: { type: 'refusal', category: 'bio' }, container: { id: 'c' } };
    const edits = { context_management: { applied_edits: [{ type: 'clear_thinking_20251015' }] } };
    const { completion } = parse(answer(HELLO, { ...later, ...edits, stop_reason: 'refusal', stop_sequence: null }));
    const events = eventsOf(anthropicMessages.render(completion, STREAM)!.body) as { type: string }[];
    expect(events[0]).toMatchObject({
      message: { stop_reason: null, stop_details: null, container: null, context_management: null },
    });
    expect(events.find(({ type }) => type === 'message_delta')).toEqual({
      type: 'message_delta',
      delta: { stop_reason: 'refusal', stop_sequence: null, ...later },
      ...edits,
    });
  });

  it('is in pieces that never split a character', () => {
    const long = '👋'.repeat(500);
    const { completion } = parse(answer([{ type: 'text', text: long }]));
    const events = eventsOf(anthropicMessages.render(completion, STREAM)!.body) as { delta?: { text?: string } }[];
    const texts = events.flatMap(({ delta }) => delta?.text ?? []);
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.join('')).toBe(long);
    expect(texts.filter((piece) => /\p{Surrogate}/u.test(piece))).toEqual([]);
  });
});
