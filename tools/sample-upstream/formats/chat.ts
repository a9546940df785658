import { modelOf, words, type Answer, type Choice, type WireFormat } from './answer';
import { CHUNK_FAILURE, chunkEvents } from './chunks';

/** OpenAI Chat Completions. */
export const chat: WireFormat = {
  json: (answer) => ({
    id: idOf(answer),
    object: 'chat.completion',
    created: answer.created,
    model: modelOf(answer.request),
    choices: answer.choices.map(({ text = null, refusal = null, tools, finish }, index) => ({
      index,
      message: {
        role: 'assistant',
        content: text,
        refusal,
        annotations: [],
        ...(tools && {
          tool_calls: tools.map((call, at) => ({ id: callId(answer, at), type: 'function', function: call })),
        }),
      },
      logprobs: null,
      finish_reason: finish,
    })),
    usage: usageOf(answer),
    service_tier: 'default',
    system_fingerprint: `fp_${answer.by}`,
  }),
  events: (answer) =>
    chunkEvents(answer, {
      id: idOf(answer),
      object: 'chat.completion.chunk',
      streams: answer.choices.map((choice) => [
        ...deltas(answer, choice).map((delta) => ({ delta, logprobs: null, finish_reason: null })),
        { delta: {}, logprobs: null, finish_reason: choice.finish },
      ]),
      usage: usageOf(answer),
    }),
  failure: CHUNK_FAILURE,
};

function usageOf({ tokens }: Answer): object {
  return {
    prompt_tokens: tokens.prompt,
    completion_tokens: tokens.completion,
    total_tokens: tokens.prompt + tokens.completion,
    prompt_tokens_details: { cached_tokens: tokens.cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: tokens.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function deltas(answer: Answer, { text, refusal, tools = [] }: Choice): object[] {
  return [
    { role: 'assistant', content: text === undefined ? null : '', refusal: null },
    ...words(text).map((content) => ({ content })),
    ...words(refusal).map((part) => ({ refusal: part })),
    ...tools.flatMap(({ name, arguments: args }, index) => [
      {
        tool_calls: [{ index, id: callId(answer, index), type: 'function', function: { name, arguments: '' } }],
      },
      ...words(args).map((part) => ({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
  ];
}

function idOf({ by, number }: Answer): string {
  return `chatcmpl-${by}-${number}`;
}

function callId({ number }: Answer, index: number): string {
  return `call_${number}_${index + 1}`;
}
