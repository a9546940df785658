import type { CanonicalMessage, CanonicalRequest } from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import type { JsonObject, JsonValue } from '../../core/json';
import { isJsonArray, isObjectArray } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { flagOf, given, modelOf, parametersOf, type IgnoredFields } from '../shared/request';
import { canonicalInput, inputItems } from './input';

/** Request fields that cannot change what is answered (OpenAI API reference, "Create a model response"). */
export const IGNORED_FIELDS: IgnoredFields = new Map([
  ['input', 'canonical messages stand for it'],
  ['instructions', 'a canonical system message stands for them'],
  ['stream', 'how the answer travels'],
  ['stream_options', 'padding of the stream only'],
  ['user', 'names the end user for abuse detection; repeated in the answer'],
  ['safety_identifier', 'its successor; repeated in the answer'],
  ['metadata', 'labels of the stored response; repeated in the answer'],
  ['prompt_cache_key', 'routes to a warm prompt cache: price and speed only; repeated in the answer'],
  ['prompt_cache_retention', 'how long that cache is kept; repeated in the answer'],
  ['service_tier', 'price and speed only'],
]);

/** Headers that choose the behaviour of an endpoint. */
export const PARAMETER_HEADERS: readonly string[] = ['openai-beta'];

/** Fields under which no two wordings are alike, each with why that is so. */
const EXACT_ONLY_FIELDS: ReadonlyMap<string, string> = new Map([
  [
    'previous_response_id',
    'the conversation goes on from the id of the answer, and with it from the words that led there',
  ],
  ['moderation', 'the answer holds scores of the very input'],
]);

/** Tools that the caller runs by itself. All others act, or look at something that changes. */
const CALLERS_TOOLS: ReadonlySet<JsonValue | undefined> = new Set(['function', 'custom']);

/** What the response object repeats of a request that leaves it out. */
const REPEATED: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['metadata', {}],
  ['user', null],
  ['safety_identifier', null],
  ['prompt_cache_key', null],
]);

/** Fields that only other endpoints with an `input` have: embeddings, speech. */
const FOREIGN_FIELDS = ['messages', 'encoding_format', 'dimensions', 'voice'];
/** Endpoints whose body may look the same: a response by its id, its parts, `compact`, `input_tokens`; and others. */
const FOREIGN_PATH = /\/(?:responses\/.*|embeddings|moderations)$/;

/** Whether a body at any path is a request of this dialect. */
export function recognises(request: JsonObject, { path }: RequestHead): boolean {
  const { input, prompt } = request;
  if (typeof input !== 'string' && !isJsonArray(input)) return false;
  if (typeof prompt === 'string' || FOREIGN_PATH.test(path)) return false;
  return !FOREIGN_FIELDS.some((field) => field in request);
}

/** Reads a request for a model response. @throws UnreadableRequestError */
export function readRequest(request: JsonObject, head: RequestHead): Omit<CanonicalRequest, 'dialect'> {
  const model = modelOf(request, head.path);
  const items = inputItems(request['input']);
  refuseUnsupported(request, items);
  const wordForWord = [...EXACT_ONLY_FIELDS.keys()].some((field) => given(request[field]));
  const input = canonicalInput(items, wordForWord);
  const messages = [...instructionsOf(request), ...input.messages];
  return {
    model,
    parameters: parametersOf(
      { ...request, store: request['store'] ?? true },
      { ignored: IGNORED_FIELDS, headers: PARAMETER_HEADERS, head, model },
    ),
    messages,
    messageCount: messages.filter(({ system }) => !system).length,
    comparedText: input.comparedText,
    exactOnly: input.comparedText === '',
    rendering: { form: flagOf(request, 'stream') ? 'sse' : 'json', includeUsage: true, echo: echoOf(request) },
  };
}

/** Not the same as a system message of the input: what follows by `previous_response_id` does not inherit them. */
function instructionsOf({ instructions = null }: JsonObject): readonly CanonicalMessage[] {
  if (instructions === null) return [];
  if (typeof instructions !== 'string') refuseRequest('instructions are not text');
  return [{ system: true, value: { instructions: instructions.trim() } }];
}

function refuseUnsupported(request: JsonObject, items: readonly JsonObject[]): void {
  if (given(request['conversation'])) refuseRequest('the answer is added to a conversation', 'unsupported-request');
  if (flagOf(request, 'background')) refuseRequest('answered in the background', 'unsupported-request');
  // Items may bring tools of their own (`additional_tools`, `tool_search_output`).
  for (const { tools = null } of [request, ...items]) {
    if (tools === null) continue;
    if (!isObjectArray(tools)) refuseRequest('tools are not objects');
    if (!tools.every(({ type }) => CALLERS_TOOLS.has(type)))
      refuseRequest('tools of the provider', 'unsupported-request');
  }
}

/** So that no caller is shown another's labels, or another's instructions where a policy leaves those uncompared. */
function echoOf(request: JsonObject): JsonObject {
  const { instructions = null, prompt_cache_retention: retention } = request;
  const repeated = [...REPEATED].map(([field, unsaid]): [string, JsonValue] => [field, request[field] ?? unsaid]);
  return {
    ...Object.fromEntries(repeated),
    // A prompt template brings instructions that the request does not show.
    ...(instructions === null && given(request['prompt']) ? {} : { instructions }),
    // What it is when left out is the organisation's choice, and tells of no caller.
    ...(given(retention) ? { prompt_cache_retention: retention } : {}),
  };
}
