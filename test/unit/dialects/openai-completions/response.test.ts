import type { ParsedResponse } from '../../../../src/core/dialect';
import { openaiCompletions } from '../../../../src/dialects/openai-completions';
import { JSON_FORM, STREAM, documentOf, fixturesOf, refusal } from '../../../support/dialects';

const fixture = fixturesOf('openai-completions');
const FINE = { finished: true, toolCalls: false, refusal: false, empty: false };

const parseStream = (text: string | Buffer): ParsedResponse =>
  openaiCompletions.parseResponse(Buffer.from(text as string), 'sse');
const parseJson = (document: object): ParsedResponse =>
  openaiCompletions.parseResponse(Buffer.from(JSON.stringify(document)), 'json');
const answer = (choice: object): object => ({
  object: 'text_completion',
  choices: [{ index: 0, text: 'a', logprobs: null, finish_reason: 'stop', ...choice }],
});

const HEAD = { id: 'cmpl-1', object: 'text_completion', created: 1, model: 'm' };
const stream = (...chunks: readonly object[]): string =>
  [...chunks.map((chunk) => JSON.stringify({ ...HEAD, ...chunk })), '[DONE]'].map((d) => `data: ${d}\n\n`).join('');
const piece = (text: string, more: object = {}): object => ({
  choices: [{ text, index: 0, logprobs: null, finish_reason: null, ...more }],
});
const END = piece('', { finish_reason: 'stop' });

describe('a JSON answer', () => {
  it('is kept byte for byte and judged', () => {
    const body = fixture('text.json');
    const usage = { promptTokens: 5, completionTokens: 7 };
    expect(openaiCompletions.parseResponse(body, 'json')).toEqual({
      ...FINE,
      completion: { form: 'json', body, usage },
    });
  });

  it.each(['length', 'content_filter', null, 'tool_calls'])('is not finished by %s', (finish) => {
    expect(parseJson(answer({ finish_reason: finish })).finished).toBe(false);
  });

  it.each([
    ['no choice', { choices: [] }, true],
    ['no text', answer({ text: '' }), true],
    ['text', answer({}), false],
  ])('with %s: empty %s', (_, document, empty) => {
    expect(parseJson(document).empty).toBe(empty);
  });

  it.each([
    ['an error', { error: { message: 'overloaded' } }, 'error-event'],
    ['a chat completion', { object: 'chat.completion', choices: [] }, 'response-malformed'],
    ['no choices', { object: 'text_completion' }, 'response-malformed'],
    ['a choice without a text', answer({ text: null }), 'response-malformed'],
  ])('%s is refused', (_, document, reason) => {
    expect(refusal(() => parseJson(document))).toBe(reason);
  });

  it('may tell of cached tokens', () => {
    const { completion } = openaiCompletions.parseResponse(fixture('text.json'), 'json');
    const { body } = openaiCompletions.render(completion, { ...JSON_FORM, cachedTokens: true })!;
    expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({
      usage: { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 5 } },
    });
  });
});

