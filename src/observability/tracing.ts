import type { DecisionRecord } from '../core/decision';
import type { TraceContext } from '../core/trace-context';

/** Makes spans of what was decided. Never throws, never waits. */
export interface Tracing {
  /** @returns the span that was made for the exchange, or `undefined` when none was: nobody wants it, or there are too many */
  traced(record: DecisionRecord): TraceContext | undefined;
  /** Sends what waits, for as long as a stop may take; the rest is lost. Never rejects. */
  stop(): Promise<void>;
}

/** `queue-full`: too many waited; `not-taken`: the receiver did not take them; `stopped`: they waited when the process ended. */
export const SPAN_LOSSES = ['queue-full', 'not-taken', 'stopped'] as const;
export type SpanLoss = (typeof SPAN_LOSSES)[number];

/** Hears of spans that nobody will see. */
export type SpansLost = (spans: number, why: SpanLoss, error?: unknown) => void;

export interface TracingOptions {
  /** URL of an OTLP/HTTP receiver of traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Share of exchanges that get a span where no caller has decided, 0 to 1. */
  readonly rootShare: number;
  readonly serviceName: string;
  /** Of this program. */
  readonly version: string;
  readonly lost: SpansLost;
}
