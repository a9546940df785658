import type { CanonicalRequest } from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import type { JsonObject } from '../../core/json';
import { IGNORED_WITH_CHOICES, renderingOf } from '../shared/choices';
import { isJsonArray, isObjectArray } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { given, isAnthropics, modelOf, parametersOf, type IgnoredFields } from '../shared/request';
import { canonicalConversation } from './conversation';

/** Request fields that cannot change what is answered (OpenAI API reference, "Create chat completion"). */
export const IGNORED_FIELDS: IgnoredFields = new Map([
  ['messages', 'canonical messages stand for them'],
  ...IGNORED_WITH_CHOICES,
  ['safety_identifier', 'names the end user for abuse detection'],
  ['metadata', "labels of the stored completion in the provider's dashboard"],
  ['store', 'whether the provider keeps the completion for evals and distillation'],
  ['prompt_cache_key', 'routes to a warm prompt cache: price and speed only'],
  ['prompt_cache_retention', 'how long that cache is kept'],
  ['service_tier', 'price and speed only'],
]);

/**
 * Headers that choose the behaviour of an endpoint: OpenAI's betas; in Azure AI Inference the deployment, and what
 * becomes of fields that the model does not know.
 */
export const PARAMETER_HEADERS: readonly string[] = ['openai-beta', 'extra-parameters', 'azureml-model-deployment'];

/** Whether a body at any path is a request of this dialect. */
export function recognises(request: JsonObject, head: RequestHead): boolean {
  return isJsonArray(request['messages']) && !isAnthropics(request, head);
}

/** Reads a chat completion request. @throws UnreadableRequestError */
export function readRequest(request: JsonObject, head: RequestHead): Omit<CanonicalRequest, 'dialect'> {
  const model = modelOf(request, head.path);
  refuseUnsupported(request, model);
  if (!isObjectArray(request['messages']) || request['messages'].length === 0) refuseRequest('no messages');
  const { messages, comparedText } = canonicalConversation(request['messages']);
  return {
    model,
    parameters: parametersOf(request, { ignored: IGNORED_FIELDS, headers: PARAMETER_HEADERS, head, model }),
    messages,
    messageCount: messages.filter((message) => !message.system).length,
    comparedText,
    exactOnly: comparedText === '',
    rendering: renderingOf(request),
  };
}

/** OpenRouter searches the web by its plugins, or for models whose name ends in `:online`. */
function refuseUnsupported(
  { modalities, audio, web_search_options: webSearch, plugins }: JsonObject,
  model: string,
): void {
  const wantsAudio = isJsonArray(modalities) && modalities.includes('audio');
  if (wantsAudio || given(audio)) refuseRequest('audio output', 'unsupported-request');
  const searches = given(webSearch) || (isJsonArray(plugins) && plugins.length > 0) || model.endsWith(':online');
  if (searches) refuseRequest('answers from the live web', 'unsupported-request');
}
