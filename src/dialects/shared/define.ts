import { isDeepStrictEqual } from 'node:util';
import type {
  CanonicalRequest,
  Completion,
  Dialect,
  ParsedResponse,
  Presentation,
  Rendered,
  Said,
} from '../../core/dialect';
import type { RequestHead } from '../../core/exchange';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { isSilent, Losses } from './merge';
import { refuseRequest, refuseResponse } from './refuse';
import { readEvents, writeEvents, type EventStream, type SseEvent } from './sse';
import { parseStrictJson, parseStrictText } from './strict-json';

/** What admission needs to know of an answer. */
export type Judgement = Omit<ParsedResponse, 'completion'> & Pick<Completion, 'usage'>;

/** What makes a dialect: how its documents and events are to be understood. Bytes, forms and refusals are the same for all. */
export interface DialectParts extends Pick<Dialect, 'name' | 'recognises' | 'parameterHeaders'> {
  /** How the paths of its calls end, whatever prefix they have; ends that are another format's left out. */
  readonly paths: { readonly end: string; readonly but?: readonly string[] };
  /** @throws UnreadableRequestError */
  readRequest(request: JsonObject, head: RequestHead): Omit<CanonicalRequest, 'dialect'>;
  /** @throws UnreadableResponseError when the document is not a whole answer. */
  judge(document: JsonObject): Judgement;
  /**
   * The document that the same call would have returned as JSON. What it cannot hold is noted.
   * @throws UnreadableResponseError when the stream is cut, tells of an error or is malformed.
   */
  assemble(stream: EventStream, losses: Losses): JsonObject;
  /** The events of the provider's own stream; `undefined` when they cannot carry something of the document. */
  events(document: JsonObject, as: Presentation): readonly SseEvent[] | undefined;
  /** What the document says to the caller. */
  said(document: JsonObject): Said;
  /** The document with a usage that says that the whole prompt was read from a cache. */
  withCachedTokens(document: JsonObject): JsonObject;
  /** Streams tell their usage only when asked to. */
  readonly usageOnRequest: boolean;
}

export function defineDialect(parts: DialectParts): Dialect {
  const { name, paths, recognises, parameterHeaders } = parts;
  const { end, but = [] } = paths;
  const tooLarge = (): never => refuseRequest('too large to work on');
  const readRequest: Dialect['readRequest'] = (request, head) =>
    sized(() => ({ dialect: name, ...parts.readRequest(request, head) }), tooLarge);
  return {
    name,
    accepts: ({ method, path }) =>
      method === 'POST' && path.endsWith(end) && !but.some((other) => path.endsWith(other)),
    recognises,
    parameterHeaders,
    readRequest,
    parseRequest: (body, head) =>
      readRequest(
        sized(() => requestObject(body), tooLarge),
        head,
      ),
    parseResponse: (body, form) =>
      sized(
        () => (form === 'json' ? parsedDocument(parts, body) : parsedStream(parts, body)),
        () => refuseResponse('response-malformed', 'too large to work on'),
      ),
    render: (completion, as) =>
      completion.form === 'events' ? verbatim(parts, completion, as) : rendered(parts, completion, as),
    said: (completion) =>
      sized(
        () => parts.said(documentOf(parts, completion)),
        () => refuseResponse('response-malformed', 'too large to work on'),
      ),
  };
}

/** Whether the completion is shown by the bytes that are kept, so that showing it is no work. */
export function isShownAsKept({ form }: Completion, as: Presentation): boolean {
  return form !== 'events' && as.form === 'json' && !as.cachedTokens && Object.keys(as.echo).length === 0;
}

/** Hostile sizes end in a RangeError (string length, stack): the fault is the body's. */
function sized<T>(work: () => T, tooLarge: () => never): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) tooLarge();
    throw error;
  }
}

function requestObject(body: Uint8Array): JsonObject {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuseRequest(parsed.fault);
  if (!isJsonObject(parsed.value)) refuseRequest('not an object');
  return parsed.value;
}

