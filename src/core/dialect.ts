import type { RequestHead } from './exchange';
import type { JsonObject, JsonValue } from './json';

/** How a response body travels: one JSON document, or server-sent events. */
export type ResponseForm = 'json' | 'sse';

/** One earlier message of the conversation, reduced to what changes the answer. */
export interface CanonicalMessage {
  /** System and developer messages; a policy may leave these out of the fingerprint. */
  readonly system: boolean;
  readonly value: JsonValue;
}

/** What a call means, whatever its dialect. Plain data: it crosses worker threads. */
export interface CanonicalRequest {
  readonly dialect: string;
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
  /** The client asked for token usage in the stream. Always true for JSON. */
  readonly includeUsage: boolean;
}

/** Tokens as the provider counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A whole answer in its canonical form. Plain data: it crosses worker threads. */
export interface Completion {
  /** The form in which it arrived. */
  readonly form: ResponseForm;
  /** One JSON document: the provider's own bytes if it came as JSON, assembled from the events otherwise. */
  readonly body: Uint8Array;
  readonly usage: Usage | undefined;
}

/** What admission needs to know of an answer besides the completion itself. */
export interface ParsedResponse {
  readonly completion: Completion;
  /** Every choice ended by itself (not by length, filter or error). */
  readonly finished: boolean;
  readonly toolCalls: boolean;
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
  readonly name: string;
  /** Whether this request is a completion call in this format. Looks at method and path only. */
  accepts(head: RequestHead): boolean;
  /** The request headers that `parseRequest` looks at, lower case; it may be given no others. */
  readonly parameterHeaders: readonly string[];
  /** @throws UnreadableRequestError */
  parseRequest(body: Uint8Array, head: RequestHead): CanonicalRequest;
  /** @throws UnreadableResponseError when the body is not one whole completion (cut stream, error event, malformed). */
  parseResponse(body: Uint8Array, form: ResponseForm): ParsedResponse;
  /** `undefined` when this completion cannot be shown in that form without losing something (usage asked for, but unknown). */
  render(completion: Completion, as: Rendering): Rendered | undefined;
}

/**
 * The dialects behind one asynchronous port: picks the dialect, undoes content-encodings (bounded), and moves large
 * bodies off the event loop.
 */
export interface Codec {
  /** Name of the dialect that takes this request, if any does. */
  dialectOf(head: RequestHead): string | undefined;
  /** @throws UnreadableRequestError */
  parseRequest(dialect: string, body: Uint8Array, head: RequestHead): Promise<DigestedRequest>;
  /** `encoding` is the response's content-encoding ("" for identity). @throws UnreadableResponseError */
  parseResponse(
    dialect: string,
    body: Uint8Array,
    as: { form: ResponseForm; encoding: string },
  ): Promise<ParsedResponse>;
  render(dialect: string, completion: Completion, as: Rendering): Promise<Rendered | undefined>;
  /** Whether bodies in this content-encoding can be read. */
  decodes(encoding: string): boolean;
}
