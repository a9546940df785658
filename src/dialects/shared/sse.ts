import { createParser } from 'eventsource-parser';
import { refuseResponse } from './refuse';

/** One server-sent event. */
export interface SseEvent {
  /** Type; `undefined` when the stream gave none. */
  readonly event: string | undefined;
  readonly data: string;
}

/** A whole body of server-sent events. */
export interface EventStream {
  readonly events: readonly SseEvent[];
  /** No blank line follows the last event: it may be cut. */
  readonly open: boolean;
}

/**
 * Reads the event stream format (WHATWG HTML 9.2.6): comments, ids and retry times are passed over.
 *
 * @throws UnreadableResponseError when the bytes are not UTF-8.
 */
export function readEvents(body: Uint8Array): EventStream {
  const events: SseEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      events.push({ event, data });
    },
  });
  const text = decoded(body);
  parser.feed(text);
  // A lone CR at the end may be a line end already or half of one; LF settles it.
  if (text.endsWith('\r')) parser.feed('\n');
  const closed = events.length;
  parser.feed('\n\n');
  return { events, open: events.length > closed };
}

function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    refuseResponse('response-malformed', 'not UTF-8');
  }
}

export function writeEvents(events: readonly SseEvent[]): Uint8Array {
  // JSON has no line ends outside of strings, and those are escaped: one line holds the data.
  const lines = events.map(({ event, data }) => `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`);
  return new TextEncoder().encode(lines.join(''));
}

/**
 * The events of a stream to its last, which must be the one that ends it.
 *
 * @param check throws for an event that tells of an error: a stream that stops for one is told apart from one that was cut
 * @throws UnreadableResponseError
 */
export function eventsToEnd(
  { events, open }: EventStream,
  ends: (event: SseEvent) => boolean,
  check: (event: SseEvent) => void,
): readonly SseEvent[] {
  const end = events.findIndex(ends);
  if (end === -1) {
    (open ? events.slice(0, -1) : events).forEach(check);
    refuseResponse('cut-short', 'no end event');
  }
  if (end !== events.length - 1) refuseResponse('cut-short', 'events after the end');
  return events;
}
