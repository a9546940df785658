import type { JsonObject, JsonValue } from '../../core/json';
import type { Judgement } from '../shared/define';
import { isObjectArray } from '../shared/json-array';
import { refuseResponse } from '../shared/refuse';
import { given } from '../shared/request';
import { tokenUsage } from '../shared/token-usage';

/** Tokens by OpenAI's newer names. */
export const TOKENS = tokenUsage('input_tokens', 'output_tokens');

const FINISHED: ReadonlyMap<JsonValue | undefined, boolean> = new Map([
  ['completed', true],
  ['incomplete', false],
]);
/** A response that the provider still works on, or that was stopped. */
const UNFINISHED: ReadonlySet<JsonValue | undefined> = new Set(['queued', 'in_progress', 'cancelled']);
/** Calls of the caller's tools, and of any other. */
const CALL = '_call';

/** What admission needs to know of a response object. @throws UnreadableResponseError */
export function judge(document: JsonObject): Judgement {
  const { object = 'response', status, output } = document;
  if (given(document['error']) || status === 'failed') refuseResponse('error-event', 'an error');
  if (object !== 'response') refuseResponse('response-malformed', 'another object');
  if (UNFINISHED.has(status)) refuseResponse('cut-short', 'the response is not finished');
  const finished = FINISHED.get(status);
  if (finished === undefined) refuseResponse('response-malformed', 'an unknown status');
  if (!isObjectArray(output)) refuseResponse('response-malformed', 'no output');
  const toolCalls = output.some(({ type }) => typeof type === 'string' && type.endsWith(CALL));
  const parts = output.flatMap(messageParts);
  return {
    usage: TOKENS.usageOf(document),
    finished,
    toolCalls,
    refusal: parts.some(({ type }) => type === 'refusal'),
    empty: !toolCalls && !parts.some(({ text, refusal }) => isSaid(text) || isSaid(refusal)),
  };
}

function messageParts({ type, content }: JsonObject): readonly JsonObject[] {
  return type === 'message' && isObjectArray(content) ? content : [];
}

function isSaid(text: JsonValue | undefined): boolean {
  return typeof text === 'string' && text !== '';
}
