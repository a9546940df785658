import fc from 'fast-check';
import { openaiCompletions } from '../../src/dialects/openai-completions';
import { IGNORED_FIELDS } from '../../src/dialects/openai-completions/request';
import { headOf } from '../support/heads';
import { anyValue, logProbability, named, texts } from './arbitraries';
import { dialectContract } from './dialect';

const text = texts('data: [DONE]\n\n');
const logprobs = fc.option(
  fc.record(
    {
      tokens: fc.array(text, { maxLength: 3 }),
      token_logprobs: fc.option(fc.array(fc.option(logProbability), { maxLength: 3 })),
      top_logprobs: fc.option(fc.array(fc.option(fc.dictionary(fc.string(), logProbability)), { maxLength: 3 })),
      text_offset: fc.array(fc.nat(), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
);
const usage = fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat(), total_tokens: fc.nat() });
const choice = fc.record(
  { text, logprobs, finish_reason: fc.constantFrom('stop', 'length', 'content_filter'), stop_reason: anyValue },
  { requiredKeys: ['text', 'finish_reason'] },
);
const answer = fc
  .record(
    {
      id: fc.uuid(),
      object: fc.constant('text_completion'),
      created: fc.nat(),
      model: fc.constant('gpt-3.5-turbo-instruct'),
      choices: fc.array(choice, { minLength: 1, maxLength: 3 }),
      usage,
      system_fingerprint: fc.option(fc.string()),
      prompt_filter_results: anyValue,
    },
    { requiredKeys: ['id', 'object', 'created', 'model', 'choices', 'usage'] },
  )
  .map((document) => ({ ...document, choices: document.choices.map((one, index) => ({ ...one, index })) }));

/** Tokens of several choices, each with its log probabilities; the choices' chunks mixed in arbitrary order. */
const token = fc.record({ text, probability: logProbability, offset: fc.nat() });
const stream = fc
  .record({
    perChoice: fc.array(fc.array(token, { maxLength: 5 }), { minLength: 1, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat()),
    usage,
  })
  .map(({ perChoice, order, usage: used }) => {
    const shape = { id: 'c', object: 'text_completion', created: 1, model: 'm' };
    const queues = perChoice.map((tokens, index) => [
      ...tokens.map((one) => ({
        ...{ text: one.text, index, finish_reason: null },
        logprobs: { tokens: [one.text], token_logprobs: [one.probability], text_offset: [one.offset] },
      })),
      { text: '', index, finish_reason: 'stop', logprobs: null },
    ]);
    const mixed: object[] = [];
    for (let left = queues; left.length > 0; left = left.filter((queue) => queue.length > 0)) {
      mixed.push(left[order.next().value % left.length]!.shift()!);
    }
    const chunks = [...mixed.map((one) => ({ ...shape, choices: [one] })), { ...shape, choices: [], usage: used }];
    return {
      stream: [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'].map((data) => `data: ${data}\n\n`).join(''),
      answer: {
        ...shape,
        choices: perChoice.map((tokens, index) => ({
          text: tokens.map((one) => one.text).join(''),
          index,
          logprobs:
            tokens.length === 0
              ? null
              : {
                  tokens: tokens.map((one) => one.text),
                  token_logprobs: tokens.map((one) => one.probability),
                  text_offset: tokens.map((one) => one.offset),
                },
          finish_reason: 'stop',
        })),
        usage: used,
      },
    };
  });

const post = (path: string): ReturnType<typeof headOf> => headOf({ path });

dialectContract(openaiCompletions, {
  accepted: [
    ...['/v1/completions', '/openai/deployments/x/completions', '/openai/v1/completions'].map(post),
    ...['/api/v1/completions', '/v1/engines/x/completions', '/completions'].map(post),
  ],
  foreign: [
    headOf({ method: 'GET', path: '/v1/completions' }),
    ...['/v1/chat/completions', '/v1/fim/completions', '/v1/embeddings', '/v1/completions/x'].map(post),
    ...['/completion', '/v1/responses', '/v1/xcompletions'].map(post),
  ],
  request: {
    body: { model: 'gpt-3.5-turbo-instruct', prompt: 'Say hello', max_tokens: 7, n: 2 },
    ignored: {
      ...Object.fromEntries([...IGNORED_FIELDS.keys()].map((field) => [field, [null, 'x', 7, { a: true }]])),
      prompt: ['Say hello', ['Say hello']],
      stream: [null, true, false],
      stream_options: [null, { include_usage: true }],
    },
    handled: [],
    changes: [
      { model: 'babbage-002' },
      { prompt: 'Say bye' },
      { prompt: 'Say hello ' },
      { prompt: '\nSay hello' },
      { prompt: ['Say hello', 'Say hello'] },
      { prompt: [1, 2] },
      { suffix: '!' },
      { suffix: null },
      { echo: true },
      { echo: false },
      { best_of: 3 },
      { n: 3 },
      { logprobs: 0 },
      { max_tokens: 8 },
    ],
  },
  answers: named('openai-completions', 'text.json', 'logprobs.json', 'two-prompts.json'),
  streams: named(
    'openai-completions',
    'text.sse',
    'logprobs.sse',
    'two-prompts.sse',
    'azure.sse',
    'vllm.sse',
    'llama-cpp.sse',
  ),
  anyAnswer: answer,
  anyStream: stream,
});