function parsedDocument(parts: DialectParts, body: Uint8Array): ParsedResponse {
  const parsed = parseStrictJson(body);
  if (!parsed.ok) refuseResponse('response-malformed', parsed.fault);
  if (!isJsonObject(parsed.value)) refuseResponse('response-malformed', 'not an object');
  return judged(parts, parsed.value, { form: 'json', body });
}

function parsedStream(parts: DialectParts, body: Uint8Array): ParsedResponse {
  const losses = new Losses();
  const document = parts.assemble(readEvents(body), losses);
  if (losses.any) return judged(parts, document, { form: 'events', body });
  return judged(parts, document, { form: 'sse', body: encoded(document) });
}

function judged(parts: DialectParts, document: JsonObject, kept: Omit<Completion, 'usage'>): ParsedResponse {
  const { usage, ...judgement } = parts.judge(document);
  return { completion: { ...kept, usage }, ...judgement };
}

/** Of events, what they amount to but for what no document can hold. */
function documentOf(parts: DialectParts, { form, body }: Completion): JsonObject {
  if (form === 'events') return parts.assemble(readEvents(body), new Losses());
  const parsed = parseStrictJson(body);
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  return refuseResponse('response-malformed', 'not an object');
}

function rendered(parts: DialectParts, completion: Completion, as: Presentation): Rendered | undefined {
  // A JSON answer always tells its usage, and an answer that came as JSON has told what there is.
  const usageNeeded = parts.usageOnRequest && (as.form === 'sse' ? as.includeUsage : completion.form === 'sse');
  if (usageNeeded && completion.usage === undefined) return undefined;
  if (isShownAsKept(completion, as)) return { contentType: JSON_TYPE, body: completion.body };
  const parsed = parseStrictJson(completion.body);
  if (!parsed.ok || !isJsonObject(parsed.value)) return undefined;
  const kept = parsed.value;
  const shown = withEcho(as.cachedTokens ? parts.withCachedTokens(kept) : kept, as.echo);
  if (as.form === 'json') {
    return { contentType: JSON_TYPE, body: shown === kept ? completion.body : encoded(shown) };
  }
  const events = parts.events(shown, as);
  return events && { contentType: STREAM_TYPE, body: writeEvents(events) };
}

/** Events that no document could be made of are shown as they came, or not at all. Their usage, too, is as it came. */
function verbatim(parts: DialectParts, { body, usage }: Completion, as: Presentation): Rendered | undefined {
  if (as.form !== 'sse') return undefined;
  if (parts.usageOnRequest && as.includeUsage !== (usage !== undefined)) return undefined;
  return repeats(parts, body, as.echo) ? { contentType: STREAM_TYPE, body } : undefined;
}

/** Whether the events repeat this request's fields already. */
function repeats(parts: DialectParts, body: Uint8Array, echo: JsonObject): boolean {
  if (Object.keys(echo).length === 0) return true;
  const document = parts.assemble(readEvents(body), new Losses());
  return withEcho(document, echo) === document;
}

/** The same object when it repeats this request's fields already. */
function withEcho(document: JsonObject, echo: JsonObject): JsonObject {
  const others = Object.entries(echo).filter(
    ([field, value]) => field in document && !saysTheSame(document[field] ?? null, value ?? null),
  );
  return others.length === 0 ? document : { ...document, ...Object.fromEntries(others) };
}

/** Servers differ in how they repeat what the request left out: null, "", {}. */
function saysTheSame(left: JsonValue, right: JsonValue): boolean {
  return isDeepStrictEqual(left, right) || (isSilent(left) && isSilent(right));
}

function encoded(document: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}

/** The data of an event. @throws UnreadableResponseError when it is no JSON object. */
export function eventObject({ data }: SseEvent): JsonObject {
  const parsed = parseStrictText(data);
  if (!parsed.ok || !isJsonObject(parsed.value)) {
    refuseResponse('response-malformed', 'an event whose data is not a JSON object');
  }
  return parsed.value;
}

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream; charset=utf-8';
