import type { CanonicalRequest } from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import type { JsonObject, JsonValue } from '../../core/json';
import { IGNORED_WITH_CHOICES, renderingOf } from '../shared/choices';
import { isJsonArray } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { checkedText, flagOf, given, modelOf, parametersOf, type IgnoredFields } from '../shared/request';

/** Request fields that cannot change what is answered (OpenAI API reference, "Create completion"). */
export const IGNORED_FIELDS: IgnoredFields = new Map([
  ['prompt', 'the canonical message stands for it'],
  ...IGNORED_WITH_CHOICES,
]);

/** Headers that choose the behaviour of an endpoint. */
export const PARAMETER_HEADERS: readonly string[] = ['openai-beta'];

/** `prompt` is an object in the Responses format, and not alone where there are `messages` or `input`. */
export function recognises({ prompt, messages, input }: JsonObject): boolean {
  return (typeof prompt === 'string' || isJsonArray(prompt)) && !given(messages) && !given(input);
}

/** Reads a completion request. @throws UnreadableRequestError */
export function readRequest(request: JsonObject, head: RequestHead): Omit<CanonicalRequest, 'dialect'> {
  const model = modelOf(request, head.path);
  const prompt = promptOf(request);
  const echo = flagOf(request, 'echo');
  // What goes between a prompt and a suffix is mostly code; an echo repeats the prompt word for word.
  const compared = typeof prompt === 'string' && !echo && !given(request['suffix']) ? prompt : '';
  const text = compared.trim();
  const exactOnly = text === '';
  return {
    model,
    parameters: parametersOf(request, { ignored: IGNORED_FIELDS, headers: PARAMETER_HEADERS, head, model }),
    messages: [{ system: false, value: exactOnly ? prompt : { compared: spaceAround(compared) } }],
    messageCount: 1,
    comparedText: checkedText(text),
    exactOnly,
    rendering: renderingOf(request),
  };
}

/** A list of one text is the text. @throws UnreadableRequestError when it is none of the kinds of prompt. */
function promptOf({ prompt }: JsonObject): JsonValue {
  if (typeof prompt === 'string') return prompt;
  if (!isJsonArray(prompt) || prompt.length === 0) refuseRequest('no prompt');
  const [only] = prompt;
  if (prompt.length === 1 && typeof only === 'string') return only;
  const texts = prompt.every((item) => typeof item === 'string');
  if (!texts && !areTokens(prompt) && !prompt.every(areTokens)) refuseRequest('a prompt of no known kind');
  return prompt;
}

function areTokens(value: JsonValue): boolean {
  return isJsonArray(value) && value.every(Number.isInteger);
}

/** What the trimmed text does not tell. A model goes on where the prompt ends: it is sensitive to white space there. */
function spaceAround(prompt: string): readonly string[] {
  return [prompt.slice(0, prompt.length - prompt.trimStart().length), prompt.slice(prompt.trimEnd().length)];
}
