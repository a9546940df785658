import { z } from 'zod';
import { describedCall, placedCallOf } from '../cache/described-call';
import type { JsonObject } from '../core/json';
import { answerOf } from './answer';
import type { Recorded } from './recorded-call';
import { amount, problemsOf, time } from './scalars';

const response = z.strictObject(
  {
    status: z
      .int({ error: 'must be a status, such as 200' })
      .min(100, { error: 'must be a status, such as 200' })
      .max(599, { error: 'must be a status, such as 200' })
      .default(200),
    headers: z.record(z.string(), z.string(), { error: 'must be a mapping of texts' }).default({}),
    body: z.union([z.string(), z.looseObject({})], { error: 'must be the answer: an object, or the text of a stream' }),
  },
  { error: ({ code }) => (code === 'invalid_type' ? 'must be an object with status, headers and body' : undefined) },
);

const recorded = z.strictObject({
  ...describedCall.shape,
  time,
  upstreamMs: amount,
  response: response.optional(),
});

/** What `explain --request` takes, with the time, and the answer where there is one. @param path of a body alone */
export function readOwnForm(value: JsonObject, number: number, path: string): Recorded {
  const call = 'path' in value || 'body' in value ? value : { path, body: value };
  const { data, error } = recorded.safeParse(call);
  if (data === undefined) return { fault: { number, problem: problemsOf(error) } };
  const { time: at, upstreamMs, response: answer, ...described } = data;
  return {
    call: {
      number,
      time: at,
      ...placedCallOf(described),
      messagesOnly: false,
      answer: answer && answerOf(answer.body, answer),
      usage: undefined,
      upstreamMs,
    },
  };
}
