import type { ParsedResponse } from '../../../../src/core/dialect';
import { anthropicMessages } from '../../../../src/dialects/anthropic-messages';
import { fixture, parsedFixture } from './fixtures';
import { documentOf, JSON_FORM, refusal, STREAM } from '../../../support/dialects';

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

const START: Event = {
  type: 'message_start',
  message: {
    ...{ id: 'm', type: 'message', role: 'assistant', model: 'c', content: [] },
    ...{ stop_reason: null, stop_sequence: null, usage: { input_tokens: 7, output_tokens: 1 } },
  },
};
const FINAL: Event = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 5 },
};
const STOP: Event = { type: 'message_stop' };
const TEXT = { type: 'text', text: '' };
const CALL = { type: 'tool_use', id: 't', name: 'n', input: {} };
const open = (block: object, index = 0): Event => ({ type: 'content_block_start', index, content_block: block });
const more = (delta: object, index = 0): Event => ({ type: 'content_block_delta', index, delta });
const close = (index = 0): Event => ({ type: 'content_block_stop', index });
const say = (text: string): Event => more({ type: 'text_delta', text });
const json = (partial: string): Event => more({ type: 'input_json_delta', partial_json: partial });
const HELLO = [open(TEXT), say('Hello'), close()];

const written = (events: readonly Event[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const parse = (...events: readonly Event[]): ParsedResponse =>
  anthropicMessages.parseResponse(Buffer.from(written(events)), 'sse');
const whole = (...events: readonly Event[]): ParsedResponse => parse(START, ...events, FINAL, STOP);
const blockOf = (start: object, ...deltas: readonly Event[]): unknown => {
  const parsed = whole(open(start), ...deltas, close());
  expect(parsed.completion.form).toBe('sse');
  return (documentOf(parsed) as { content: unknown[] }).content[0];
};

/** No document could be made of it: the bytes serve streams, and nothing else. */
function expectKeptAsEvents(events: readonly Event[]): ParsedResponse {
  const parsed = parse(...events);
  expect(parsed.completion.form).toBe('events');
  expect(anthropicMessages.render(parsed.completion, JSON_FORM)).toBeUndefined();
  const { body } = anthropicMessages.render(parsed.completion, STREAM)!;
  expect(Buffer.from(body).toString()).toBe(written(events));
  return parsed;
}

describe('a streamed answer', () => {
  it('becomes the JSON answer of the same call', () => {
    const parsed = parsedFixture('text.sse');
    expect(parsed).toMatchObject({ finished: true, toolCalls: false, refusal: false, empty: false });
    expect(parsed.completion).toMatchObject({ form: 'sse', usage: { promptTokens: 25, completionTokens: 15 } });
    expect(documentOf(parsed)).toEqual({
      ...{ id: 'msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY', type: 'message', role: 'assistant' },
      ...{ model: 'claude-sonnet-4-5-20250929', stop_reason: 'end_turn', stop_sequence: null },
      content: [{ type: 'text', text: 'Grüße 👋\n' }],
      usage: {
        ...{ input_tokens: 25, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 15 },
        service_tier: 'standard',
      },
    });
  });

  it('has calls with the inputs that their pieces amount to', () => {
    const parsed = parsedFixture('tool-use.sse');
    expect(parsed).toMatchObject({ finished: true, toolCalls: true });
    expect(documentOf(parsed)).toMatchObject({
      content: [
        { type: 'text', text: "Okay, let's check the weather:" },
        {
          ...{ type: 'tool_use', id: 'toolu_01T1x1fJ34qAmk2tNTrN7Up6', name: 'get_weather' },
          input: { location: 'San Francisco, CA', days: 3 },
        },
        { type: 'tool_use', id: 'toolu_01U1x1fJ34qAmk2tNTrN7Up6', name: 'get_time', input: {} },
      ],
    });
  });

  it('has thoughts with their signature, and what the last events say of the whole', () => {
    expect(documentOf(parsedFixture('thinking.sse'))).toMatchObject({
      content: [
        {
          type: 'thinking',
          thinking: 'I need to find the GCD of 1071 and 462.\n147 = 7 × 21 + 0',
          signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds',
        },
        { type: 'redacted_thinking', data: expect.stringMatching(/^EmwK/) as unknown },
        { type: 'text', text: 'The greatest common divisor is **21**.' },
      ],
      usage: { output_tokens: 260, output_tokens_details: { thinking_tokens: 231 }, service_tier: 'standard' },
      context_management: { applied_edits: [] },
    });
  });

  it('has citations in order', () => {
    expect(documentOf(parsedFixture('citations.sse'))).toMatchObject({
      content: [
        { text: 'the grass is green', citations: [{ cited_text: 'The grass is green.' }, { cited_text: 'Grass.' }] },
      ],
    });
  });

  it('has whole blocks of kinds that do not stream, also of unknown ones', () => {
    expect(documentOf(parsedFixture('server-tool.sse'))).toMatchObject({
      content: [
        { type: 'server_tool_use', input: { query: 'weather NYC today' } },
        { type: 'web_search_tool_result', content: [{ title: 'Weather in New York City' }] },
        { type: 'text' },
      ],
      usage: { input_tokens: 10682, server_tool_use: { web_search_requests: 1 } },
    });
    const unknown = { type: 'x', text: { a: 1 }, citations: 7, input: 'i' };
    expect(blockOf(unknown)).toEqual(unknown);
  });

  it('counts what was said last, null taking nothing back', () => {
    const final = { ...FINAL, usage: { input_tokens: null, output_tokens: 9, cache_read_input_tokens: null } };
    const { usage } = documentOf(parse(START, ...HELLO, { ...FINAL, usage: { input_tokens: 70 } }, final, STOP)) as {
      usage: unknown;
    };
    expect(usage).toEqual({ input_tokens: 70, output_tokens: 9, cache_read_input_tokens: null });
  });

  it('believes the data about the type, not the line before it', () => {
    const untyped = [START, ...HELLO, FINAL, STOP].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
    const parsed = anthropicMessages.parseResponse(Buffer.from(untyped), 'sse');
    expect(documentOf(parsed)).toEqual(documentOf(whole(...HELLO)));
    const mistyped = untyped.replaceAll('data:', 'event: ping\ndata:');
    expect(documentOf(anthropicMessages.parseResponse(Buffer.from(mistyped), 'sse'))).toEqual(documentOf(parsed));
  });

  it('has no need of the progress of thoughts that are not shown', () => {
    const thinking = { type: 'thinking', thinking: '', signature: '' };
    const hint = more({ type: 'thinking_delta', thinking: '', estimated_tokens: 50 });
    expect(blockOf(thinking, hint, more({ type: 'signature_delta', signature: 's' }))).toEqual({
      ...thinking,
      signature: 's',
    });
  });
});

describe('the input of a tool', () => {
  it.each<[string, readonly string[], unknown]>([
    ['nothing', [], {}],
    ['empty pieces', ['', ''], {}],
    ['an object', ['{"a"', ': [1, -2.5, "1.0"', '] }'], { a: [1, -2.5, '1.0'] }],
    ['an escape that is split', ['{"a":"\\', 'u00e9\\"1.0\\\\"}'], { a: 'é"1.0\\' }],
    ['no object', ['nu', 'll'], null],
  ])('is made of %s', (_, pieces, input) => {
    expect(blockOf(CALL, ...pieces.map(json))).toEqual({ ...CALL, input });
  });

  it.each(['{"a":1.0}', '{"a":1E3}', '{"a":[-0]}', '{"a":0.10}'])('keeps %s as it was spelt', (input) => {
    expectKeptAsEvents([START, open(CALL), json(input), close(), FINAL, STOP]);
  });

  it('is not told twice', () => {
    expectKeptAsEvents([START, open({ ...CALL, input: { a: 1 } }), json('{"a":2}'), close(), FINAL, STOP]);
  });

  it.each(['{"a":', '{"a":1} x', '{"a":1,"a":2}', '{"a":12345678901234567890}'])('%s is refused', (input) => {
    expect(refusal(() => whole(open(CALL), json(input), close()))).toBe('response-malformed');
  });
});

describe('a stream that no document holds whole', () => {
  it.each<[string, readonly Event[]]>([
    ['an unknown event', [START, ...HELLO, { type: 'message_progress' }, FINAL, STOP]],
    ['an unknown delta', [START, open(TEXT), more({ type: 'x_delta', x: 1 }), say('Hello'), close(), FINAL, STOP]],
    [
      'a known delta of an unknown block',
      [START, open({ type: 'x' }), more({ type: 'text_delta', text: 'y' }), close(), ...[FINAL, STOP]],
    ],
    ['another field of a start', [{ ...START, x: 1 }, ...HELLO, FINAL, STOP]],
    ['another field of a block', [START, { ...open(TEXT), x: 1 }, say('Hello'), close(), FINAL, STOP]],
    ['another field of a delta', [START, open(TEXT), { ...say('Hello'), x: 1 }, close(), FINAL, STOP]],
    [
      'another field in a delta',
      [START, open(TEXT), more({ type: 'text_delta', text: 'Hello', x: 1 }), close(), FINAL, STOP],
    ],
    ['another field of the end of a block', [START, open(TEXT), say('Hello'), { ...close(), x: 1 }, FINAL, STOP]],
    ['another field of the end', [START, ...HELLO, FINAL, { ...STOP, 'amazon-bedrock-invocationMetrics': {} }]],
    ['content in the last delta', [START, ...HELLO, { ...FINAL, delta: { content: [] } }, STOP]],
    [
      'a second signature',
      [
        START,
        open({ type: 'thinking', thinking: '', signature: '' }),
        more({ type: 'signature_delta', signature: 'a' }),
        more({ type: 'signature_delta', signature: 'b' }),
        ...[close(), FINAL, STOP],
      ],
    ],
  ])('is kept as its events: %s', (_, events) => {
    expectKeptAsEvents(events);
  });

  it('is judged all the same', () => {
    const parsed = parsedFixture('unknown-event.sse');
    expect(parsed).toMatchObject({ finished: true, toolCalls: false, refusal: false, empty: false });
    expect(parsed.completion).toEqual({
      form: 'events',
      body: fixture('unknown-event.sse'),
      usage: { promptTokens: 25, completionTokens: 5 },
    });
  });
});

describe('a stream that is refused', () => {
  it('tells of an error', () => {
    expect(refusal(() => parsedFixture('overloaded.sse'))).toBe('error-event');
    const error = { type: 'error', error: { type: 'overloaded_error' } };
    expect(refusal(() => whole(...HELLO, error))).toBe('error-event');
    const bare = `${written([START])}event: error\ndata: upstream gone\n\n`;
    expect(refusal(() => anthropicMessages.parseResponse(Buffer.from(bare), 'sse'))).toBe('error-event');
  });

  it.each<[string, readonly Event[], string]>([
    ['has no end', [START, ...HELLO, FINAL], 'cut-short'],
    ['is empty', [], 'cut-short'],
    ['goes on after its end', [START, ...HELLO, FINAL, STOP, ...HELLO], 'cut-short'],
    ['has no start', [...HELLO, FINAL, STOP], 'response-malformed'],
    ['has nothing but an end', [STOP], 'response-malformed'],
    ['starts twice', [START, START, ...HELLO, FINAL, STOP], 'response-malformed'],
    ['starts with nothing', [{ type: 'message_start' }, FINAL, STOP], 'response-malformed'],
    [
      'starts with content',
      [{ type: 'message_start', message: { type: 'message', content: [TEXT] } }, FINAL, STOP],
      'response-malformed',
    ],
    ['begins with another block', [START, open(TEXT, 1), close(1), FINAL, STOP], 'response-malformed'],
    ['goes back to a block', [START, ...HELLO, say('x'), FINAL, STOP], 'response-malformed'],
    ['repeats a block', [START, ...HELLO, ...HELLO, FINAL, STOP], 'response-malformed'],
    ['mixes blocks', [START, open(TEXT), open(TEXT, 1), close(1), close(), FINAL, STOP], 'response-malformed'],
    ['leaves a block open', [START, open(TEXT), say('Hel'), STOP], 'response-malformed'],
    ['ends inside of a block', [START, open(TEXT), FINAL, close(), STOP], 'response-malformed'],
    ['ends a block of another number', [START, open(TEXT), close(1), FINAL, STOP], 'response-malformed'],
    ['has a delta of another number', [START, open(TEXT), more({}, 1), close(), FINAL, STOP], 'response-malformed'],
    ['has a block that is none', [START, { ...open(TEXT), content_block: 7 }, STOP], 'response-malformed'],
    ['has a delta that is none', [START, open(TEXT), { ...say('x'), delta: 7 }, STOP], 'response-malformed'],
    ['has a last delta that is none', [START, { ...FINAL, delta: 7 }, STOP], 'response-malformed'],
    ['has a usage that is none', [START, { ...FINAL, usage: 7 }, STOP], 'response-malformed'],
    ['has text for a tool', [START, open(CALL), say('x'), close(), FINAL, STOP], 'response-malformed'],
    ['has input for a text', [START, open(TEXT), json('{}'), close(), FINAL, STOP], 'response-malformed'],
    [
      'has text that is none',
      [START, open(TEXT), more({ type: 'text_delta', text: 7 }), close(), FINAL, STOP],
      'response-malformed',
    ],
    [
      'has a citation that is none',
      [START, open(TEXT), more({ type: 'citations_delta', citation: 'x' }), close(), FINAL, STOP],
      'response-malformed',
    ],
  ])('%s', (_, events, reason) => {
    expect(refusal(() => parse(...events))).toBe(reason);
  });
});
