import type { CanonicalRequest } from '../../../../src/core/dialect';
import type { RequestHead } from '../../../../src/core/exchange';
import { openaiCompletions } from '../../../../src/dialects/openai-completions';
import { headOf } from '../../../support/heads';
import { refusal } from '../../../support/dialects';

const MODEL = 'gpt-3.5-turbo-instruct';
const HEAD = headOf({ path: '/v1/completions' });

function parse(fields: object, head: RequestHead = HEAD): CanonicalRequest {
  return openaiCompletions.parseRequest(Buffer.from(JSON.stringify({ model: MODEL, ...fields })), head);
}

describe('recognising', () => {
  it.each([
    ['a prompt', { prompt: 'a' }, true],
    ['a list of prompts', { prompt: ['a', 'b'] }, true],
    ['tokens', { prompt: [1, 2] }, true],
    ['a prompt and nulls', { prompt: 'a', messages: null, input: null }, true],
    ['a template of the Responses format', { prompt: { id: 'pmpt_1' } }, false],
    ['an input', { prompt: 'a', input: 'b' }, false],
    ['messages', { prompt: 'a', messages: [] }, false],
    ['no prompt', { prompt: null }, false],
  ])('%s: %s', (_, request, recognised) => {
    expect(openaiCompletions.recognises(request, HEAD)).toBe(recognised);
  });
});

describe('what makes a request', () => {
  it('is model, parameters, compared text and form', () => {
    expect(parse({ prompt: ' Say hello.\n', best_of: 2, logprobs: 1, user: 'u' })).toEqual({
      dialect: 'openai-completions',
      model: MODEL,
      parameters: { model: MODEL, best_of: 2, logprobs: 1 },
      messages: [{ system: false, value: { compared: [' ', '\n'] } }],
      messageCount: 1,
      comparedText: 'Say hello.',
      exactOnly: false,
      rendering: { form: 'json', includeUsage: true, echo: {} },
    });
  });

  it.each([
    [{ stream: true }, 'sse', false],
    [{ stream: true, stream_options: { include_usage: true } }, 'sse', true],
    [{ stream: null, stream_options: null }, 'json', true],
  ] as const)('%j asks for %s, usage %s', (fields, form, includeUsage) => {
    expect(parse({ prompt: 'a', ...fields }).rendering).toEqual({ form, includeUsage, echo: {} });
  });

  it('has the model of the path before that of the body', () => {
    const head = headOf({ path: '/openai/deployments/my-gpt/completions' });
    expect(parse({ prompt: 'a' }, head)).toMatchObject({ model: 'my-gpt', parameters: { model: 'my-gpt' } });
  });

  it('has the beta header among the parameters', () => {
    const head = headOf({ path: '/v1/completions', header: { 'openai-beta': 'x' } });
    expect(parse({ prompt: 'a' }, head).parameters).toEqual({ model: MODEL, 'header:openai-beta': 'x' });
  });
});

describe('a prompt', () => {
  it('in a list of its own is the prompt', () => {
    expect(parse({ prompt: [' a'] })).toEqual(parse({ prompt: ' a' }));
  });

  it.each([' a', 'a ', 'a\n', '\ta'])('%j differs from the trimmed text in its white space alone', (prompt) => {
    expect(parse({ prompt }).comparedText).toBe('a');
    expect(parse({ prompt }).messages).not.toEqual(parse({ prompt: 'a' }).messages);
  });

  it.each([
    ['several texts', ['a', 'b']],
    ['tokens', [1, 2]],
    ['several lists of tokens', [[1, 2], [3]]],
    ['white space', ' \n'],
    ['no text', ''],
    ['a list of no text', ['']],
  ])('of %s is compared exactly', (_, prompt) => {
    expect(parse({ prompt })).toMatchObject({ comparedText: '', exactOnly: true, messageCount: 1 });
    expect(parse({ prompt }).messages).toEqual([
      { system: false, value: Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt },
    ]);
  });

  it.each([
    ['a suffix', { suffix: '}' }],
    ['an empty suffix', { suffix: '' }],
    ['an echo', { echo: true }],
  ])('with %s is compared exactly, and stays whole', (_, fields) => {
    const request = parse({ prompt: ' a ', ...fields });
    expect(request).toMatchObject({ comparedText: '', exactOnly: true, parameters: fields });
    expect(request.messages).toEqual([{ system: false, value: ' a ' }]);
  });

  it.each([[{ suffix: null }], [{ echo: false }], [{ echo: null }]])('with %j is compared by meaning', (fields) => {
    expect(parse({ prompt: 'a', ...fields })).toMatchObject({ comparedText: 'a', exactOnly: false });
  });
});

describe('refusals', () => {
  it.each([
    ['no prompt', {}],
    ['null', { prompt: null }],
    ['an empty list', { prompt: [] }],
    ['a number', { prompt: 7 }],
    ['an object', { prompt: { id: 'pmpt_1' } }],
    ['texts and tokens', { prompt: ['a', 1] }],
    ['fractions for tokens', { prompt: [0.5] }],
    ['lists of texts', { prompt: [['a']] }],
    ['a lone surrogate', { prompt: 'a\ud83d' }],
    ['echo as a text', { prompt: 'a', echo: 'true' }],
    ['stream as a text', { prompt: 'a', stream: 'true' }],
    ['stream_options as a list', { prompt: 'a', stream_options: [] }],
    ['no model', { prompt: 'a', model: null }],
  ])('%s is malformed', (_, fields) => {
    expect(refusal(() => parse(fields))).toBe('body-malformed');
  });
});
