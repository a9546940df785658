import { modelOf, words, type Answer, type WireFormat } from './answer';
import { CHUNK_FAILURE, chunkEvents } from './chunks';

/** OpenAI Completions. It knows neither tools nor refusals. */
export const completions: WireFormat = {
  json: (answer) => ({
    id: idOf(answer),
    object: 'text_completion',
    created: answer.created,
    model: modelOf(answer.request),
    choices: answer.choices.map(({ text = '', finish }, index) => ({
      text,
      index,
      logprobs: null,
      finish_reason: finish,
    })),
    usage: usageOf(answer),
    system_fingerprint: `fp_${answer.by}`,
  }),
  events: (answer) =>
    chunkEvents(answer, {
      id: idOf(answer),
      object: 'text_completion',
      streams: answer.choices.map(({ text, finish }) => [
        ...words(text).map((part) => ({ text: part, logprobs: null, finish_reason: null })),
        { text: '', logprobs: null, finish_reason: finish },
      ]),
      usage: usageOf(answer),
    }),
  failure: CHUNK_FAILURE,
};

function usageOf({ tokens: { prompt, completion } }: Answer): object {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function idOf({ by, number }: Answer): string {
  return `cmpl-${by}-${number}`;
}
