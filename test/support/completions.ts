/** A completion before it has taken a form. */
export interface Chat {
  readonly id: string;
  readonly model: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly text?: string;
  readonly refusal?: string;
  readonly tools?: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly finish: string;
}

const USAGE = {
  prompt_tokens: 11,
  completion_tokens: 7,
  total_tokens: 18,
  prompt_tokens_details: { cached_tokens: 3, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 2, audio_tokens: 0 },
};

/** A whole JSON answer. */
export function chatJson({ id, model, choices }: Chat): string {
  return JSON.stringify({
    id,
    object: 'chat.completion',
    created: 1_750_000_000,
    model,
    choices: choices.map(({ text = null, refusal = null, tools, finish }, index) => ({
      index,
      message: {
        role: 'assistant',
        content: text,
        refusal,
        annotations: [],
        ...(tools && {
          tool_calls: tools.map(({ id: call, ...fn }) => ({ id: call, type: 'function', function: fn })),
        }),
      },
      logprobs: null,
      finish_reason: finish,
    })),
    usage: USAGE,
    service_tier: 'default',
    system_fingerprint: 'fp_test',
  });
}

/** The events of a whole streamed answer, about a word an event, the choices interleaved, `[DONE]` last. */
export function chatEvents({ id, model, choices }: Chat, includeUsage: boolean): string[] {
  const event = (of: readonly object[], usage: object | null = null): string =>
    `data: ${JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created: 1_750_000_000,
      model,
      service_tier: 'default',
      system_fingerprint: 'fp_test',
      choices: of,
      ...(includeUsage ? { usage } : {}),
    })}\n\n`;
  const streams = choices.map((choice, index) =>
    deltas(choice).map(({ finish = null, ...delta }) => ({ index, delta, logprobs: null, finish_reason: finish })),
  );
  const longest = Math.max(0, ...streams.map((stream) => stream.length));
  const interleaved = Array.from({ length: longest }, (_, i) => streams.flatMap((stream) => stream.slice(i, i + 1)));
  return [
    ...interleaved.flat().map((choice) => event([choice])),
    ...(includeUsage ? [event([], USAGE)] : []),
    'data: [DONE]\n\n',
  ];
}

function deltas({ text, refusal, tools = [], finish }: Choice): (Record<string, unknown> & { finish?: string })[] {
  return [
    { role: 'assistant', content: text === undefined ? null : '', refusal: null },
    ...words(text).map((content) => ({ content })),
    ...words(refusal).map((part) => ({ refusal: part })),
    ...tools.flatMap(({ id, name, arguments: args }, index) => [
      { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
      ...words(args).map((part) => ({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
    { finish },
  ];
}

function words(text = ''): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

export const ERROR_EVENT = `data: ${JSON.stringify({ error: { message: 'overloaded', type: 'server_error', code: null } })}\n\n`;