describe('a stream', () => {
  it.each([
    ['text.sse', { text: '\n\nDas ist ein Test 👋.' }, {}],
    [
      'logprobs.sse',
      {
        text: '\nHi!',
        logprobs: {
          tokens: ['\n', 'Hi', '!'],
          token_logprobs: [-0.25, -0.5, -0.125],
          top_logprobs: [
            { '\n': -0.25, x: -3.5 },
            { Hi: -0.5, x: -3.5 },
            { '!': -0.125, x: -3.5 },
          ],
          text_offset: [36, 37, 39],
        },
      },
      {},
    ],
    [
      'azure.sse',
      { text: 'A store.', content_filter_results: { hate: { filtered: false, severity: 'safe' } } },
      { id: 'cmpl-7iA7iJjj8V2zOkCGvWF2hAkDWBQZe', prompt_filter_results: [{ prompt_index: 0 }] },
    ],
    ['vllm.sse', { text: ' Paris.', stop_reason: '\n\n', token_ids: null }, {}],
    ['llama-cpp.sse', { text: ' Paris.' }, { timings: { predicted_n: 3 } }],
  ])('%s becomes the JSON answer of the same call, with all its fields', (name, choice, document) => {
    const parsed = parseStream(fixture(name));
    expect(parsed).toMatchObject({ ...FINE, completion: { form: 'sse' } });
    expect(documentOf(parsed)).toMatchObject({
      object: 'text_completion',
      ...document,
      choices: [{ index: 0, finish_reason: 'stop', ...choice }],
    });
  });

  it('may have several choices, interleaved', () => {
    expect(documentOf(parseStream(fixture('two-prompts.sse')))).toMatchObject({
      choices: [
        { index: 0, text: 'Aa' },
        { index: 1, text: 'Bb' },
      ],
    });
  });

  it('has no usage when none came, and then serves no JSON', () => {
    const { completion } = parseStream(stream(piece('a'), END));
    expect(completion).toMatchObject({ form: 'sse', usage: undefined });
    expect(openaiCompletions.render(completion, JSON_FORM)).toBeUndefined();
    expect(openaiCompletions.render(completion, { ...STREAM, includeUsage: false })).toBeDefined();
  });

  it.each([
    [
      'a field of a choice with two values',
      stream(piece('a', { foo: 1 }), piece('', { foo: 2, finish_reason: 'stop' })),
    ],
    ['log probabilities that are no lists', stream(piece('a', { logprobs: { tokens: 1 } }), END)],
    ['an event of an unknown type', `event: progress\ndata: 50%\n\n${stream(piece('a'), END)}`],
  ])('with %s is kept as it came', (_, text) => {
    const parsed = parseStream(text);
    expect(parsed).toMatchObject({ ...FINE, completion: { form: 'events' } });
    expect(openaiCompletions.render(parsed.completion, JSON_FORM)).toBeUndefined();
    const { body } = openaiCompletions.render(parsed.completion, { ...STREAM, includeUsage: false })!;
    expect(Buffer.from(body).toString()).toBe(text);
  });

  it.each([
    ['no [DONE]', stream(piece('a'), END).replace('data: [DONE]\n\n', ''), 'cut-short'],
    ['no finish reason', stream(piece('a')), 'cut-short'],
    ['nothing but the end', stream(), 'empty'],
    ['an error', stream(piece('a'), { choices: [], error: { code: 500 } }), 'error-event'],
    ['chunks of a chat', stream({ ...piece('a'), object: 'chat.completion.chunk' }), 'response-malformed'],
    ['a text that is none', stream({ choices: [{ index: 0, text: 1 }] }), 'response-malformed'],
    ['a choice without an index', stream({ choices: [{ text: 'a' }] }), 'response-malformed'],
  ])('is refused with %s', (_, text, reason) => {
    expect(refusal(() => parseStream(text))).toBe(reason);
  });

  it('may have ten megabytes', () => {
    const chunk = `data: ${JSON.stringify({ ...HEAD, ...piece('wörd ') })}\n\n`;
    const count = Math.ceil(10e6 / Buffer.byteLength(chunk));
    const { choices } = documentOf(parseStream(chunk.repeat(count) + stream(END))) as { choices: { text: string }[] };
    expect(choices[0]!.text === 'wörd '.repeat(count)).toBe(true);
  });
});

describe('as a stream', () => {
  const chunksOf = (document: object, as = STREAM): unknown[] => {
    const { body } = openaiCompletions.render(parseJson(document).completion, as)!;
    const events = Buffer.from(body).toString().slice(0, -2).split('\n\n');
    expect(events.pop()).toBe('data: [DONE]');
    return events.map((event) => JSON.parse(event.replace(/^data: /, '')) as unknown);
  };
  const used = { prompt_tokens: 1, completion_tokens: 2 };

  it("is in the provider's own style", () => {
    const logprobs = { tokens: ['a'], token_logprobs: [-1], top_logprobs: null, text_offset: [0] };
    const document = { ...HEAD, ...answer({ text: 'a'.repeat(201), logprobs, stop_reason: null }), usage: used };
    const one = (text: string, more: object): object => ({
      ...HEAD,
      choices: [{ text, index: 0, logprobs: null, finish_reason: null, ...more }],
      usage: null,
    });
    expect(chunksOf(document)).toEqual([
      one('a'.repeat(200), { logprobs }),
      one('a', {}),
      one('', { finish_reason: 'stop', stop_reason: null }),
      { ...HEAD, choices: [], usage: used },
    ]);
  });

  it('gives log probabilities without text at the end', () => {
    const logprobs = { tokens: [] };
    const chunks = chunksOf({ ...answer({ text: '', logprobs }), usage: used });
    expect(chunks).toMatchObject([{ choices: [{ text: '', logprobs, finish_reason: 'stop' }] }, { choices: [] }]);
  });

  it('has no usage unless asked for', () => {
    const chunks = chunksOf({ ...answer({}), usage: used }, { ...STREAM, includeUsage: false });
    expect(chunks).toHaveLength(2);
    for (const chunk of chunks) expect(chunk).not.toHaveProperty('usage');
  });

  it.each([
    ['no finish reason', { finish_reason: null }],
    ['a choice under another index', { index: 1 }],
    ['log probabilities that are no object', { logprobs: [] }],
  ])('cannot be shown with %s', (_, choice) => {
    const { completion } = parseJson({ ...answer(choice), usage: used });
    expect(openaiCompletions.render(completion, STREAM)).toBeUndefined();
  });
});
