import type { JsonObject } from './json';

/** Header names are lower case; several lines of one name are joined by ", " (RFC 9110 5.3). */
export type HeaderMap = ReadonlyMap<string, string>;

/** What the proxy tells of a call besides its headers; each is absent where it was not configured to. */
export interface Surroundings {
  /** IP address of the client, without port. */
  readonly clientAddress?: string;
  readonly scheme?: string;
  /** URIs (such as SPIFFE ids) of the client's verified certificate. */
  readonly peerUris?: readonly string[];
  /** What the proxy's other filters found out, by their namespace, such as the verified token of jwt_authn. */
  readonly metadata?: Readonly<Record<string, JsonObject>>;
}

/** The head of a request, whatever carried it here. */
export interface RequestHead {
  readonly method: string;
  /** Host and port as the client gave them, lower case. */
  readonly authority: string;
  /** Path without query, as sent. */
  readonly path: string;
  /** Query without "?", empty when there is none. */
  readonly query: string;
  readonly headers: HeaderMap;
  /** Client's wishes, already parsed; `undefined` when the Cache-Control header could not be parsed. */
  readonly directives: RequestDirectives | undefined;
  readonly surroundings?: Surroundings;
}

/** Request directives of RFC 9111 5.2.1 that a cache of answers can honour. Times are seconds. */
export interface RequestDirectives {
  readonly noStore: boolean;
  readonly noCache: boolean;
  readonly onlyIfCached: boolean;
  readonly maxAge?: number;
  readonly minFresh?: number;
}

/** The head of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: HeaderMap;
  /** False when the proxy made this reply itself (rate limit, 503 …): such an answer is never kept. */
  readonly fromUpstream: boolean;
}
