import fc from 'fast-check';
import { anthropicMessages } from '../../src/dialects/anthropic-messages';
import { IGNORED_FIELDS } from '../../src/dialects/anthropic-messages/request';
import { headOf } from '../support/heads';
import { anyValue, named, texts } from './arbitraries';
import { dialectContract } from './dialect';

const text = texts('event: message_stop\n\n');
const citation = fc.record({
  type: fc.constant('char_location'),
  cited_text: text,
  document_index: fc.nat(),
  extra: anyValue,
});
const block = fc.oneof(
  fc.record(
    {
      type: fc.constant('text'),
      text,
      citations: fc.option(fc.oneof(fc.array(citation, { maxLength: 3 }), anyValue)),
      extra: anyValue,
    },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record(
    {
      type: fc.constantFrom('tool_use', 'server_tool_use', 'mcp_tool_use'),
      id: fc.uuid(),
      name: text,
      input: fc.oneof(fc.dictionary(text, anyValue), anyValue),
      caller: fc.constant({ type: 'direct' }),
    },
    { requiredKeys: ['type', 'id', 'name'] },
  ),
  fc.record(
    { type: fc.constant('thinking'), thinking: fc.oneof(text, anyValue), signature: fc.oneof(text, anyValue) },
    { requiredKeys: ['type', 'thinking'] },
  ),
  fc.record({ type: fc.constant('redacted_thinking'), data: text }),
  // Kinds that are not known yet, with names that others use.
  fc.record(
    { type: fc.oneof(fc.string(), anyValue), text: anyValue, content: anyValue, input: anyValue, citations: anyValue },
    { requiredKeys: ['type'] },
  ),
);
const usage = fc.record(
  {
    input_tokens: fc.nat(),
    output_tokens: fc.nat(),
    cache_read_input_tokens: fc.option(fc.nat()),
    cache_creation_input_tokens: fc.option(fc.nat()),
    cache_creation: fc.option(fc.record({ ephemeral_5m_input_tokens: fc.nat() })),
    server_tool_use: fc.option(fc.record({ web_search_requests: fc.nat() })),
    service_tier: fc.option(fc.string()),
    extra: anyValue,
  },
  { requiredKeys: ['input_tokens', 'output_tokens'] },
);
const answer = fc.record(
  {
    id: fc.uuid(),
    type: fc.constant('message'),
    role: fc.constant('assistant'),
    model: fc.constant('claude-sonnet-4-5'),
    content: fc.array(block, { maxLength: 4 }),
    stop_reason: fc.constantFrom('end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal', null),
    stop_sequence: fc.option(text),
    stop_details: fc.option(anyValue),
    container: fc.option(fc.record({ id: fc.string(), expires_at: fc.string() })),
    context_management: anyValue,
    delta: anyValue,
    usage: fc.oneof({ weight: 5, arbitrary: usage }, anyValue),
  },
  { requiredKeys: ['id', 'type', 'role', 'model', 'content', 'stop_reason'] },
);

/** Blocks in arbitrary pieces, with pings anywhere before the end. */
const pieced = fc.array(text, { maxLength: 4 });
const streamedBlock = fc.oneof(
  fc.record({ texts: pieced, citations: fc.array(citation, { maxLength: 2 }) }).map(({ texts, citations }) => ({
    start: { type: 'text', text: '', citations: [] },
    deltas: [
      ...citations.map((one) => ({ type: 'citations_delta', citation: one })),
      ...texts.map((piece) => ({ type: 'text_delta', text: piece })),
    ],
    whole: { type: 'text', text: texts.join(''), citations },
  })),
  fc.record({ thoughts: pieced, signature: text }).map(({ thoughts, signature }) => ({
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...thoughts.map((thinking) => ({ type: 'thinking_delta', thinking, estimated_tokens: null })),
      { type: 'signature_delta', signature },
    ],
    whole: { type: 'thinking', thinking: thoughts.join(''), signature },
  })),
  fc
    .record({ input: anyValue, indent: fc.nat({ max: 2 }), cuts: fc.array(fc.nat()) })
    .map(({ input, indent, cuts }) => {
      const json = JSON.stringify(input, null, indent);
      const marks = [0, ...cuts.map((cut) => cut % (json.length + 1)), json.length].sort((left, right) => left - right);
      return {
        start: { type: 'tool_use', id: 't', name: 'n', input: {} },
        deltas: marks.map((mark, at) => ({
          type: 'input_json_delta',
          partial_json: json.slice(marks[at - 1] ?? 0, mark),
        })),
        whole: { type: 'tool_use', id: 't', name: 'n', input },
      };
    }),
);
const stream = fc
  .record({ blocks: fc.array(streamedBlock, { maxLength: 3 }), pings: fc.infiniteStream(fc.boolean()), usage })
  .map(({ blocks, pings, usage: counted }) => {
    const message = { id: 'm', type: 'message', role: 'assistant', stop_sequence: null };
    const { output_tokens: outputTokens, ...others } = counted;
    const events = [
      {
        type: 'message_start',
        message: { ...message, content: [], stop_reason: null, usage: { ...others, output_tokens: 1 } },
      },
      ...blocks.flatMap(({ start, deltas }, index) => [
        { type: 'content_block_start', index, content_block: start },
        ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
        { type: 'content_block_stop', index },
      ]),
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: outputTokens } },
      { type: 'message_stop' },
    ].flatMap((event) => (pings.next().value ? [{ type: 'ping' }, event] : [event]));
    return {
      stream: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
      answer: { ...message, content: blocks.map(({ whole }) => whole), stop_reason: 'end_turn', usage: counted },
    };
  });

const ASK = { role: 'user', content: 'What is a cache?' };

dialectContract(anthropicMessages, {
  accepted: [headOf({ path: '/v1/messages' }), headOf({ path: '/anthropic/v1/messages' })],
  foreign: [
    headOf({ method: 'GET', path: '/v1/messages' }),
    headOf({ path: '/v1/messages/count_tokens' }),
    headOf({ path: '/v1/messages/batches' }),
    headOf({ path: '/v1/threads/thread_1/messages' }),
    headOf({ path: '/v1/chat/completions' }),
  ],
  request: {
    body: { model: 'claude-sonnet-4-5', max_tokens: 1024, system: 'Be brief.', messages: [ASK] },
    ignored: {
      ...Object.fromEntries([...IGNORED_FIELDS.keys()].map((field) => [field, [null, 'x', 7, { a: true }]])),
      messages: [[{ role: 'user', content: [{ type: 'text', text: ' What is a cache?\n' }] }]],
      system: [[{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }]],
      stream: [null, true, false],
    },
    handled: [],
    changes: [
      { model: 'claude-opus-4-6' },
      { max_tokens: 1025 },
      { stop_sequences: ['4'] },
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      { tools: [{ name: 'f', input_schema: { type: 'object' } }] },
      { output_config: { effort: 'low' } },
      { anthropic_version: 'bedrock-2023-05-31' },
      { system: null },
      { system: 'Be verbose.' },
      { messages: [ASK, { role: 'assistant', content: 'A store.' }, ASK] },
      { messages: [{ role: 'user', content: 'What is a store?' }] },
    ],
  },
  answers: named(
    'anthropic-messages',
    ...['text.json', 'tool-use.json', 'thinking.json', 'redacted-thinking.json', 'citations.json', 'refusal.json'],
    ...['max-tokens.json', 'pause-turn.json', 'stop-sequence.json'],
  ),
  streams: named('anthropic-messages', 'text.sse', 'tool-use.sse', 'thinking.sse', 'citations.sse', 'server-tool.sse'),
  anyAnswer: answer,
  anyStream: stream,
});
