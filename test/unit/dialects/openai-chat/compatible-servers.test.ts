import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openaiChat } from '../../../../src/dialects/openai-chat';
import { JSON_FORM, STREAM, documentOf } from '../../../support/dialects';

const fixture = (name: string): Buffer =>
  readFileSync(path.join(process.cwd(), 'test/fixtures/dialects/openai-chat', `${name}.sse`));
const FINE = { finished: true, toolCalls: false, refusal: false, empty: false };
const SAFE = { hate: { filtered: false, severity: 'safe' }, self_harm: { filtered: false, severity: 'safe' } };

/** What the document of each server's stream must hold besides what every chat completion does. */
const SERVERS: readonly (readonly [string, { text: string; choice?: object; message?: object; document?: object }])[] =
  [
    [
      'azure',
      {
        text: 'Ein Zwischenspeicher – 快取。',
        choice: { content_filter_results: SAFE },
        document: {
          id: 'chatcmpl-AzK1',
          created: 1734013122,
          prompt_filter_results: [
            { prompt_index: 0, content_filter_results: { ...SAFE, jailbreak: { filtered: false, detected: false } } },
          ],
        },
      },
    ],
    [
      'vllm',
      { text: 'No.', choice: { stop_reason: 151645, token_ids: null }, message: { reasoning_content: 'Nine is odd.' } },
    ],
    ['ollama', { text: 'A fast store.', document: { system_fingerprint: 'fp_ollama', created: 1755700000 } }],
    ['llama-cpp', { text: 'Hello 👋', document: { timings: { cache_n: 58, predicted_n: 3 } } }],
    [
      'openrouter',
      {
        text: 'Yes.',
        choice: { native_finish_reason: 'end_turn' },
        message: {
          reasoning: 'Short answer.',
          reasoning_details: [
            {
              type: 'reasoning.text',
              text: 'Short answer.',
              signature: 'EqoB',
              format: 'anthropic-claude-v1',
              index: 0,
            },
          ],
        },
        document: { provider: 'Anthropic', usage: { cost: 0.0003, is_byok: false } },
      },
    ],
    ['mistral', { text: 'Un cache stocke.', document: { model: 'mistral-small-latest' } }],
    [
      'groq',
      {
        text: 'A cache.',
        document: {
          x_groq: { id: 'req_01jadadp0femyae9kav1gpkhe8', seed: 1321871292, usage: { completion_time: 0.0109 } },
          usage: { queue_time: 0.061 },
        },
      },
    ],
    [
      'litellm',
      {
        text: 'Hi there',
        message: { provider_specific_fields: null, audio: null, tool_calls: null },
        document: { citations: null, usage: { cache_creation_input_tokens: 0 } },
      },
    ],
  ];

describe('a stream of', () => {
  it.each(SERVERS)('%s becomes a document with all its fields', (name, { text, choice, message, document }) => {
    const parsed = openaiChat.parseResponse(fixture(name), 'sse');
    expect(parsed).toMatchObject({ ...FINE, completion: { form: 'sse' } });
    expect(parsed.completion.usage).toBeDefined();
    expect(documentOf(parsed)).toMatchObject({
      object: 'chat.completion',
      ...document,
      choices: [
        { index: 0, finish_reason: 'stop', ...choice, message: { role: 'assistant', content: text, ...message } },
      ],
    });
  });

  it.each(SERVERS)('%s is replayed with all its fields', (name) => {
    const parsed = openaiChat.parseResponse(fixture(name), 'sse');
    const { body } = openaiChat.render(parsed.completion, STREAM)!;
    expect(documentOf(openaiChat.parseResponse(body, 'sse'))).toEqual(documentOf(parsed));
  });
});

describe('a stream whose chunks contradict each other is kept as it came', () => {
  it.each([
    ['azure-asynchronous-filter', 'offsets of each filter result'],
    ['llama-cpp-timings-per-token', 'timings in each chunk'],
    ['mistral-thinking', 'content in parts, then in text'],
  ])('%s: %s', (name) => {
    const body = fixture(name);
    const parsed = openaiChat.parseResponse(body, 'sse');
    expect(parsed).toMatchObject({ ...FINE, completion: { form: 'events' } });
    expect(openaiChat.render(parsed.completion, JSON_FORM)).toBeUndefined();
    expect(Buffer.from(openaiChat.render(parsed.completion, STREAM)!.body).equals(body)).toBe(true);
  });
});

describe('a stream of any size', () => {
  const chunkOf = (delta: object, finish: string | null = null): string => {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
  };
  const contentOf = (stream: string): string => {
    const parsed = openaiChat.parseResponse(Buffer.from(stream), 'sse');
    expect(parsed).toMatchObject({ ...FINE, completion: { form: 'sse' } });
    return (documentOf(parsed) as { choices: { message: { content: string } }[] }).choices[0]!.message.content;
  };
  const end = `${chunkOf({}, 'stop')}data: [DONE]\n\n`;

  it('may have an event of a megabyte', () => {
    const content = 'é👋 '.repeat(130_000);
    expect(contentOf(chunkOf({ role: 'assistant', content }) + end) === content).toBe(true);
  });

  it('is read in linear time, whatever its chunks say more of', () => {
    const more = Array.from({ length: 20_000 }, (_, at) => `data: {"choices":[],"x":{"k${at}":1}}\n\n`);
    const started = performance.now();
    expect(contentOf(chunkOf({ content: 'a' }) + more.join('') + end)).toBe('a');
    // By the square of their number it would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('may have ten megabytes of small events', () => {
    const chunk = chunkOf({ content: 'wörd ' });
    const count = Math.ceil(10e6 / Buffer.byteLength(chunk));
    expect(contentOf(chunk.repeat(count) + end) === 'wörd '.repeat(count)).toBe(true);
  });
});
