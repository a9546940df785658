import { modelOf, words, type Answer, type Finish, type WireFormat } from './answer';

const STOP_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  content_filter: 'refusal',
  tool_calls: 'tool_use',
};

/** Anthropic Messages. An answer has one choice. */
export const messages: WireFormat = {
  json: (answer) => ({
    ...head(answer),
    content: blocksOf(answer).map(({ block }) => block),
    ...ending(answer),
    usage: usageOf(answer, answer.tokens.completion),
  }),
  events: (answer) => {
    const begun = {
      ...head(answer),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: usageOf(answer, 1),
    };
    return [
      written('message_start', { message: begun }),
      ...blocksOf(answer).flatMap(blockEvents),
      written('message_delta', {
        delta: ending(answer),
        usage: countsOf(answer, answer.tokens.completion),
      }),
      written('message_stop', {}),
    ];
  },
  failure: [written('error', { error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' })],
};

/** What the provider counts; the end of a stream tells nothing else. */
function countsOf({ tokens }: Answer, output: number): object {
  return {
    input_tokens: tokens.prompt - tokens.cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: tokens.cached,
    output_tokens: output,
  };
}

function usageOf(answer: Answer, output: number): object {
  return {
    ...countsOf(answer, output),
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    service_tier: 'standard',
  };
}

function written(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function head({ by, number, request }: Answer): object {
  return { model: modelOf(request), id: `msg_${by}_${number}`, type: 'message', role: 'assistant' };
}

function ending({ choices }: Answer): object {
  const { refusal, finish = 'stop' } = choices[0] ?? {};
  const refused = refusal !== undefined;
  return {
    stop_reason: refused ? 'refusal' : STOP_REASONS[finish],
    stop_sequence: null,
    stop_details: refused ? { type: 'refusal', category: null, explanation: null } : null,
  };
}

/** A finished block, and what its events tell between its beginning and its end. */
interface Block {
  readonly block: object;
  /** As `content_block_start` shows it. */
  readonly begun: object;
  readonly deltas: readonly object[];
}

function blocksOf({ by, number, choices }: Answer): Block[] {
  const { reasoning, text = choices[0]?.refusal, tools = [] } = choices[0] ?? {};
  return [
    ...(reasoning === undefined ? [] : [thinking(reasoning)]),
    ...(text === undefined ? [] : [textBlock(text)]),
    ...tools.map((call, index): Block => {
      const tool = { type: 'tool_use', id: `toolu_${by}_${number}_${index + 1}`, caller: { type: 'direct' } };
      return {
        block: { ...tool, name: call.name, input: JSON.parse(call.arguments) },
        begun: { ...tool, name: call.name, input: {} },
        deltas: ['', ...words(call.arguments)].map((part) => ({ type: 'input_json_delta', partial_json: part })),
      };
    }),
  ];
}

function textBlock(text: string): Block {
  return {
    block: { type: 'text', text },
    begun: { type: 'text', text: '' },
    deltas: words(text).map((part) => ({ type: 'text_delta', text: part })),
  };
}

function thinking(text: string): Block {
  return {
    block: { type: 'thinking', thinking: text, signature: 'EqQBCgIYAhIM' },
    begun: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...words(text).map((part) => ({ type: 'thinking_delta', thinking: part })),
      { type: 'signature_delta', signature: 'EqQBCgIYAhIM' },
    ],
  };
}

/** The provider sends a ping soon after the first block has begun. */
function blockEvents({ begun, deltas }: Block, index: number): string[] {
  return [
    written('content_block_start', { index, content_block: begun }),
    ...(index === 0 ? [written('ping', {})] : []),
    ...deltas.map((delta) => written('content_block_delta', { index, delta })),
    written('content_block_stop', { index }),
  ];
}
