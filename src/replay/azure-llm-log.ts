import { z } from 'zod';
import { placedCallOf } from '../cache/described-call';
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';
import { answerOf } from './answer';
import { usageOf } from './field-map';
import type { Recorded } from './recorded-call';
import { amount, problemsOf, text, time } from './scalars';

/**
 * Rows of the table ApiManagementGatewayLlmLog of Azure Monitor, where API Management logs calls of language models. A call is some rows with
 * one CorrelationId: messages of the request and of the answer come in pieces of 32 KB with a SequenceNumber, tokens and names in another.
 * Columns of ApiManagementGatewayLogs may be joined to them: Url, BackendTime, ResponseCode.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog
 */
const row = z.looseObject({
  CorrelationId: z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' }),
  SequenceNumber: amount,
  TimeGenerated: time,
  ModelName: text,
  DeploymentName: text,
  ApiVersion: text,
  OperationName: text,
  IsStreamCompletion: text,
  PromptTokens: amount,
  CompletionTokens: amount,
  Url: text,
  BackendTime: amount,
  ResponseCode: amount,
});
type Row = z.output<typeof row> & { readonly number: number };

/** Rows of other calls that may stand between two of one. */
const MOST_OPEN = 2000;

export function isAzureRow(value: JsonObject): boolean {
  return (
    'CorrelationId' in value && ['RequestMessages', 'ResponseMessages', 'DeploymentName'].some((it) => it in value)
  );
}

/** Puts the rows of each call together. */
export interface AzureRows {
  /** What is whole now. */
  add(value: JsonObject, number: number): readonly Recorded[];
  /** What is left at the end. */
  rest(): readonly Recorded[];
}

export function azureRows(withCaller: (row: JsonObject, recorded: Recorded) => Recorded): AzureRows {
  /** By CorrelationId; the one that grew last is the last. */
  const open = new Map<string, Row[]>();
  const whole = (rows: readonly Row[]): Recorded => withCaller(merged(rows), callOf(rows));
  return {
    add(value, number) {
      const { data, error } = row.safeParse(value);
      if (data === undefined) return [{ fault: { number, problem: problemsOf(error) } }];
      const rows = open.get(data.CorrelationId) ?? [];
      open.delete(data.CorrelationId);
      open.set(data.CorrelationId, [...rows, { ...data, number }]);
      const [oldest] = open;
      if (open.size <= MOST_OPEN || oldest === undefined) return [];
      open.delete(oldest[0]);
      return [whole(oldest[1])];
    },
    rest: () => [...open.values()].map(whole),
  };
}

/** What the rows say together; messages apart. */
function merged(rows: readonly Row[]): JsonObject {
  const said = rows.flatMap((each) => Object.entries(each).filter(([, value]) => value !== undefined && value !== ''));
  return Object.fromEntries(said) as JsonObject;
}

function callOf(rows: readonly Row[]): Recorded {
  const number = Math.min(...rows.map((each) => each.number));
  const first = <K extends keyof Row>(name: K): Row[K] | undefined => rows.find((each) => each[name])?.[name];
  const messages = joined(rows, 'RequestMessages');
  if (messages === undefined) {
    const problem = 'RequestMessages: missing, or cut off; "Log prompts" has to be on, with a size that holds them';
    return { fault: { number, problem } };
  }
  const deployment = first('DeploymentName') ?? '';
  const model = first('ModelName') ?? deployment;
  const stream = /^true$/i.test(first('IsStreamCompletion') ?? '');
  const { path, authority } = addressOf(first('Url'), deployment, first('ApiVersion'));
  const body = { model, messages, ...(stream && { stream }) };
  const tokens = { promptTokens: greatest(rows, 'PromptTokens'), completionTokens: greatest(rows, 'CompletionTokens') };
  const usage = usageOf(tokens);
  const answered = contentOf(joined(rows, 'ResponseMessages'));
  const times = rows.flatMap((each) => each.TimeGenerated ?? []);
  return {
    call: {
      number,
      time: times.length === 0 ? undefined : Math.min(...times),
      ...placedCallOf({ path, method: 'POST', authority, headers: {}, body }),
      messagesOnly: true,
      answer:
        answered === undefined
          ? undefined
          : answerOf(completion(answered, model, usage), { status: first('ResponseCode') ?? 200 }),
      usage,
      upstreamMs: first('BackendTime'),
    },
  };
}

/** As the gateway was asked where that is known, else as Azure OpenAI is. */
function addressOf(
  url: string | undefined,
  deployment: string,
  version: string | undefined,
): { readonly path: string; readonly authority: string | undefined } {
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed !== null) return { path: `${parsed.pathname}${parsed.search}`, authority: parsed.host };
  const query = version === undefined ? '' : `?api-version=${encodeURIComponent(version)}`;
  return {
    path: `/openai/deployments/${encodeURIComponent(deployment)}/chat/completions${query}`,
    authority: undefined,
  };
}

function greatest(rows: readonly Row[], name: 'PromptTokens' | 'CompletionTokens'): number | undefined {
  const counts = rows.flatMap((each) => each[name] ?? []).filter((count) => count > 0);
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** A list of messages out of its pieces: each a list of its own, or all together the text of one. */
function joined(rows: readonly Row[], name: 'RequestMessages' | 'ResponseMessages'): readonly JsonObject[] | undefined {
  const inOrder = [...rows].sort((a, b) => (a.SequenceNumber ?? 0) - (b.SequenceNumber ?? 0));
  const pieces = inOrder.map((each) => each[name] as JsonValue | undefined).filter((piece) => piece && piece !== '[]');
  if (pieces.length === 0) return undefined;
  const text = pieces.every((piece) => typeof piece === 'string') ? listOf(pieces.join('')) : undefined;
  const lists = text === undefined ? pieces.map(listOf) : [text];
  if (lists.includes(undefined)) return undefined;
  return lists.flatMap((list) => list ?? []);
}

function listOf(piece: JsonValue | undefined): readonly JsonObject[] | undefined {
  const value = typeof piece === 'string' ? parsed(piece) : piece;
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : value === undefined ? [] : [value];
  return list.length > 0 && list.every(isJsonObject) ? list : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** What was answered; a stream is logged in several pieces of content. `undefined`: nothing that is text. */
function contentOf(messages: readonly JsonObject[] | undefined): string | undefined {
  const texts = messages?.map(({ content }) => content).filter((content) => typeof content === 'string');
  const content = texts?.join('') ?? '';
  return content === '' ? undefined : content;
}

/** The log has the text alone: this is the document that it came in, as far as that is known. */
function completion(content: string, model: string, usage: ReturnType<typeof usageOf>): object {
  const { promptTokens = 0, completionTokens = 0 } = usage ?? {};
  const total = promptTokens + completionTokens;
  return {
    ...{ id: 'recorded', object: 'chat.completion', created: 0, model },
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total },
  };
}
