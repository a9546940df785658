/** Where an exchange stands in a trace: W3C Trace Context, https://www.w3.org/TR/trace-context/. */
export interface TraceContext {
  /** 32 hexadecimal digits, lower case, not all zero. */
  readonly traceId: string;
  /** Of the span that the exchange belongs to: 16 hexadecimal digits, lower case, not all zero. */
  readonly spanId: string;
  /** Whoever began the trace, or an Envoy on the way, keeps it. */
  readonly sampled: boolean;
  /** What vendors add, as it came. */
  readonly state?: string;
}

/** Version, trace id, span id, flags; later versions may have more behind them, version ff is none. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const SAMPLED = 0x01;
/** Of a tracestate, characters; a longer one is left out, which the standard allows. */
const MAX_STATE = 512;

/**
 * Reads a `traceparent` and the `tracestate` beside it.
 * @returns `undefined` for what the standard calls invalid: there is no trace then
 */
export function readTraceContext(traceparent: string | undefined, tracestate?: string): TraceContext | undefined {
  if (traceparent === undefined) return undefined;
  const [, version, traceId, spanId, flags = '', more] = TRACEPARENT.exec(traceparent.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || (version === '00' && more !== undefined)) return undefined;
  const state = tracestate === undefined || tracestate.length > MAX_STATE ? '' : tracestate.trim();
  return {
    traceId,
    spanId,
    sampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0,
    ...(state !== '' && { state }),
  };
}
