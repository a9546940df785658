import { z } from 'zod';
import { placedCallOf } from '../cache/described-call';
import { isJsonObject, type JsonObject } from '../core/json';
import { answerOf } from './answer';
import type { RecordedAnswer, Recorded } from './recorded-call';
import { problemsOf } from './scalars';

const request = z.looseObject({
  custom_id: z.string({ error: 'must be a text' }),
  method: z.string({ error: 'must be POST' }).default('POST'),
  url: z
    .string({ error: 'must be a path such as /v1/chat/completions' })
    .startsWith('/', { error: 'must begin with /' }),
  body: z.looseObject({}, { error: 'must be the completion request, an object' }),
});

const response = z.looseObject({
  custom_id: z.string(),
  response: z.looseObject({ status_code: z.number(), body: z.looseObject({}) }),
});

/** A line of a batch's output file; `undefined`: is none, or one of a request that was not answered. */
export function batchAnswer(value: unknown): { readonly id: string; readonly answer: RecordedAnswer } | undefined {
  const { data } = response.safeParse(value);
  if (data === undefined) return undefined;
  return { id: data.custom_id, answer: answerOf(data.response.body, { status: data.response.status_code }) };
}

export function isBatchLine(value: JsonObject): boolean {
  return 'custom_id' in value && isJsonObject(value['body']);
}

/** A line of a batch's input file: a call without time, caller and answer. */
export async function readBatchLine(
  value: JsonObject,
  number: number,
  answerTo: (id: string) => Promise<RecordedAnswer | undefined>,
): Promise<Recorded> {
  const { data, error } = request.safeParse(value);
  if (data === undefined) return { fault: { number, problem: problemsOf(error) } };
  const call = placedCallOf({
    path: data.url,
    method: data.method,
    headers: {},
    authority: undefined,
    body: data.body,
  });
  const answer = await answerTo(data.custom_id);
  return {
    call: { number, time: undefined, ...call, messagesOnly: false, answer, usage: undefined, upstreamMs: undefined },
  };
}
