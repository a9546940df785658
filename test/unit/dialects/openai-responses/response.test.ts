import type { ParsedResponse } from '../../../../src/core/dialect';
import { openaiResponses } from '../../../../src/dialects/openai-responses';
import { fixturesOf, refusal } from '../../../support/dialects';

const fixture = fixturesOf('openai-responses');

function parse(document: object): ParsedResponse {
  return openaiResponses.parseResponse(
    Buffer.from(JSON.stringify({ object: 'response', status: 'completed', output: [], ...document })),
    'json',
  );
}

const say = (...content: object[]): object => ({ output: [{ type: 'message', role: 'assistant', content }] });

describe('judging', () => {
  const plain = { finished: true, toolCalls: false, refusal: false, empty: false };
  it.each([
    ['text.json', plain],
    ['structured.json', plain],
    ['reasoning.json', plain],
    ['function-call.json', { ...plain, toolCalls: true }],
    ['custom-tool-call.json', { ...plain, toolCalls: true }],
    ['refusal.json', { ...plain, refusal: true }],
    ['incomplete-max-output-tokens.json', { ...plain, finished: false }],
    ['incomplete-content-filter.json', { ...plain, finished: false }],
  ])('%s', (name, judgement) => {
    const { completion, ...found } = openaiResponses.parseResponse(fixture(name), 'json');
    expect(found).toEqual(judgement);
    expect(completion.usage?.promptTokens).toBeGreaterThan(0);
  });

  it.each([
    ['no output', {}],
    ['no text', say({ type: 'output_text', text: '' })],
    ['reasoning alone', { output: [{ type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] }] }],
  ])('%s is empty', (_, document) => {
    expect(parse(document).empty).toBe(true);
  });

  it('counts any call as a tool call', () => {
    expect(parse({ output: [{ type: 'web_search_call' }] })).toMatchObject({ toolCalls: true, empty: false });
  });

  it('counts tokens, or does not know them', () => {
    const usage = { input_tokens: 3, output_tokens: 4 };
    expect(parse({ usage }).completion.usage).toEqual({ promptTokens: 3, completionTokens: 4 });
    expect(parse({ usage: null }).completion.usage).toBeUndefined();
    expect(parse({ usage: { input_tokens: 3 } }).completion.usage).toBeUndefined();
  });

  it.each([
    ['a failed response', { status: 'failed' }, 'error-event'],
    ['an error', { error: { code: 'server_error' } }, 'error-event'],
    ['a cancelled response', { status: 'cancelled' }, 'cut-short'],
    ['a queued response', { status: 'queued' }, 'cut-short'],
    ['a response that goes on', { status: 'in_progress' }, 'cut-short'],
    ['an unknown status', { status: 'new' }, 'response-malformed'],
    ['no status', { status: undefined }, 'response-malformed'],
    ['another object', { object: 'response.compaction' }, 'response-malformed'],
    ['an output that is no list', { output: {} }, 'response-malformed'],
  ])('refuses %s', (_, document, reason) => {
    expect(refusal(() => parse(document))).toBe(reason);
  });

  it('refuses failed.json and in-progress.json', () => {
    expect(refusal(() => openaiResponses.parseResponse(fixture('failed.json'), 'json'))).toBe('error-event');
    expect(refusal(() => openaiResponses.parseResponse(fixture('in-progress.json'), 'json'))).toBe('cut-short');
  });
});

