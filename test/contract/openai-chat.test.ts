import fc from 'fast-check';
import { openaiChat } from '../../src/dialects/openai-chat';
import { IGNORED_FIELDS } from '../../src/dialects/openai-chat/request';
import { headOf } from '../support/heads';
import { anyValue, logProbability, named, texts } from './arbitraries';
import { dialectContract } from './dialect';

const text = texts('data: [DONE]\n\n');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const called = fc.record({ name: fc.string({ minLength: 1 }), arguments: text });
const toolCall = fc.record({ id: fc.uuid(), type: fc.constant('function'), function: called });
const token = fc.record({
  token: text,
  logprob: logProbability,
});
const logprobs = fc.option(
  fc.record({
    content: fc.option(fc.array(token, { maxLength: 3 })),
    refusal: fc.option(fc.array(token, { maxLength: 3 })),
  }),
);
const message = fc.record(
  {
    role: fc.constant('assistant'),
    content: fc.option(text),
    refusal: fc.option(text),
    reasoning_content: fc.option(text),
    annotations: fc.array(anyValue, { maxLength: 2 }),
    tool_calls: fc.array(toolCall, { maxLength: 3 }),
    function_call: fc.option(called),
    extra: anyValue,
  },
  { requiredKeys: ['role', 'content'] },
);
const choice = fc.record(
  {
    message,
    logprobs,
    finish_reason: fc.constantFrom('stop', 'tool_calls', 'length'),
    stop_reason: fc.option(fc.string()),
  },
  { requiredKeys: ['message', 'finish_reason'] },
);
const usage = fc.record({
  prompt_tokens: fc.nat(),
  completion_tokens: fc.nat(),
  prompt_tokens_details: fc.constant({}),
});
const answer = fc
  .record(
    {
      id: fc.uuid(),
      object: fc.constant('chat.completion'),
      created: fc.nat(),
      model: fc.constant('gpt-4o'),
      choices: fc.array(choice, { minLength: 1, maxLength: 3 }),
      usage,
      system_fingerprint: fc.option(fc.string()),
      citations: anyValue,
    },
    { requiredKeys: ['id', 'object', 'created', 'model', 'choices', 'usage'] },
  )
  .map((document) => ({ ...document, choices: document.choices.map((one, index) => ({ index, ...one })) }));

/** Texts of several choices in arbitrary pieces, the choices' chunks mixed in arbitrary order. */
const stream = fc
  .record({
    texts: fc.array(fc.array(text, { maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat()),
    usage,
    refusal: maybe(fc.constant(null)),
  })
  .map(({ texts, order, usage: used, refusal }) => {
    const shape = { id: 'c', created: 1, model: 'm' };
    const one = (index: number, delta: object, finish: string | null): object => ({
      ...shape,
      object: 'chat.completion.chunk',
      choices: [{ index, delta, finish_reason: finish }],
    });
    const queues = texts.map((pieces, index) => [
      one(index, { role: 'assistant', content: '', refusal }, null),
      ...pieces.map((content) => one(index, { content }, null)),
      one(index, {}, 'stop'),
    ]);
    const mixed: object[] = [];
    for (let left = queues; left.length > 0; left = left.filter((queue) => queue.length > 0)) {
      mixed.push(left[order.next().value % left.length]!.shift()!);
    }
    const chunks = [...mixed, { ...one(0, {}, null), choices: [], usage: used }];
    return {
      stream: [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
      answer: {
        ...shape,
        object: 'chat.completion',
        choices: texts.map((pieces, index) => ({
          index,
          message: { role: 'assistant', content: pieces.join(''), refusal },
          finish_reason: 'stop',
        })),
        usage: used,
      },
    };
  });

dialectContract(openaiChat, {
  accepted: [
    '/v1/chat/completions',
    '/openai/deployments/x/chat/completions',
    '/openai/v1/chat/completions',
    '/models/chat/completions',
    '/api/v1/chat/completions',
    '/engines/x/chat/completions',
    '/chat/completions',
  ].map((path) => headOf({ path })),
  foreign: [
    headOf({ method: 'GET', path: '/v1/chat/completions' }),
    headOf({ path: '/v1/embeddings' }),
    headOf({ path: '/v1/chat/completions/x' }),
  ],
  request: {
    body: {
      model: 'gpt-4o',
      temperature: 0,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'What is a cache?' },
      ],
    },
    ignored: {
      ...Object.fromEntries([...IGNORED_FIELDS.keys()].map((field) => [field, [null, 'x', 7, { a: true }]])),
      messages: [],
      stream: [null, true, false],
      stream_options: [null, { include_usage: true, include_obfuscation: false }],
    },
    handled: [],
    changes: [
      { model: 'gpt-4' },
      { temperature: 1 },
      { logprobs: null },
      { tools: [{ type: 'function', function: { name: 'f' } }] },
      { messages: [{ role: 'user', content: 'What is a cache?' }] },
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'What is a store?' },
        ],
      },
    ],
  },
  answers: named(
    'openai-chat',
    'text.json',
    'tool-calls.json',
    'logprobs.json',
    'two-choices-refusal.json',
    'reasoning.json',
  ),
  streams: named(
    'openai-chat',
    ...['text.sse', 'tool-calls.sse', 'two-choices.sse'],
    ...[
      'azure.sse',
      'vllm.sse',
      'ollama.sse',
      'llama-cpp.sse',
      'openrouter.sse',
      'mistral.sse',
      'groq.sse',
      'litellm.sse',
    ],
  ),
  anyAnswer: answer,
  anyStream: stream,
});
