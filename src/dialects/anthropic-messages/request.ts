import type { CanonicalRequest } from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isJsonArray, isObjectArray, without } from '../shared/json-array';
import { refuseRequest } from '../shared/refuse';
import { flagOf, given, isAnthropics, modelOf, parametersOf, type IgnoredFields } from '../shared/request';
import { canonicalConversation } from './conversation';

/** Request fields that cannot change what is answered (Anthropic API reference, "Create a Message"). */
export const IGNORED_FIELDS: IgnoredFields = new Map([
  ['messages', 'canonical messages stand for them'],
  ['system', 'the first canonical message stands for it'],
  ['stream', 'how the answer travels'],
  ['metadata', 'names the end user for abuse detection'],
  ['service_tier', 'price and speed only'],
  ['cache_control', 'marks what to keep in the prompt cache: price and speed only'],
]);

/** Headers that choose the behaviour of the endpoint: the version of the API, and its betas. */
export const PARAMETER_HEADERS: readonly string[] = ['anthropic-version', 'anthropic-beta'];

/** Fields of a tool: a mark for the prompt cache; whether its input streams in larger pieces. */
const IGNORED_IN_TOOLS: ReadonlySet<string> = new Set(['cache_control', 'eager_input_streaming']);

/** Tools that the client runs; every other tool with a type is run by the provider, whose answer may change with the world. */
const CLIENT_TOOL = /^(?:custom$|bash_|text_editor_|computer_|browser_|memory_)/;

/** Whether a body at any path is a request of this dialect. */
export function recognises(request: JsonObject, head: RequestHead): boolean {
  return isJsonArray(request['messages']) && isAnthropics(request, head);
}

/** Reads a Messages request. @throws UnreadableRequestError */
export function readRequest(request: JsonObject, head: RequestHead): Omit<CanonicalRequest, 'dialect'> {
  refuseUnsupported(request);
  const model = modelOf(request, head.path);
  if (!isObjectArray(request['messages']) || request['messages'].length === 0) refuseRequest('no messages');
  const { messages, comparedText } = canonicalConversation(request['system'], request['messages']);
  const rules = { ignored: IGNORED_FIELDS, headers: PARAMETER_HEADERS, head, model };
  return {
    model,
    parameters: parametersOf(withPlainTools(request), rules),
    messages,
    messageCount: messages.filter((message) => !message.system).length,
    comparedText,
    exactOnly: comparedText === '',
    rendering: { form: flagOf(request, 'stream') ? 'sse' : 'json', includeUsage: true, echo: {} },
  };
}

/** Only the tools' own fields: a property in the schema of an input may have any name. */
function withPlainTools(request: JsonObject): JsonObject {
  const { tools } = request;
  return isObjectArray(tools) ? { ...request, tools: tools.map((tool) => without(tool, IGNORED_IN_TOOLS)) } : request;
}

function refuseUnsupported({ tools, mcp_servers: servers, container, thread }: JsonObject): void {
  if (isJsonArray(tools) && tools.some(runsAtProvider)) refuseRequest('a tool of the provider', 'unsupported-request');
  if (given(servers) && !(isJsonArray(servers) && servers.length === 0)) {
    refuseRequest('tools of MCP servers', 'unsupported-request');
  }
  if (given(container) || given(thread)) refuseRequest('state kept by the provider', 'unsupported-request');
}

function runsAtProvider(tool: JsonValue): boolean {
  if (!isJsonObject(tool) || !given(tool['type'])) return false;
  return typeof tool['type'] !== 'string' || !CLIENT_TOOL.test(tool['type']);
}