describe('showing', () => {
  const as = { form: 'json', includeUsage: true, echo: {}, cachedTokens: false } as const;
  const shown = (name: string, changes: object): Record<string, unknown> => {
    const { completion } = openaiResponses.parseResponse(fixture(name), 'json');
    const { body } = openaiResponses.render(completion, { ...as, ...changes })!;
    return JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
  };

  it('says that the whole prompt was cached when asked to', () => {
    const { usage, ...rest } = JSON.parse(fixture('text.json').toString()) as Record<string, object>;
    const details = { input_tokens_details: { cached_tokens: 36 } };
    expect(shown('text.json', { cachedTokens: true })).toEqual({ ...rest, usage: { ...usage, ...details } });
  });

  it("repeats this caller's fields in all of the stream, never another's", () => {
    const echo = { metadata: { team: 'sales' }, user: null, instructions: 'Be kind.', safety_identifier: 's-2' };
    const { completion } = openaiResponses.parseResponse(fixture('logprobs-annotations.json'), 'json');
    const body = Buffer.from(openaiResponses.render(completion, { ...as, form: 'sse', echo })!.body).toString();
    expect(body).not.toMatch(/docs|u-1|Be brief/);
    expect(body.match(/"metadata":\{"team":"sales"\}/g)).toHaveLength(3);
    expect(shown('logprobs-annotations.json', { echo })).toMatchObject(echo);
  });

  it('is byte for byte the original for a caller whose fields are those of the original', () => {
    const echo = { metadata: {}, user: null, safety_identifier: null, prompt_cache_key: null, instructions: null };
    const { completion } = openaiResponses.parseResponse(fixture('open-reasoning.json'), 'json');
    expect(Buffer.from(openaiResponses.render(completion, { ...as, echo })!.body)).toEqual(
      fixture('open-reasoning.json'),
    );
  });

  it('streams a part as the provider does: blank, in pieces, with what belongs to it, whole', () => {
    const { completion } = openaiResponses.parseResponse(fixture('logprobs-annotations.json'), 'json');
    const stream = Buffer.from(openaiResponses.render(completion, { ...as, form: 'sse' })!.body).toString();
    const events = [...stream.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, name, data = '']) => {
      const event = JSON.parse(data) as { type: string };
      expect(event.type).toBe(name);
      return event;
    });
    const document = JSON.parse(fixture('logprobs-annotations.json').toString()) as {
      output: [{ id: string; content: [Record<'annotations' | 'logprobs', object[]>, object] }];
    };
    const [message] = document.output;
    const [part] = message.content;
    const at = { item_id: message.id, output_index: 0, content_index: 0 };
    const begun = { ...document, status: 'in_progress', completed_at: null, output: [], usage: null };
    expect(events.slice(0, 9)).toEqual([
      { type: 'response.created', sequence_number: 0, response: begun },
      { type: 'response.in_progress', sequence_number: 1, response: begun },
      {
        ...{ type: 'response.output_item.added', sequence_number: 2, output_index: 0 },
        item: { ...message, status: 'in_progress', content: [] },
      },
      {
        ...{ type: 'response.content_part.added', sequence_number: 3, ...at },
        part: { ...part, text: '', annotations: [], logprobs: [] },
      },
      {
        ...{ type: 'response.output_text.delta', sequence_number: 4, ...at },
        ...{ delta: 'See the report.', logprobs: part.logprobs },
      },
      ...part.annotations.map((annotation, n) => ({
        ...{ type: 'response.output_text.annotation.added', sequence_number: 5 + n, ...at },
        ...{ annotation_index: n, annotation },
      })),
      {
        ...{ type: 'response.output_text.done', sequence_number: 7, ...at },
        ...{ text: 'See the report.', logprobs: part.logprobs },
      },
      { type: 'response.content_part.done', sequence_number: 8, ...at, part },
    ]);
    expect(events.at(-1)).toEqual({ type: 'response.completed', sequence_number: 14, response: document });
  });

  it.each([
    ['an item that is not known to stream', { output: [{ type: 'compaction', id: 'c', encrypted_content: 'x' }] }],
    ['a part that is not known to stream', say({ type: 'output_audio', data: '' })],
    ['a text that is none', say({ type: 'output_text', text: null })],
    ['arguments that are no text', { output: [{ type: 'function_call', arguments: {} }] }],
    ['content that is no list', { output: [{ type: 'message', content: 'Hello' }] }],
  ])('serves %s as JSON only', (_, document) => {
    const { completion } = parse(document);
    expect(openaiResponses.render(completion, as)!.body).toBe(completion.body);
    expect(openaiResponses.render(completion, { ...as, form: 'sse' })).toBeUndefined();
  });
});
