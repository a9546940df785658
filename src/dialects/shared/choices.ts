import type { Rendering } from '../../core/dialect';
import { isJsonObject, type JsonObject } from '../../core/json';
import { isObjectArray } from './json-array';
import { refuseRequest, refuseResponse } from './refuse';
import { flagOf, given, type IgnoredFields } from './request';
import { tokenUsage } from './token-usage';

/** Request fields that every server of these formats knows or takes no notice of, and that change no answer. */
export const IGNORED_WITH_CHOICES: IgnoredFields = new Map([
  ['stream', 'how the answer travels'],
  ['stream_options', 'usage chunk and padding of the stream only'],
  ['user', 'names the end user for abuse detection'],
  ['request_id', 'vLLM: names the call; a hit keeps the id of the original'],
  ['priority', 'vLLM: place in the queue'],
  ['keep_alive', 'Ollama: how long the model stays in memory'],
  ['cache_prompt', 'llama.cpp: reuse of computed prefixes, speed only'],
  ['id_slot', 'llama.cpp: which of the equal slots computes'],
]);

/** The choices of a whole answer. @throws UnreadableResponseError when it tells of an error or is another object. */
export function choicesOf(document: JsonObject, object: string): readonly JsonObject[] {
  if (given(document['error'])) refuseResponse('error-event', 'an error');
  if ((document['object'] ?? object) !== object) refuseResponse('response-malformed', 'another object');
  const { choices } = document;
  if (!isObjectArray(choices)) refuseResponse('response-malformed', 'no choices');
  return choices;
}

/** Tokens by OpenAI's older names. */
export const TOKENS = tokenUsage('prompt_tokens', 'completion_tokens');

/** How the client wants the answer, by `stream` and `stream_options`. @throws UnreadableRequestError */
export function renderingOf(request: JsonObject): Rendering {
  const stream = flagOf(request, 'stream');
  const options = request['stream_options'] ?? {};
  if (!isJsonObject(options)) refuseRequest('stream_options is not an object');
  if (!stream) return { form: 'json', includeUsage: true, echo: {} };
  return { form: 'sse', includeUsage: options['include_usage'] === true, echo: {} };
}
