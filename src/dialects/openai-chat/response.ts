import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { choicesOf, TOKENS } from '../shared/choices';
import type { Judgement } from '../shared/define';
import { isJsonArray } from '../shared/json-array';
import { refuseResponse } from '../shared/refuse';
import { given } from '../shared/request';

const ENDED_BY_TOOL_CALL: ReadonlySet<JsonValue | undefined> = new Set(['tool_calls', 'function_call']);

/** What admission needs to know of a chat completion. @throws UnreadableResponseError */
export function judge(document: JsonObject): Judgement {
  const choices = choicesOf(document, 'chat.completion');
  const messages = choices.map((choice) => choice['message']);
  if (!messages.every(isJsonObject)) refuseResponse('response-malformed', 'a choice without a message');
  return {
    usage: TOKENS.usageOf(document),
    finished: choices.every(({ finish_reason: why }) => why === 'stop' || ENDED_BY_TOOL_CALL.has(why)),
    toolCalls: choices.some(({ finish_reason: why }) => ENDED_BY_TOOL_CALL.has(why)) || messages.some(callsTool),
    refusal: messages.some(declines),
    empty: choices.length === 0 || !messages.every(saysSomething),
  };
}

function callsTool({ tool_calls: calls, function_call: call }: JsonObject): boolean {
  return (given(calls) && !isNothing(calls)) || given(call);
}

function declines({ refusal, content }: JsonObject): boolean {
  const inParts = isJsonArray(content) && content.some((part) => isJsonObject(part) && part['type'] === 'refusal');
  return inParts || (given(refusal) && !isNothing(refusal));
}

function saysSomething(message: JsonObject): boolean {
  const { content, audio } = message;
  // Some providers answer in content parts.
  const hasContent = (typeof content === 'string' || isJsonArray(content)) && !isNothing(content);
  return hasContent || declines(message) || isJsonObject(audio) || callsTool(message);
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === '' || (isJsonArray(value) && value.length === 0);
}
