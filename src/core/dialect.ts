import type { RequestHead } from './exchange';
import type { JsonObject, JsonValue } from './json';

/** The wire formats that this build speaks. */
export const DIALECT_NAMES = ['openai-chat', 'openai-completions', 'openai-responses', 'anthropic-messages'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/**
 * How the dialect of a call is told: by the end of its path alone, or where that says nothing by the fields of its body, or
 * then taken to be the named one.
 */
export const DIALECT_CHOICES = ['by-path', 'by-content', ...DIALECT_NAMES] as const;
export type DialectChoice = (typeof DIALECT_CHOICES)[number];

/** How a response body travels: one JSON document, or server-sent events. */
export type ResponseForm = 'json' | 'sse';

/**
 * What a completion is kept as. `json`: the provider's own document. `sse`: the document that the provider's events amount to.
 * `events`: the provider's own events, of which no document could be made without loss; they serve streams only.
 */
export const COMPLETION_FORMS = ['json', 'sse', 'events'] as const;
export type CompletionForm = (typeof COMPLETION_FORMS)[number];

/** One earlier message of the conversation, reduced to what changes the answer. */
export interface CanonicalMessage {
  /** System and developer messages; a policy may leave these out of the fingerprint. */
  readonly system: boolean;
  readonly value: JsonValue;
}

/** What a call means, whatever its dialect. Plain data: it crosses worker threads. */
export interface CanonicalRequest {
  readonly dialect: DialectName;
  readonly model: string;
  /** Everything besides the messages that can change the answer, the model included. */
  readonly parameters: JsonObject;
  /** The conversation in order; the compared text is replaced by a placeholder. */
  readonly messages: readonly CanonicalMessage[];
  /** Messages that are not system messages, the last one included. */
  readonly messageCount: number;
  /** Text of the last user message, outer white space removed. Empty when `exactOnly`. */
  readonly comparedText: string;
  /** True when the last message has no text that may be compared by meaning (tool result, image, audio, token array). */
  readonly exactOnly: boolean;
  /** The form in which the client wants the answer. */
  readonly rendering: Rendering;
}

/**
 * A canonical request with fingerprints (SHA-256 of RFC 8785 canonical JSON, hex) in place of what is only ever compared for
 * equality: parameters and messages. This is what leaves the codec: a large conversation is hashed where it is parsed.
 */
export interface DigestedRequest extends Pick<
  CanonicalRequest,
  'dialect' | 'model' | 'messageCount' | 'comparedText' | 'exactOnly' | 'rendering'
> {
  readonly fingerprint: string;
  /** Of the same call with its system messages left out. */
  readonly fingerprintWithoutSystem: string;
}

/** How a client wants its answer. Not part of the fingerprint: one entry serves every rendering. */
export interface Rendering {
  readonly form: ResponseForm;
  /** The client gets token usage. Always true for JSON, and in dialects whose streams always tell it. */
  readonly includeUsage: boolean;
  /** Fields of the request that the provider repeats in its answer and that change nothing else of it. */
  readonly echo: JsonObject;
}

/** How a stored answer is shown: as the client wants it, and as the policy does. */
export interface Presentation extends Rendering {
  /** Usage says in the provider's own field that the whole prompt was read from a cache; else it is as it was counted. */
  readonly cachedTokens: boolean;
}

/** Tokens as the provider counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A whole answer in its canonical form. Plain data: it crosses worker threads. */
export interface Completion {
  readonly form: CompletionForm;
  /** One JSON document, or an event stream when `form` is `events`. */
  readonly body: Uint8Array;
  readonly usage: Usage | undefined;
}

/** What a completion says to the caller; how it came about (reasoning, usage, ids) is left out. Plain data. */
export interface Said {
  /** Of all choices, in order; "" when there is none. */
  readonly text: string;
  /** Calls of tools: names, and arguments as JSON where they are JSON. */
  readonly calls: readonly JsonValue[];
}

/** What admission needs to know of an answer besides the completion itself. */
export interface ParsedResponse {
  readonly completion: Completion;
  /** Every choice ended by itself (not by length, filter or error). */
  readonly finished: boolean;
  readonly toolCalls: boolean;
  /** The model declined to answer. */
  readonly refusal: boolean;
  /** No choice, or nothing in one of them. */
  readonly empty: boolean;
}

/** A completion in the form that a client asked for. */
export interface Rendered {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * A provider's wire format: pure functions over whole bodies, no I/O.
 * Identity bodies only (no content-encoding); the codec decodes.
 */
export interface Dialect {
  readonly name: DialectName;
  /** Whether this request is a completion call in this format. Looks at method and path only. */
  accepts(head: RequestHead): boolean;
  /** Whether a request body is one of this format, whatever its path: told by fields that the other formats do not have. */
  recognises(request: JsonObject, head: RequestHead): boolean;
  /** The request headers that the dialect looks at, lower case; it may be given no others. */
  readonly parameterHeaders: readonly string[];
  /** @throws UnreadableRequestError */
  parseRequest(body: Uint8Array, head: RequestHead): CanonicalRequest;
  /** The same of a body that is parsed already. @throws UnreadableRequestError */
  readRequest(request: JsonObject, head: RequestHead): CanonicalRequest;
  /** @throws UnreadableResponseError when the body is not one whole completion (cut stream, error event, malformed). */
  parseResponse(body: Uint8Array, form: ResponseForm): ParsedResponse;
  /** `undefined` when this completion cannot be shown in that form without losing something (usage asked for, but unknown). */
  render(completion: Completion, as: Presentation): Rendered | undefined;
  /** @throws UnreadableResponseError when it is none of this dialect's. */
  said(completion: Completion): Said;
}

/** The dialect of a call by its head; `by-content`: its body has to be seen. */
export type DialectByHead = DialectName | 'by-content';

/**
 * The dialects behind one asynchronous port: picks the dialect, undoes content-encodings (bounded), and moves large
 * bodies off the event loop.
 */
export interface Codec {
  /** The dialect that takes this request, if any does. */
  dialectOf(head: RequestHead, choice: DialectChoice): DialectByHead | undefined;
  /** The request says of which dialect it is. @throws UnreadableRequestError */
  parseRequest(dialect: DialectByHead, body: Uint8Array, head: RequestHead): Promise<DigestedRequest>;
  /** `encoding` is the response's content-encoding ("" for identity). @throws UnreadableResponseError */
  parseResponse(
    dialect: string,
    body: Uint8Array,
    as: { form: ResponseForm; encoding: string },
  ): Promise<ParsedResponse>;
  render(dialect: string, completion: Completion, as: Presentation): Promise<Rendered | undefined>;
  /** @throws UnreadableResponseError */
  said(dialect: string, completion: Completion): Promise<Said>;
  /** Whether bodies in this content-encoding can be read. */
  decodes(encoding: string): boolean;
}
