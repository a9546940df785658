import fc from 'fast-check';
import { openaiResponses } from '../../src/dialects/openai-responses';
import { IGNORED_FIELDS } from '../../src/dialects/openai-responses/request';
import { headOf } from '../support/heads';
import { anyValue, named, texts } from './arbitraries';
import { dialectContract } from './dialect';

const text = texts('data: [DONE]\n\n');
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3 });
const status = fc.constantFrom('completed', 'incomplete');
const outputText = fc.record(
  {
    type: fc.constant('output_text'),
    text,
    annotations: few(anyValue),
    logprobs: fc.option(few(anyValue)),
    extra: anyValue,
  },
  { requiredKeys: ['type', 'text', 'annotations'] },
);
const refusal = fc.record({ type: fc.constant('refusal'), refusal: text });
const message = fc.record(
  {
    id: fc.uuid(),
    type: fc.constant('message'),
    status,
    role: fc.constant('assistant'),
    content: few(fc.oneof(outputText, refusal)),
    phase: fc.option(fc.constant('final_answer')),
  },
  { requiredKeys: ['id', 'type', 'role', 'content'] },
);
const functionCall = fc.record(
  { id: fc.uuid(), type: fc.constant('function_call'), status, call_id: fc.uuid(), name: fc.string(), arguments: text },
  { requiredKeys: ['type', 'call_id', 'name', 'arguments'] },
);
const customCall = fc.record({
  id: fc.uuid(),
  type: fc.constant('custom_tool_call'),
  call_id: fc.uuid(),
  name: fc.string(),
  input: text,
});
const reasoning = fc.record(
  {
    id: fc.uuid(),
    type: fc.constant('reasoning'),
    summary: few(fc.record({ type: fc.constant('summary_text'), text })),
    content: fc.option(few(fc.record({ type: fc.constant('reasoning_text'), text }))),
    encrypted_content: fc.option(fc.base64String()),
    status: fc.option(status),
  },
  { requiredKeys: ['id', 'type', 'summary'] },
);
const usage = fc.record({
  input_tokens: fc.nat(),
  input_tokens_details: fc.constant({ cached_tokens: 0 }),
  output_tokens: fc.nat(),
});
const answer = fc.record(
  {
    id: fc.uuid(),
    object: fc.constant('response'),
    created_at: fc.nat(),
    completed_at: fc.option(fc.nat()),
    status,
    incomplete_details: fc.option(anyValue),
    output: few(fc.oneof(message, functionCall, customCall, reasoning)),
    usage,
    metadata: anyValue,
    a_field_of_tomorrow: anyValue,
  },
  { requiredKeys: ['id', 'object', 'status', 'output', 'usage'] },
);

/** Texts of several items and parts in arbitrary pieces, the pieces mixed in arbitrary order. */
const stream = fc
  .record({
    items: fc.array(few(fc.array(text, { maxLength: 4 })), { minLength: 1, maxLength: 3 }),
    order: fc.infiniteStream(fc.nat()),
    used: usage,
    names: fc.boolean(),
  })
  .map(({ items, order, used, names }) => {
    const response = {
      ...{ id: 'resp_1', object: 'response', status: 'completed' },
      output: items.map((parts, at) => ({
        ...{ id: `msg_${at}`, type: 'message', role: 'assistant', status: 'completed' },
        content: parts.map((pieces) => ({ type: 'output_text', text: pieces.join(''), annotations: [] })),
      })),
      usage: used,
    };
    const queues = items.flatMap((parts, item) =>
      parts.map((pieces, part) =>
        pieces.map((delta) => ({
          type: 'response.output_text.delta',
          ...{ item_id: `msg_${item}`, output_index: item, content_index: part, delta },
        })),
      ),
    );
    const mixed: object[] = [];
    for (let left = queues; ;) {
      left = left.filter((queue) => queue.length > 0);
      if (left.length === 0) break;
      mixed.push(left[order.next().value % left.length]!.shift()!);
    }
    const events = [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
      ...mixed,
      { type: 'response.completed', response },
    ] as { type: string }[];
    const lines = events.map((event, n) => {
      const data = JSON.stringify({ ...event, sequence_number: n });
      return `${names ? `event: ${event.type}\n` : ''}data: ${data}\n\n`;
    });
    return { stream: lines.join(''), answer: response };
  });

dialectContract(openaiResponses, {
  accepted: ['/v1/responses', '/openai/responses', '/openai/v1/responses'].map((path) => headOf({ path })),
  foreign: [
    headOf({ path: '/v1/responses', method: 'GET' }),
    ...[
      '/v1/responses/resp_1',
      '/v1/responses/resp_1/cancel',
      '/v1/responses/compact',
      '/v1/responses/input_tokens',
    ].map((path) => headOf({ path })),
    headOf({ path: '/v1/chat/completions' }),
  ],
  request: {
    body: { model: 'gpt-4.1', temperature: 0, instructions: 'Be brief.', input: 'What is a cache?' },
    ignored: {
      ...Object.fromEntries([...IGNORED_FIELDS.keys()].map((field) => [field, [null, 'x', 7, { a: true }]])),
      input: [
        ' What is a cache?\n',
        [{ role: 'user', content: 'What is a cache?' }],
        [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What is a cache?' }] }],
      ],
      instructions: ['Be brief.\n'],
      stream: [null, true, false],
      stream_options: [null, { include_obfuscation: false }],
      store: [null, true],
      conversation: [],
      background: [],
      tools: [],
    },
    handled: [],
    changes: [
      { model: 'gpt-4' },
      { temperature: 1 },
      { store: false },
      { instructions: 'Be exact.' },
      { instructions: null },
      { input: 'What is a store?' },
      {
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'What is' },
              { type: 'input_text', text: 'x' },
            ],
          },
        ],
      },
      { previous_response_id: 'resp_1' },
      { prompt: { id: 'pmpt_1', version: '2' } },
      { tools: [{ type: 'function', name: 'f' }] },
      { text: { format: { type: 'json_object' } } },
      { reasoning: { effort: 'low' } },
    ],
  },
  answers: named(
    'openai-responses',
    ...['text.json', 'function-call.json', 'custom-tool-call.json', 'reasoning.json', 'open-reasoning.json'],
    ...['refusal.json', 'structured.json', 'logprobs-annotations.json', 'incomplete-max-output-tokens.json'],
  ),
  streams: named('openai-responses', 'text.sse', 'function-call.sse', 'reasoning.sse', 'refusal.sse', 'incomplete.sse'),
  anyAnswer: answer,
  anyStream: stream,
});
