import { z } from 'zod';
import { describedCall, placedCallOf } from '../cache/described-call';
import type { Usage } from '../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { answerOf } from './answer';
import { valueAt } from './paths';
import type { Recorded } from './recorded-call';
import { amount, problemsOf, text, time } from './scalars';

/** What a log may say of a call. */
export const LOG_FIELDS = [
  'body',
  'path',
  'method',
  'authority',
  'headers',
  'time',
  'upstreamMs',
  'response',
  'status',
  'promptTokens',
  'completionTokens',
] as const;
export type LogField = (typeof LOG_FIELDS)[number];

/** Names (paths) of the log's fields, by what they are. */
export type FieldMap = Readonly<Partial<Record<LogField, string>>>;

const parts = z.object({
  path: text,
  method: text,
  authority: text,
  time,
  upstreamMs: amount,
  status: amount,
  promptTokens: amount,
  completionTokens: amount,
});

/** A line of any log in JSON. Bodies may be objects, or JSON as text. @param path of calls of which the log says none */
export function readLogLine(
  value: JsonObject,
  number: number,
  { map, path: usualPath }: { readonly map: FieldMap; readonly path: string },
): Recorded {
  const given = Object.fromEntries(
    LOG_FIELDS.flatMap((field): [string, JsonValue | undefined][] => {
      const name = map[field];
      return name === undefined ? [] : [[field, valueAt(value, name)]];
    }),
  );
  const fault = (problem: string): Recorded => ({ fault: { number, problem } });
  const read = parts.safeParse(given);
  if (!read.success) return fault(renamed(problemsOf(read.error), map));
  const { path = usualPath, method = 'POST', authority, status, ...said } = read.data;
  const call = describedCall.safeParse({
    ...{ path, method, authority },
    body: asObject(given['body']),
    headers: textsOf(asObject(given['headers'])),
  });
  if (!call.success) return fault(renamed(problemsOf(call.error), map));
  const answer = given['response'];
  return {
    call: {
      number,
      time: said.time,
      ...placedCallOf(call.data),
      messagesOnly: false,
      answer: isAnswer(answer) ? answerOf(answer, { ...(status !== undefined && { status }) }) : undefined,
      usage: usageOf(said),
      upstreamMs: said.upstreamMs,
    },
  };
}

interface MaybeCounted {
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
}

export function usageOf({ promptTokens, completionTokens }: MaybeCounted): Usage | undefined {
  if (promptTokens === undefined && completionTokens === undefined) return undefined;
  return { promptTokens: promptTokens ?? 0, completionTokens: completionTokens ?? 0 };
}

/** Logs write objects as text, too. */
function asObject(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return undefined;
  }
}

/** An empty object, or text, is what a log has where it keeps no answers. */
function isAnswer(value: JsonValue | undefined): value is string | JsonObject {
  if (typeof value === 'string') return value.trim() !== '' && value.trim() !== '{}';
  return isJsonObject(value) && Object.keys(value).length > 0;
}

function textsOf(value: JsonValue | undefined): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (typeof each === 'string' ? [[name, each]] : [])),
  );
}

/** A fault is told by the name that the log has for the field. */
function renamed(problems: string, map: FieldMap): string {
  return LOG_FIELDS.reduce((told, field) => {
    const name = map[field];
    return name === undefined ? told : told.replace(new RegExp(`(^|; )${field}: `, 'g'), `$1${name}: `);
  }, problems);
}
