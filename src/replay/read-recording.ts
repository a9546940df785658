import { isJsonObject, type JsonObject } from '../core/json';
import { azureRows, isAzureRow } from './azure-llm-log';
import { readLogLine, type FieldMap } from './field-map';
import { jsonTexts } from './json-texts';
import { isBatchLine, readBatchLine } from './openai-batch';
import { readOwnForm } from './own-form';
import { valueAt } from './paths';
import type { Recorded, RecordedAnswer, RecordedCall } from './recorded-call';
import { text } from './scalars';

/** `auto`: told of each line by its fields. */
export const FORMATS = ['auto', 'calls', 'openai-batch', 'azure-llm-log', 'log'] as const;
export type RecordingFormat = (typeof FORMATS)[number];

export interface ReadingOptions {
  readonly format: RecordingFormat;
  /** Of a log. */
  readonly fields: FieldMap;
  /** Of calls of which the recording does not say where they went. */
  readonly path: string;
  /** The field that says who called; `undefined`: the recorded headers do, or nothing does. */
  readonly caller: string | undefined;
  /** Of the requests of a batch. */
  readonly answerTo: (id: string) => Promise<RecordedAnswer | undefined>;
}

/** One object of a recording may have this many bytes; a larger one is a fault. */
const LARGEST = 64 * 2 ** 20;
/** Joined to Azure's table from that of the gateway, it tells the callers. */
const AZURE_CALLER = 'ApimSubscriptionId';
/** The header that a caller of whom only a name is known gets. */
const CREDENTIAL = 'authorization';

/** The calls of a recording, in its order. */
export async function* readRecording(
  pieces: AsyncIterable<Uint8Array>,
  options: ReadingOptions,
): AsyncGenerator<Recorded, void> {
  const azure = azureRows((row, recorded) => named(recorded, row, options.caller ?? AZURE_CALLER));
  for await (const { number, text: line } of jsonTexts(pieces, LARGEST)) {
    const value = line === undefined ? 'is too long, or not UTF-8' : parsed(line);
    if (typeof value === 'string') {
      yield { fault: { number, problem: value } };
      continue;
    }
    const format = options.format === 'auto' ? formatOf(value, options) : options.format;
    if (format === 'azure-llm-log') yield* azure.add(value, number);
    else yield named(await readOne(value, number, { ...options, format }), value, options.caller);
  }
  yield* azure.rest();
}

/** What is wrong is told without quoting, for there are prompts in it. */
function parsed(line: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    return isJsonObject(value) ? value : 'must be an object';
  } catch {
    return 'is not JSON; must be an object in one line';
  }
}

type OneByOne = Exclude<RecordingFormat, 'auto' | 'azure-llm-log'>;

function formatOf(value: JsonObject, { fields }: ReadingOptions): Exclude<RecordingFormat, 'auto'> {
  if (Object.keys(fields).length > 0) return 'log';
  if (isAzureRow(value)) return 'azure-llm-log';
  return isBatchLine(value) ? 'openai-batch' : 'calls';
}

async function readOne(
  value: JsonObject,
  number: number,
  { format, fields, path, answerTo }: ReadingOptions & { readonly format: OneByOne },
): Promise<Recorded> {
  switch (format) {
    case 'calls':
      return readOwnForm(value, number, path);
    case 'openai-batch':
      return readBatchLine(value, number, answerTo);
    case 'log':
      return readLogLine(value, number, { map: fields, path });
  }
}

/** A name stands for a credential: who has the same name is the same caller. */
function named(recorded: Recorded, value: JsonObject, field: string | undefined): Recorded {
  if (!('call' in recorded) || field === undefined) return recorded;
  const name = text.safeParse(valueAt(value, field)).data;
  return name === undefined ? recorded : { call: { ...recorded.call, head: calledBy(recorded.call, name) } };
}

function calledBy({ head }: RecordedCall, name: string): RecordedCall['head'] {
  return { ...head, headers: new Map([...head.headers, [CREDENTIAL, `Bearer ${name}`]]) };
}
