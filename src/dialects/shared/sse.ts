import { createParser } from 'eventsource-parser';

/** One server-sent event. */
export interface SseEvent {
  /** Type; `undefined` when the stream gave none. */
  readonly event: string | undefined;
  readonly data: string;
}

/** Reads server-sent events from bytes that may be split anywhere, inside a character or a line end too. */
export interface SseReader {
  /** @throws TypeError when the bytes are not UTF-8. */
  push(bytes: Uint8Array): void;
  /**
   * Ends the stream. Returns the event that had no blank line after it, if there was one: it may be cut.
   * @throws TypeError when the stream ends inside a character.
   */
  end(): SseEvent | undefined;
}

/** A reader of the event stream format (WHATWG HTML 9.2.6): comments, ids and retry times are passed over. */
export function createSseReader(onEvent: (event: SseEvent) => void): SseReader {
  let listener = onEvent;
  const parser = createParser({
    onEvent: ({ event, data }) => {
      listener({ event, data });
    },
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return {
    push: (bytes) => {
      parser.feed(decoder.decode(bytes, { stream: true }));
    },
    end: () => {
      parser.feed(decoder.decode());
      let tail: SseEvent | undefined;
      listener = (event) => (tail = event);
      // A lone CR at the end may be a line end already or half of one; LF settles it, the second LF ends the event.
      parser.feed('\n');
      parser.feed('\n');
      return tail;
    },
  };
}
