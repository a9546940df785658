import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from './caller';
import type { Change } from './audit';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  /** In place of those that every answer has, or more of them; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request, and what a route may need to answer it. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without "?". */
  readonly query: string;
  /** Aborted when the client leaves before it has its answer. */
  readonly signal: AbortSignal;
  readonly caller: Caller;
  /** What the audit log will say; filled in by routes that change something. */
  readonly change: Change;
}

/** Answers one method of one path; `undefined`: it has written the answer itself. */
export type Route = (call: Call) => Answer | undefined | Promise<Answer | undefined>;

export const UNSTORED = { 'cache-control': 'no-store' } as const;

/** node:http leaves the body out for HEAD by itself. */
export function send(response: ServerResponse, { status, contentType, body, headers }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...UNSTORED,
    ...headers,
  });
  response.end(body);
}

export function plain(status: number, text: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

export function json(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}
