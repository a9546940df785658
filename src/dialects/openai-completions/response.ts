import type { JsonObject } from '../../core/json';
import { choicesOf, TOKENS } from '../shared/choices';
import type { Judgement } from '../shared/define';
import { refuseResponse } from '../shared/refuse';

/** What admission needs to know of a completion. @throws UnreadableResponseError */
export function judge(document: JsonObject): Judgement {
  const choices = choicesOf(document, 'text_completion');
  if (choices.some(({ text }) => typeof text !== 'string')) {
    refuseResponse('response-malformed', 'a choice without a text');
  }
  return {
    usage: TOKENS.usageOf(document),
    finished: choices.every(({ finish_reason: why }) => why === 'stop'),
    toolCalls: false,
    refusal: false,
    empty: choices.length === 0 || choices.some(({ text }) => text === ''),
  };
}
