import type { Usage } from '../core/dialect';
import type { HeaderMap, RequestHead } from '../core/exchange';

/** A call as a recording has it. */
export interface RecordedCall {
  /** Of its line, or of its place in an array, from 1. */
  readonly number: number;
  /** When it was sent, milliseconds since the epoch; `undefined`: the recording does not say. */
  readonly time: number | undefined;
  readonly head: RequestHead;
  readonly body: Uint8Array;
  /** The body is made of the messages: the recording has no other parameters. */
  readonly messagesOnly: boolean;
  /** `undefined`: the recording has none. */
  readonly answer: RecordedAnswer | undefined;
  /** Tokens as they were counted, where there is no answer that says it. */
  readonly usage: Usage | undefined;
  /** How long the upstream took, ms; `undefined`: the recording does not say. */
  readonly upstreamMs: number | undefined;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly headers: HeaderMap;
  /** JSON, or an event stream. */
  readonly body: Uint8Array;
}

/** A line that is no call. `problem` quotes nothing of it. */
export interface Fault {
  readonly number: number;
  readonly problem: string;
}

export type Recorded = { readonly call: RecordedCall } | { readonly fault: Fault };

/** The recording cannot be read any further. */
export class RecordingError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
