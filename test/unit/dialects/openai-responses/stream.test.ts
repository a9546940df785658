import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ParsedResponse } from '../../../../src/core/dialect';
import { UnreadableResponseError } from '../../../../src/core/errors';
import { openaiResponses } from '../../../../src/dialects/openai-responses';
import { STREAM } from '../../../support/dialects';

const fixture = (name: string): string =>
  readFileSync(path.join(process.cwd(), 'test/fixtures/dialects/openai-responses', name)).toString();

function parse(stream: string): ParsedResponse {
  return openaiResponses.parseResponse(Buffer.from(stream), 'sse');
}

function reasonOf(stream: string): unknown {
  try {
    return parse(stream).completion.form;
  } catch (error) {
    return error instanceof UnreadableResponseError ? error.reason : error;
  }
}

const whole = fixture('text.sse');
const finalEvent = whole.slice(whole.lastIndexOf('event: '));
const eventOf = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

describe('a stream', () => {
  it('is the response of its last event', () => {
    const { completion, ...judgement } = parse(whole);
    const [, data = ''] = finalEvent.split('data: ');
    const { response } = JSON.parse(data) as { response: unknown };
    expect(JSON.parse(Buffer.from(completion.body).toString())).toEqual(response);
    expect(completion).toMatchObject({ form: 'sse', usage: { promptTokens: 37, completionTokens: 11 } });
    expect(judgement).toEqual({ finished: true, toolCalls: false, refusal: false, empty: false });
  });

  it.each([
    ['without event names', whole.replace(/^event: .*\n/gm, '')],
    ['with an end mark', `${whole}data: [DONE]\n\n`],
    ['with types in the event names alone', whole.replace(/"type":"response\.[a-z_.]+",/g, '')],
    ['with signs of life', whole.replace(finalEvent, eventOf('keepalive', { sequence_number: 9 }) + finalEvent)],
    ['of nothing but its end', finalEvent],
  ])('%s is the same', (_, stream) => {
    expect(parse(stream)).toEqual(parse(whole));
  });

  it.each([
    ['an event that nobody here knows', fixture('unknown-event.sse')],
    ['a field that nobody here knows', whole.replace(/"delta":/g, '"p":"abc","delta":')],
    ['a name that contradicts its type', whole.replace('event: response.output_text.delta', 'event: message')],
    ['pieces that contradict the whole', whole.replace('"delta":"Grü"', '"delta":"Gru"')],
    ['a piece that is no text', whole.replace('"delta":"Grü"', '"delta":1')],
    ['a piece of a part that there is not', whole.replace(/"content_index":0,"delta"/g, '"content_index":1,"delta"')],
    ['a piece of an item that there is not', whole.replace(/"output_index":0,"content/g, '"output_index":4,"content')],
    ['an item that is not known to stream', whole.replaceAll('"type":"message"', '"type":"poem"')],
  ])('with %s is served as it came, to streams only', (_, stream) => {
    const { completion } = parse(stream);
    expect(completion.form).toBe('events');
    expect(Buffer.from(openaiResponses.render(completion, STREAM)!.body).toString()).toBe(stream);
    expect(openaiResponses.render(completion, { ...STREAM, form: 'json' })).toBeUndefined();
  });

  it("that is served as it came is not served where it would show another caller's labels", () => {
    const { completion } = parse(fixture('unknown-event.sse'));
    expect(openaiResponses.render(completion, { ...STREAM, echo: { metadata: {}, user: null } })).toBeDefined();
    expect(openaiResponses.render(completion, { ...STREAM, echo: { user: 'u-2' } })).toBeUndefined();
  });

  it('that ends before its time is judged so', () => {
    expect(parse(fixture('incomplete.sse'))).toMatchObject({ finished: false, empty: false });
  });

  it.each([
    ['an error event', fixture('error.sse'), 'error-event'],
    ['an error object', fixture('error-object.sse'), 'error-event'],
    ['an error object without a name', fixture('error-object.sse').replace('event: error\n', ''), 'error-event'],
    ['a failed response', fixture('failed.sse'), 'error-event'],
    ['an error before a whole end', fixture('error.sse') + finalEvent, 'error-event'],
    ['no end', fixture('cut.sse'), 'cut-short'],
    ['nothing', '', 'cut-short'],
    ['an end mark alone', `${fixture('cut.sse')}data: [DONE]\n\n`, 'cut-short'],
    ['half an end', whole.slice(0, -40), 'cut-short'],
    ['two ends', whole + finalEvent, 'cut-short'],
    ['events after the end', finalEvent + whole.replace(finalEvent, ''), 'cut-short'],
    ['an end without a response', eventOf('response.completed', {}), 'response-malformed'],
    ['an end whose response goes on', whole.replaceAll('"status":"completed"', '"status":"queued"'), 'cut-short'],
    ['data that is no object', `data: 7\n\n${whole}`, 'response-malformed'],
    ['data that is no JSON', `data: {\n\n${whole}`, 'response-malformed'],
  ])('of %s is refused', (_, stream, reason) => {
    expect(reasonOf(stream)).toBe(reason);
  });
});
