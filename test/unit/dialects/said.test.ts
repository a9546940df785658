import type { Completion } from '../../../src/core/dialect';
import { createCodec } from '../../../src/dialects/codec';

const codec = createCodec({ offloadBytes: 1_000_000, maxDecodedBytes: 1_000_000 });
afterAll(() => codec.close());

const json = (document: object): Completion => ({
  form: 'json',
  body: Buffer.from(JSON.stringify(document)),
  usage: undefined,
});

describe('what an answer says', () => {
  it.each<[string, object, object]>([
    [
      'openai-chat',
      {
        choices: [
          { message: { content: 'One.', reasoning: 'thinking' } },
          { message: { content: [{ type: 'text', text: 'Two.' }] } },
          { message: { content: null, refusal: 'No.' } },
        ],
      },
      { text: 'One.\n\nTwo.\n\nNo.', calls: [] },
    ],
    [
      'openai-chat',
      {
        choices: [
          {
            message: {
              content: null,
              tool_calls: [
                { id: 'call_1', function: { name: 'weather', arguments: '{"city": "Oslo"}' } },
                { id: 'call_2', custom: { name: 'sql', input: 'select 1' } },
              ],
              function_call: { name: 'old', arguments: 'not json' },
            },
          },
        ],
      },
      {
        text: '',
        calls: [
          { name: 'weather', arguments: { city: 'Oslo' } },
          { name: 'sql', arguments: 'select 1' },
          { name: 'old', arguments: 'not json' },
        ],
      },
    ],
    ['openai-completions', { choices: [{ text: 'One.' }, { text: 'Two.' }] }, { text: 'One.\n\nTwo.', calls: [] }],
    [
      'openai-responses',
      {
        output: [
          { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'thinking' }] },
          { type: 'message', content: [{ type: 'output_text', text: 'One.' }] },
          { type: 'function_call', name: 'weather', arguments: '{"city":"Oslo"}', call_id: 'x' },
        ],
      },
      { text: 'One.', calls: [{ name: 'weather', arguments: { city: 'Oslo' } }] },
    ],
    [
      'anthropic-messages',
      {
        content: [
          { type: 'thinking', thinking: 'thinking' },
          { type: 'text', text: 'One.' },
          { type: 'tool_use', id: 'x', name: 'weather', input: { city: 'Oslo' } },
        ],
      },
      { text: 'One.', calls: [{ name: 'weather', arguments: { city: 'Oslo' } }] },
    ],
  ])('in %s', async (dialect, document, expected) => {
    expect(await codec.said(dialect, json(document))).toEqual(expected);
  });

  it('is read from events that no document holds, too', async () => {
    const chunk = (delta: object, finish: string | null = null): string =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const body = Buffer.from(
      `${chunk({ role: 'assistant', content: 'On' })}${chunk({ content: 'e.' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
    );
    expect(await codec.said('openai-chat', { form: 'events', body, usage: undefined })).toEqual({
      text: 'One.',
      calls: [],
    });
  });

  it('is refused of what is no document', async () => {
    const broken: Completion = { form: 'json', body: Buffer.from('{'), usage: undefined };
    await expect(codec.said('openai-chat', broken)).rejects.toMatchObject({ code: 'LSC_RESPONSE' });
  });
});
