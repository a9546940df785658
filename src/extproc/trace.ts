import type { Metadata } from '@grpc/grpc-js';
import type { HeaderMap } from '../core/exchange';
import { readTraceContext, type TraceContext } from '../core/trace-context';

/**
 * The trace that an exchange belongs to. An Envoy that traces tells the span of its call to us in the call's own metadata; the
 * request's header is still the client's then, for Envoy writes its own only into what goes upstream.
 */
export function traceOf(metadata: Metadata, headers: HeaderMap): TraceContext | undefined {
  return (
    readTraceContext(textOf(metadata, 'traceparent'), textOf(metadata, 'tracestate')) ??
    readTraceContext(headers.get('traceparent'), headers.get('tracestate'))
  );
}

/** Several lines of one name are one list; of `traceparent` that makes what cannot be read, as it should be. */
function textOf(metadata: Metadata, name: string): string | undefined {
  const lines = metadata.get(name);
  return lines.length === 0 ? undefined : lines.join(',');
}
