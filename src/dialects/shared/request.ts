import type { RequestHead } from '../../core/exchange';
import type { JsonObject, JsonValue } from '../../core/json';
import { without } from './json-array';
import { refuseRequest } from './refuse';

/** Fields of a request that cannot change what is answered, each with why that is so (docs/dialects.md has them all). */
export type IgnoredFields = ReadonlyMap<string, string>;

const HEADER_KEY = 'header:';
/** A surrogate without its other half: two different texts would be hashed as the same replacement character. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Everything of a request that must be equal, besides its messages: its other fields, its model and some headers. */
export function parametersOf(
  request: JsonObject,
  {
    ignored,
    headers,
    head,
    model,
  }: {
    readonly ignored: IgnoredFields;
    /** Names, lower case. */
    readonly headers: readonly string[];
    readonly head: RequestHead;
    readonly model: string;
  },
): JsonObject {
  if (Object.keys(request).some((name) => name.startsWith(HEADER_KEY))) {
    refuseRequest('a field that looks like a header parameter', 'unsupported-request');
  }
  const present = headers.filter((name) => head.headers.has(name));
  const fromHeaders = Object.fromEntries(present.map((name) => [HEADER_KEY + name, listed(head.headers.get(name))]));
  return { ...without(request, new Set(ignored.keys())), model, ...fromHeaders };
}

/** A list's elements in one order: theirs says nothing. */
function listed(value = ''): string {
  const elements = value.split(',').map((element) => element.trim());
  return elements.sort().join(', ');
}

/**
 * The model of a call. A deployment or model in the path is the one that answers, whatever the body says (Azure OpenAI:
 * `/deployments/NAME/`; LiteLLM and OpenAI's first API: `/engines/NAME/`).
 */
export function modelOf(request: JsonObject, path: string): string {
  const model = modelInPath(path) ?? request['model'];
  if (typeof model !== 'string' || model === '') refuseRequest('no model');
  return model;
}

function modelInPath(path: string): string | undefined {
  const segment = /\/(?:deployments|engines)\/([^/]+)\//.exec(path)?.[1];
  if (segment === undefined) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A flag that may be left out or null. */
export function flagOf(request: JsonObject, name: string): boolean {
  const value = request[name] ?? false;
  if (typeof value !== 'boolean') refuseRequest(`${name} is not a boolean`);
  return value;
}

/** The text as it is compared: what cannot be hashed safely is refused. */
export function checkedText(text: string): string {
  if (LONE_SURROGATE.test(text)) refuseRequest('a lone surrogate in the last message');
  return text;
}

/**
 * Anthropic's messages and OpenAI's are both under `messages`: a version of the API, in a header or the body, or a top-level
 * `system` tells that they are Anthropic's.
 */
export function isAnthropics(request: JsonObject, head: RequestHead): boolean {
  return head.headers.has('anthropic-version') || given(request['anthropic_version']) || given(request['system']);
}

/** Whether a field is there and not null. */
export function given(value: JsonValue | undefined): boolean {
  return (value ?? null) !== null;
}
