import type { RequestHead, HeaderMap } from '../core/exchange';
import type { JsonValue } from '../core/json';
import type { Caller } from './caller/caller';

/** A call as conditions and expressions may see it; nothing else of the process is within their reach. */
export interface PolicyCall {
  readonly head: RequestHead;
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Present once the request's body is there. */
  readonly requestBody: PolicyBody | undefined;
  /** Present once the response's head is there. */
  readonly response: PolicyResponse | undefined;
  /** What `set-variable` set; lives from the request to the response. */
  readonly variables: Map<string, unknown>;
  /**
   * What policies that the cache does not execute may have changed, and which one: "variable:jwt", "header:x-user", "body", "url". Reading
   * such a value is a fault.
   */
  readonly hidden: Map<string, string>;
}

/** A body, decoded when it is first asked for. */
export interface PolicyBody {
  /** @throws PolicyFault when it is not UTF-8 or comes in a content-encoding */
  text(): string;
  /** @throws PolicyFault when it is not JSON */
  json(): JsonValue;
}

export interface PolicyResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  /** The whole answer as one JSON document, also when it came as a stream; `undefined` until it is there. */
  readonly body: PolicyBody | undefined;
}
