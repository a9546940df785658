import type { DialectName } from '../../src/core/dialect';

/** One question of a dialect, in a body of about this size, and a stream that answers it. */
export interface DialectSample {
  readonly dialect: DialectName;
  readonly path: string;
  /** @param bytes of the whole body, about; earlier messages fill it */
  readonly request: (bytes: number) => Buffer;
  /** @param chunks pieces of text in it */
  readonly stream: (chunks: number) => Buffer;
}

const QUESTION = 'How do I close my account, and what becomes of my invoices?';
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and "nobody" minds – 1,234 times over. ';
const WORD = 'several words ';

/** Text of about this many bytes. */
function filler(bytes: number): string {
  return SENTENCE.repeat(Math.ceil(Math.max(0, bytes) / Buffer.byteLength(SENTENCE)));
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** A dialog in messages of at most 2 kB, the question last. */
function dialog(bytes: number): readonly { role: string; content: string }[] {
  const rest = Math.max(0, bytes - QUESTION.length - 150);
  const lengths = Array.from({ length: Math.ceil(rest / 2048) }, (_, i) => Math.min(2048, rest - i * 2048) - 50);
  const earlier = lengths.map((length, i) => ({
    role: i % 2 === 0 ? 'user' : 'assistant',
    content: `${i}: ${filler(length - 60)}`,
  }));
  return [...earlier, { role: 'user', content: QUESTION }];
}

function words(chunks: number): readonly string[] {
  return Array.from({ length: chunks }, (_, i) => `${WORD}${i} `);
}

function events(all: readonly { readonly event?: string; readonly data: unknown }[]): Buffer {
  const lines = all.map(({ event, data }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
  });
  return Buffer.from(lines.join(''));
}

function typed(all: readonly { readonly type: string }[]): Buffer {
  return events(all.map((data) => ({ event: data.type, data })));
}

function chat(chunks: number): Buffer {
  const chunk = (delta: object, finish: string | null): object => ({
    data: {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1_750_000_000,
      model: 'm',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    },
  });
  const all = [
    chunk({ role: 'assistant', content: '' }, null),
    ...words(chunks).map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    { data: '[DONE]' },
  ];
  return events(all as { data: unknown }[]);
}

function completions(chunks: number): Buffer {
  const chunk = (text: string, finish: string | null): { data: unknown } => ({
    data: {
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1_750_000_000,
      model: 'm',
      choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
    },
  });
  return events([...words(chunks).map((text) => chunk(text, null)), chunk('', 'stop'), { data: '[DONE]' }]);
}

function responses(chunks: number): Buffer {
  const pieces = words(chunks);
  const part = { type: 'output_text', text: pieces.join(''), annotations: [], logprobs: [] };
  const item = { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [part] };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const response = { id: 'resp_1', object: 'response', created_at: 1_750_000_000, model: 'm', error: null };
  const usage = { input_tokens: 9, output_tokens: 500, total_tokens: 509 };
  const started = { ...response, status: 'in_progress', output: [], usage: null };
  const all = [
    { type: 'response.created', response: started },
    { type: 'response.in_progress', response: started },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { ...response, status: 'completed', output: [item], usage } },
  ];
  return typed(all.map((event, n) => ({ ...event, sequence_number: n })));
}

function messages(chunks: number): Buffer {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null };
  return typed([
    {
      type: 'message_start',
      message: { ...message, stop_sequence: null, usage: { input_tokens: 9, output_tokens: 1 } },
    } as { type: string },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string },
    ...words(chunks).map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 } as { type: string },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 500 },
    } as { type: string },
    { type: 'message_stop' },
  ]);
}

export const SAMPLES: readonly DialectSample[] = [
  {
    dialect: 'openai-chat',
    path: '/v1/chat/completions',
    request: (bytes) => json({ model: 'm', temperature: 0.2, messages: dialog(bytes) }),
    stream: chat,
  },
  {
    dialect: 'openai-completions',
    path: '/v1/completions',
    request: (bytes) => json({ model: 'm', temperature: 0.2, prompt: filler(bytes - 250) + QUESTION }),
    stream: completions,
  },
  {
    dialect: 'openai-responses',
    path: '/v1/responses',
    request: (bytes) => json({ model: 'm', temperature: 0.2, input: dialog(bytes) }),
    stream: responses,
  },
  {
    dialect: 'anthropic-messages',
    path: '/v1/messages',
    request: (bytes) => json({ model: 'm', max_tokens: 1024, system: 'Be brief.', messages: dialog(bytes) }),
    stream: messages,
  },
];
