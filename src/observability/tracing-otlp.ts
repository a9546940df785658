import { randomUUID } from 'node:crypto';
import {
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import type { DecisionRecord } from '../core/decision';
import type { TraceContext } from '../core/trace-context';
import { within } from '../core/within';
import { isRoutine } from './decision-log';
import { exchangeSpan, partSpans, type SpanSketch } from './exchange-span';
import type { Tracing, TracingOptions } from './tracing';

/** Spans that wait or are on their way. About a kilobyte each. */
const MOST_WAITING = 2048;
/** Spans in one request: they are made bytes on the thread that answers Envoy. */
const BATCH = 128;
const BATCH_AFTER_MS = 1000;
/** What a request may take, with those that repeat it. */
const EXPORT_MS = 5000;
/** What may be sent of what waits at a stop. */
const STOP_MS = 2000;

/** Spans by OpenTelemetry's protocol: OTLP/HTTP, protobuf. This file alone loads OpenTelemetry, and is loaded only where spans are wanted. */
export function openTracing(options: TracingOptions): Tracing {
  const { serviceName, version, rootShare, lost } = options;
  const exporter = counted(options);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
      'service.instance.id': randomUUID(),
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(rootShare) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MOST_WAITING,
        maxExportBatchSize: BATCH,
        scheduledDelayMillis: BATCH_AFTER_MS,
        // Longer than the exporter's own patience, which then decides alone.
        exportTimeoutMillis: 2 * EXPORT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('llm-semantic-cache', version);
  let stopped = false;

  /** With its parts; `undefined`: the caller's, or our own, sampling leaves it out. */
  function spanOf(record: DecisionRecord): Span | undefined {
    const { name, from, to, attributes, failure } = exchangeSpan(record);
    const span = tracer.startSpan(
      name,
      { kind: SpanKind.SERVER, startTime: from, attributes },
      contextOf(record.trace),
    );
    if (!span.isRecording()) return undefined;
    const parts = partSpans(record);
    if (!exporter.takes(parts.length + 1)) return undefined;
    const inside = trace.setSpan(ROOT_CONTEXT, span);
    for (const part of parts) tracer.startSpan(part.name, optionsOf(part), inside).end(part.to);
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', failure);
    span.end(to);
    return span;
  }

  return {
    traced(record) {
      if (isRoutine(record) || record.trace?.sampled === false || stopped) return undefined;
      const span = spanOf(record)?.spanContext();
      return span && { traceId: span.traceId, spanId: span.spanId, sampled: true };
    },
    async stop() {
      stopped = true;
      // What the receiver did not take is told by the exporter.
      await within(
        provider.shutdown().catch(() => undefined),
        STOP_MS,
        undefined,
      );
      if (exporter.waiting() > 0) lost(exporter.waiting(), 'stopped');
    },
  };
}

function optionsOf({ from, attributes }: SpanSketch): SpanOptions {
  return { kind: SpanKind.INTERNAL, startTime: from, attributes };
}

function contextOf(parent: TraceContext | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled, state } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
    ...(state !== undefined && { traceState: createTraceState(state) }),
  });
}

interface CountedExporter extends SpanExporter {
  /** Whether there is room for so many spans, which are then expected. */
  takes(spans: number): boolean;
  /** Spans that are neither sent nor lost. */
  waiting(): number;
}

/** OpenTelemetry's exporter, with a bound on all that waits, before it or in it, and a word about all that is lost. */
function counted({ endpoint, headers, lost }: TracingOptions): CountedExporter {
  const exporter = new OTLPTraceExporter({ url: endpoint, headers: { ...headers }, timeoutMillis: EXPORT_MS });
  let waiting = 0;
  return {
    waiting: () => waiting,
    takes(spans) {
      if (waiting + spans > MOST_WAITING) {
        lost(spans, 'queue-full');
        return false;
      }
      waiting += spans;
      return true;
    },
    export(spans, done) {
      exporter.export(spans, (result) => {
        waiting -= spans.length;
        // SUCCESS and FAILED; their names are in a package that is none of ours.
        const code: number = result.code;
        if (code !== 0) lost(spans.length, 'not-taken', result.error);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
