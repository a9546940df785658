import type { CanonicalRequest, Rendering } from '../../core/dialect';
import { UnreadableRequestError } from '../../core/errors';
import type { RequestHead } from '../../core/exchange';
import { isJsonObject, type JsonObject } from '../../core/json';
import type { BypassReason } from '../../core/reason';
import { isJsonArray, isObjectArray, without } from '../shared/json-array';
import { parseStrictJson } from '../shared/strict-json';
import { canonicalConversation } from './conversation';
import { OPENAI_CHAT } from './name';

/** Request fields that cannot change what is answered (OpenAI API reference, "Create chat completion"). */
const NOT_PARAMETERS: ReadonlySet<string> = new Set([
  'messages', // canonical messages stand for them
  'stream', // how the answer travels: see Rendering
  'stream_options', // likewise: usage chunk and padding ("obfuscation") only
  'user', // names the end user for abuse detection
  'safety_identifier', // its successor
  'metadata', // labels of the stored completion in the provider's dashboard
  'store', // whether the provider keeps the completion for evals and distillation
  'prompt_cache_key', // routes to a warm prompt cache: price and speed only
  'prompt_cache_retention', // how long that cache is kept
  'service_tier', // price and speed only
]);

/** Headers that choose the behaviour of an endpoint; their parameters' keys are this prefix and the name. */
export const PARAMETER_HEADERS: readonly string[] = ['openai-beta'];
const HEADER_KEY = 'header:';

/** Reads a chat completion request. @throws UnreadableRequestError */
export function parseRequest(body: Uint8Array, head: RequestHead): CanonicalRequest {
  try {
    return readRequest(body, head);
  } catch (error) {
    // Hostile sizes end in a RangeError (string length, stack): the fault is the body's.
    if (error instanceof RangeError) refuse('too large to work on');
    throw error;
  }
}

function readRequest(body: Uint8Array, head: RequestHead): CanonicalRequest {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuse(parsed.fault);
  const request = parsed.value;
  if (!isJsonObject(request)) refuse('not an object');
  refuseUnsupported(request);
  const model = modelOf(request, head.path);
  const { messages } = request;
  if (!isObjectArray(messages) || messages.length === 0) refuse('no messages');
  const conversation = canonicalConversation(messages);
  if (conversation.kind === 'malformed') refuse(conversation.fault);
  return {
    dialect: OPENAI_CHAT,
    model,
    parameters: { ...without(request, NOT_PARAMETERS), model, ...headerParameters(head) },
    messages: conversation.messages,
    messageCount: conversation.messages.filter((message) => !message.system).length,
    comparedText: conversation.comparedText,
    exactOnly: conversation.comparedText === '',
    rendering: renderingOf(request),
  };
}

/** Azure OpenAI names the model in the path, and its clients may leave it out of the body. */
function modelOf(request: JsonObject, path: string): string {
  const model = request['model'] ?? /\/deployments\/([^/]+)\//.exec(path)?.[1];
  if (typeof model !== 'string' || model === '') refuse('no model');
  return model;
}

function headerParameters(head: RequestHead): JsonObject {
  const present = PARAMETER_HEADERS.filter((name) => head.headers.has(name));
  return Object.fromEntries(present.map((name) => [HEADER_KEY + name, head.headers.get(name)]));
}

function renderingOf(request: JsonObject): Rendering {
  const stream = request['stream'] ?? false;
  if (typeof stream !== 'boolean') refuse('stream is not a boolean');
  const options = request['stream_options'] ?? {};
  if (!isJsonObject(options)) refuse('stream_options is not an object');
  if (!stream) return { form: 'json', includeUsage: true };
  return { form: 'sse', includeUsage: options['include_usage'] === true };
}

function refuseUnsupported(request: JsonObject): void {
  const { modalities, audio } = request;
  const wantsAudio = isJsonArray(modalities) && modalities.includes('audio');
  if (wantsAudio || (audio ?? null) !== null) refuse('audio output', 'unsupported-request');
  if ((request['web_search_options'] ?? null) !== null) refuse('answers from the live web', 'unsupported-request');
  const reserved = Object.keys(request).some((name) => name.startsWith(HEADER_KEY));
  if (reserved) refuse('a field that looks like a header parameter', 'unsupported-request');
}

function refuse(fault: string, reason: BypassReason = 'body-malformed'): never {
  throw new UnreadableRequestError(reason, `chat completion request: ${fault}`);
}
