import { modelOf, words, type Answer, type RequestFields, type WireFormat } from './answer';

/** OpenAI Responses. An answer has one choice. */
export const responses: WireFormat = {
  json: finished,
  events: (answer) => {
    const before = { ...document(answer), status: 'in_progress', completed_at: null };
    const after = finished(answer);
    const events: Event[] = [
      { type: 'response.created', response: before },
      { type: 'response.in_progress', response: before },
      ...itemsOf(answer).flatMap(itemEvents),
      { type: `response.${String(after['status'])}`, response: after },
    ];
    return events.map(written);
  },
  failure: [
    written(
      { type: 'error', code: 'server_error', message: 'The server had an error processing your request.', param: null },
      3,
    ),
  ],
};

type Event = Readonly<Record<string, unknown>> & { readonly type: string };
type Document = Readonly<Record<string, unknown>>;

function written({ type, ...fields }: Event, number: number): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number, ...fields })}\n\n`;
}

/** Why an answer is incomplete, by how its choice ended. */
const INCOMPLETE: Readonly<Record<string, string>> = { length: 'max_output_tokens', content_filter: 'content_filter' };

function finished(answer: Answer): Document {
  const reason = INCOMPLETE[answer.choices[0]?.finish ?? 'stop'];
  return {
    ...document(answer),
    status: reason === undefined ? 'completed' : 'incomplete',
    incomplete_details: reason === undefined ? null : { reason },
    output: itemsOf(answer).map(({ item }) => item),
    usage: usageOf(answer),
  };
}

/** Settings that the provider repeats in its answer, as they are when a request does not give them. */
const SETTINGS: RequestFields = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  safety_identifier: null,
  service_tier: 'default',
  store: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  user: null,
  metadata: {},
};

function usageOf({ tokens }: Answer): object {
  return {
    input_tokens: tokens.prompt,
    input_tokens_details: { cached_tokens: tokens.cached },
    output_tokens: tokens.completion,
    output_tokens_details: { reasoning_tokens: tokens.reasoning },
    total_tokens: tokens.prompt + tokens.completion,
  };
}

function document({ by, number, created, request }: Answer): Document {
  return {
    id: `resp_${by}_${number}`,
    object: 'response',
    created_at: created,
    status: 'completed',
    completed_at: created + 1,
    error: null,
    incomplete_details: null,
    model: modelOf(request),
    output: [],
    ...Object.fromEntries(Object.entries(SETTINGS).map(([name, usual]) => [name, request[name] ?? usual])),
    reasoning: { effort: null, summary: null, ...request['reasoning'] },
    text: { format: { type: 'text' }, verbosity: 'medium', ...request['text'] },
    usage: null,
  };
}

/** A finished item of the output, and what its events tell between its beginning and its end. */
interface Item {
  readonly item: Document & { readonly id: string };
  /** As `response.output_item.added` shows it. */
  readonly begun: Document;
  readonly steps: readonly Event[];
}

function itemsOf({ by, number, choices }: Answer): Item[] {
  const { reasoning, text, refusal, tools = [] } = choices[0] ?? {};
  return [
    ...(reasoning === undefined ? [] : [reasoningItem(`rs_${by}_${number}`, reasoning)]),
    ...(text === undefined ? [] : [messageItem(`msg_${by}_${number}`, TEXT_PART, text)]),
    ...(refusal === undefined ? [] : [messageItem(`msg_${by}_${number}`, REFUSAL_PART, refusal)]),
    ...tools.map((call, index): Item => {
      const id = `fc_${by}_${number}_${index + 1}`;
      const begun = {
        id,
        type: 'function_call',
        status: 'in_progress',
        arguments: '',
        call_id: `call_${number}_${index + 1}`,
        name: call.name,
      };
      return {
        item: { ...begun, status: 'completed', arguments: call.arguments },
        begun,
        steps: [
          ...words(call.arguments).map((delta) => ({
            type: 'response.function_call_arguments.delta',
            item_id: id,
            delta,
            obfuscation: 'x9Fq',
          })),
          { type: 'response.function_call_arguments.done', item_id: id, name: call.name, arguments: call.arguments },
        ],
      };
    }),
  ];
}

function itemEvents({ item, begun, steps }: Item, index: number): Event[] {
  return [
    { type: 'response.output_item.added', output_index: index, item: begun },
    ...steps.map(({ type, item_id, ...rest }) => ({ type, item_id, output_index: index, ...rest })),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

interface PartKind {
  readonly events: string;
  /** Name of the field that holds the text, in the part and in the event that ends it. */
  readonly field: 'text' | 'refusal';
  readonly fields: Document;
  /** More fields of its events. */
  readonly told: Document;
}

const TEXT_PART: PartKind = {
  events: 'response.output_text',
  field: 'text',
  fields: { type: 'output_text', annotations: [], logprobs: [] },
  told: { logprobs: [] },
};
const REFUSAL_PART: PartKind = { events: 'response.refusal', field: 'refusal', fields: { type: 'refusal' }, told: {} };

function messageItem(id: string, kind: PartKind, text: string): Item {
  const part = { ...kind.fields, [kind.field]: text };
  const at = { item_id: id, content_index: 0 };
  const item = { id, type: 'message', role: 'assistant' };
  return {
    item: { ...item, status: 'completed', content: [part] },
    begun: { ...item, status: 'in_progress', content: [] },
    steps: [
      { type: 'response.content_part.added', ...at, part: { ...part, [kind.field]: '' } },
      ...words(text).map((delta) => ({
        type: `${kind.events}.delta`,
        ...at,
        delta,
        ...kind.told,
        obfuscation: 'x9Fq',
      })),
      { type: `${kind.events}.done`, ...at, [kind.field]: text, ...kind.told },
      { type: 'response.content_part.done', ...at, part },
    ],
  };
}

function reasoningItem(id: string, text: string): Item {
  const part = { type: 'summary_text', text };
  const at = { item_id: id, summary_index: 0 };
  return {
    item: { id, type: 'reasoning', summary: [part] },
    begun: { id, type: 'reasoning', summary: [] },
    steps: [
      { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } },
      ...words(text).map((delta) => ({
        type: 'response.reasoning_summary_text.delta',
        ...at,
        delta,
        obfuscation: 'x9Fq',
      })),
      { type: 'response.reasoning_summary_text.done', ...at, text },
      { type: 'response.reasoning_summary_part.done', ...at, part },
    ],
  };
}
