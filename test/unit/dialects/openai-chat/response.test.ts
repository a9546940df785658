import type { ParsedResponse } from '../../../../src/core/dialect';
import { UnreadableResponseError } from '../../../../src/core/errors';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { fixturesOf } from '../../../support/dialects';

const fixture = fixturesOf('openai-chat');
const parse = (document: unknown): ParsedResponse =>
  openaiChat.parseResponse(Buffer.from(JSON.stringify(document)), 'json');
const answer = (message: object, finish: unknown = 'stop'): object => ({
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
});

describe('a JSON answer', () => {
  it.each([
    [
      'text.json',
      { finished: true, toolCalls: false, refusal: false, empty: false },
      { promptTokens: 19, completionTokens: 10 },
    ],
    [
      'tool-calls.json',
      { finished: true, toolCalls: true, refusal: false, empty: false },
      { promptTokens: 82, completionTokens: 17 },
    ],
    [
      'logprobs.json',
      { finished: true, toolCalls: false, refusal: false, empty: false },
      { promptTokens: 9, completionTokens: 9 },
    ],
    [
      'two-choices-refusal.json',
      { finished: true, toolCalls: false, refusal: true, empty: false },
      { promptTokens: 81, completionTokens: 11 },
    ],
    [
      'reasoning.json',
      { finished: true, toolCalls: false, refusal: false, empty: false },
      { promptTokens: 14, completionTokens: 31 },
    ],
  ])('%s is kept byte for byte and judged', (name, judgement, usage) => {
    const body = fixture(name);
    const parsed = openaiChat.parseResponse(body, 'json');
    expect(parsed).toMatchObject(judgement);
    expect(parsed.completion).toEqual({ form: 'json', body, usage });
  });

  it.each(['length', 'content_filter', null, undefined, 'error'])('is not finished by %s', (finish) => {
    const cut = { choices: [{ index: 0, message: { content: 'a' }, finish_reason: finish ?? null }] };
    expect(parse(cut).finished).toBe(false);
  });

  it('is not finished when one choice of two is not', () => {
    const choice = (index: number, finish: string): object => ({
      index,
      message: { role: 'assistant', content: 'a' },
      finish_reason: finish,
    });
    expect(parse({ choices: [choice(0, 'stop'), choice(1, 'length')] }).finished).toBe(false);
  });

  it.each([
    ['tool_calls', answer({ content: null }, 'tool_calls')],
    ['function_call', answer({ content: null }, 'function_call')],
    ['a list of calls', answer({ content: null, tool_calls: [{ id: 'c' }] })],
    ['a function call', answer({ content: null, function_call: { name: 'f', arguments: '' } })],
  ])('calls tools by %s', (_, document) => {
    expect(parse(document).toolCalls).toBe(true);
  });

  it.each([
    ['a refusal', answer({ content: null, refusal: 'no' }), true],
    ['a part that is one', answer({ content: [{ type: 'refusal', refusal: 'no' }] }), true],
    ['no refusal', answer({ content: 'a', refusal: null }), false],
    ['an empty one', answer({ content: 'a', refusal: '' }), false],
    ['other parts', answer({ content: [{ type: 'text', text: 'a' }] }), false],
  ])('with %s: declined %s', (_, document, refusal) => {
    expect(parse(document).refusal).toBe(refusal);
  });

  it.each([
    ['no choice', { choices: [] }, true],
    ['null', answer({ content: null }), true],
    ['an empty text', answer({ content: '' }), true],
    ['reasoning alone', answer({ content: '', reasoning_content: 'hm' }), true],
    ['no calls', answer({ content: null, tool_calls: [] }), true],
    ['text', answer({ content: 'a' }), false],
    ['a refusal', answer({ content: null, refusal: 'no' }), false],
    ['audio', answer({ content: null, audio: { id: 'a' } }), false],
    ['content parts', answer({ content: [{ type: 'text', text: 'a' }] }), false],
  ])('with %s: empty %s', (_, document, empty) => {
    expect(parse(document).empty).toBe(empty);
  });

  it.each([
    ['no usage', undefined],
    ['null', null],
    ['a usage of another kind', { input_tokens: 1 }],
  ])('with %s has unknown usage', (_, usage) => {
    expect(parse({ ...answer({ content: 'a' }), usage }).completion.usage).toBeUndefined();
  });

  it.each([
    ['an error', { error: { message: 'overloaded' } }, 'error-event'],
    ['another object', { object: 'text_completion', choices: [] }, 'response-malformed'],
    ['no choices', { object: 'chat.completion' }, 'response-malformed'],
    ['a choice that is no object', { choices: ['a'] }, 'response-malformed'],
    ['a choice without a message', { choices: [{ index: 0, text: 'a' }] }, 'response-malformed'],
    ['a list', [], 'response-malformed'],
  ])('%s is refused', (_, document, reason) => {
    expect(() => parse(document)).toThrow(expect.objectContaining({ reason }) as Error);
    expect(() => parse(document)).toThrow(UnreadableResponseError);
  });

  it('is refused when it is cut', () => {
    const cut = fixture('text.json').subarray(0, 300);
    expect(() => openaiChat.parseResponse(cut, 'json')).toThrow(
      expect.objectContaining({ reason: 'response-malformed' }) as Error,
    );
  });

  it('may have a null error', () => {
    expect(parse({ ...answer({ content: 'a' }), error: null }).finished).toBe(true);
  });
});
