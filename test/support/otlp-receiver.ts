import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { until } from '../../tools/harness/waiting';

/** A span as a receiver of OpenTelemetry's protocol got it. */
export interface ReceivedSpan {
  /** `service.name` of its resource. */
  readonly service: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  /** Nanoseconds since the epoch. */
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface OtlpReceiver {
  /** URL for traces. */
  readonly url: string;
  readonly port: number;
  readonly spans: readonly ReceivedSpan[];
  /** Headers of each export. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** Everything that came, to be searched for what must not be in it. */
  text(): string;
  /** Waits until a span is there that is as asked. */
  span(what: string, asked: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan>;
  stop(): Promise<void>;
}

/** An OTLP/HTTP receiver. @param answer what it answers an export; 200 if not given */
export async function startOtlpReceiver(answer: (response: ServerResponse) => void = ok): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const raw: Buffer[] = [];
  const server = createServer((request, response) => {
    request.toArray().then(
      (chunks: Buffer[]) => {
        const body = Buffer.concat(chunks);
        headers.push(request.headers);
        raw.push(body);
        spans.push(...spansOf(body));
        answer(response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    port,
    spans,
    headers,
    text: () => Buffer.concat(raw).toString('utf8'),
    span: (what, asked) => until(what, () => Promise.resolve(spans.find(asked))),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function ok(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
}

interface Attribute {
  readonly key: string;
  readonly value?: { readonly value?: string; readonly [kind: string]: unknown };
}
interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] } | null;
    readonly scopeSpans: readonly {
      readonly spans: readonly (Readonly<Record<'traceId' | 'spanId' | 'parentSpanId', Buffer>> &
        Readonly<Record<'traceState' | 'name' | 'kind' | 'startTimeUnixNano' | 'endTimeUnixNano', string>> & {
          readonly attributes: readonly Attribute[];
          readonly status: { readonly code: string } | null;
        })[];
    }[];
  }[];
}

const { Export } = loadSync(join(process.cwd(), 'test', 'fixtures', 'tracing', 'otlp.proto'), {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
})['opentelemetry.proto.collector.trace.v1.TraceService'] as ServiceDefinition;

function spansOf(body: Buffer): ReceivedSpan[] {
  if (Export === undefined) throw new Error('otlp.proto has no Export');
  const { resourceSpans } = Export.requestDeserialize(body) as Exported;
  return resourceSpans.flatMap(({ resource: of, scopeSpans }) => {
    const resource = valuesOf(of?.attributes ?? []);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: String(resource['service.name']),
        resource,
        traceId: span.traceId.toString('hex'),
        spanId: span.spanId.toString('hex'),
        parentSpanId: span.parentSpanId.toString('hex'),
        traceState: span.traceState,
        name: span.name,
        kind: span.kind.replace('SPAN_KIND_', ''),
        status: span.status?.code.replace('STATUS_CODE_', '') ?? 'UNSET',
        start: BigInt(span.startTimeUnixNano),
        end: BigInt(span.endTimeUnixNano),
        attributes: valuesOf(span.attributes),
      })),
    );
  });
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      const kind = value?.value;
      const found = kind === undefined ? undefined : value?.[kind];
      return [key, kind === 'intValue' ? Number(found) : found];
    }),
  );
}
