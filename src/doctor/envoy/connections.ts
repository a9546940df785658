import type { Finding } from '../check';
import { isDuplex, needsSettings, ofFilters, ofVariants, type EnvoyCheck } from './look';
import type { Placement, RoutePlace, Variant } from './placements';
import { bytesText, millisecondsOf, someOf } from './values';

/** Envoy's own, where none is set. */
const DEFAULT_BUFFER = 1_048_576;
const DEFAULT_WINDOW = 16_777_216;
const DEFAULT_IDLE_MS = 300_000;
const DEFAULT_ROUTE_TIMEOUT_MS = 15_000;
/** Models think for minutes. */
const SHORT_IDLE_MS = 300_000;
const SHORT_ROUTE_TIMEOUT_MS = 60_000;

/** Of the listener, and of routes: what a client's connection may hold, and how long an answer may take. */
export const CONNECTION_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-buffer-limit',
    severity: 'warning',
    title: 'Envoy holds request bodies as large as the cache reads',
    why: 'A request body that is larger than the buffer of the connection passes uncached.',
    look: needsSettings((facts) =>
      ofVariants((variant, placement) =>
        isDuplex(variant) ? [] : bufferLimit(variant, placement, facts.settings.limits.requestBody),
      )(facts),
    ),
  },
  {
    id: 'envoy-http2-window',
    severity: 'warning',
    title: 'the same over HTTP/2',
    why: 'Over HTTP/2 the window of a stream bounds what Envoy holds of a request body.',
    look: needsSettings((facts) =>
      ofFilters(({ manager, variants }) => {
        const wanted = facts.settings.limits.requestBody;
        const window = manager.http2_protocol_options?.initial_stream_window_size ?? DEFAULT_WINDOW;
        if (window >= wanted || variants.every(isDuplex)) return [];
        return [
          {
            found: `initial_stream_window_size is ${bytesText(window)}, limits.request-body is ${bytesText(wanted)}`,
            change: `http2_protocol_options: { initial_stream_window_size: ${wanted} } of the connection manager`,
          },
        ];
      })(facts),
    ),
  },
  {
    id: 'envoy-idle-timeout',
    severity: 'warning',
    title: 'a model may think for minutes',
    why: 'Envoy closes a stream on which nothing moves for stream_idle_timeout.',
    look: ofFilters(({ manager }) => {
      const timeout = millisecondsOf(manager.stream_idle_timeout) ?? DEFAULT_IDLE_MS;
      if (timeout === 0 || timeout >= SHORT_IDLE_MS) return [];
      return [
        {
          found: `stream_idle_timeout is ${timeout / 1000} s`,
          change: 'stream_idle_timeout: 600s of the connection manager',
        },
      ];
    }),
  },
  {
    id: 'envoy-route-timeout',
    severity: 'warning',
    title: 'an answer may take as long as it takes',
    why: 'The timeout of a route cuts streamed answers, cached or not; without one it is 15 s.',
    look: ofFilters(({ variants }) => {
      const short = variants.flatMap(({ routes }) => routes).filter(isShort);
      if (short.length === 0) return [];
      const named = someOf(short.map((place) => `${place.label} (${secondsOf(place)} s)`));
      return [{ found: `short timeouts: ${named}`, change: 'route: { timeout: 0s }' }];
    }),
  },
];

function bufferLimit({ routes }: Variant, { listener }: Placement, wanted: number): readonly Finding[] {
  const limit = listener.per_connection_buffer_limit_bytes ?? DEFAULT_BUFFER;
  // A route may hold more than the connection.
  const least = Math.min(...routes.map(({ route }) => Math.max(limit, route?.request_body_buffer_limit ?? 0)));
  if (least >= wanted) return [];
  return [
    {
      found: `per_connection_buffer_limit_bytes is ${bytesText(least)}, limits.request-body is ${bytesText(wanted)}`,
      change: `per_connection_buffer_limit_bytes: ${wanted} of the listener (Envoy Gateway: connection.bufferLimit of the ClientTrafficPolicy)`,
    },
  ];
}

/** Seconds that the whole answer may take on a route; 0: any time. */
function secondsOf({ route }: RoutePlace): number {
  // What is no route to a cluster (a redirect, a direct response) has no timeout.
  if (route?.route === undefined) return 0;
  return (millisecondsOf(route.route.timeout) ?? DEFAULT_ROUTE_TIMEOUT_MS) / 1000;
}

function isShort(place: RoutePlace): boolean {
  const seconds = secondsOf(place);
  return seconds > 0 && seconds * 1000 < SHORT_ROUTE_TIMEOUT_MS;
}
