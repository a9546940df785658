import fc from 'fast-check';
import { UnreadableResponseError } from '../../../../src/core/errors';
import { eventsToEnd, readEvents, writeEvents, type SseEvent } from '../../../../src/dialects/shared/sse';

const STREAM =
  ': hello\n\ndata: Grüße 👋\n\nevent: error\r\ndata: one\r\ndata: two\r\n\r\nid: 7\rdata:x\r\rdata: [DONE]\n\n';
const EVENTS = [
  { event: undefined, data: 'Grüße 👋' },
  { event: 'error', data: 'one\ntwo' },
  { event: undefined, data: 'x' },
  { event: undefined, data: '[DONE]' },
];
const event = (data: string, type?: string): SseEvent => ({ event: type, data });

describe('reading an event stream', () => {
  it('takes any line ends, and leaves out comments, ids and retry times', () => {
    expect(readEvents(Buffer.from(STREAM))).toEqual({ events: EVENTS, open: false });
    expect(readEvents(Buffer.from(`retry: 9\n${STREAM}: bye\n\n`))).toEqual({ events: EVENTS, open: false });
  });

  it.each([
    ['no line end', 'data: a\n\ndata: b'],
    ['a line end', 'data: a\n\ndata: b\n'],
    ['a carriage return', 'data: a\n\ndata: b\r'],
    ['CRLF', 'data: a\n\ndata: b\r\n'],
  ])('tells that the last event has %s and no blank line', (_, text) => {
    expect(readEvents(Buffer.from(text))).toEqual({ events: [event('a'), event('b')], open: true });
  });

  it.each(['data: a\r\r', 'data: a\r\n\r\n', 'data: a\n\n'])('knows a blank line at the end of %j', (text) => {
    expect(readEvents(Buffer.from(text))).toEqual({ events: [event('a')], open: false });
  });

  it('passes over a byte order mark', () => {
    expect(readEvents(Buffer.from('\ufeffdata: a\n\n')).events).toEqual([event('a')]);
  });

  it.each([
    ['bytes that are not UTF-8', Buffer.from([0xff])],
    ['an end inside a character', Buffer.from('data: é').subarray(0, 7)],
  ])('refuses %s', (_, body) => {
    expect(() => readEvents(body)).toThrow(UnreadableResponseError);
    expect(() => readEvents(body)).toThrow(expect.objectContaining({ reason: 'response-malformed' }) as Error);
  });

  it('gives back what was written', () => {
    const written = fc.record({
      event: fc.option(fc.stringMatching(/^[a-z._]+$/), { nil: undefined }),
      data: fc.json(),
    });
    fc.assert(
      fc.property(fc.array(written), (events) => {
        expect(readEvents(writeEvents(events))).toEqual({ events, open: false });
      }),
    );
  });
});

describe('the events of a stream to its end', () => {
  const ends = ({ data }: SseEvent): boolean => data === 'end';
  const none = (): void => undefined;
  const reasonOf = (events: readonly SseEvent[], open = false, check = none as (one: SseEvent) => void): unknown => {
    try {
      return eventsToEnd({ events, open }, ends, check);
    } catch (error) {
      return error instanceof UnreadableResponseError ? error.reason : error;
    }
  };

  it('are all of them, the end included, whether it is followed by a blank line or not', () => {
    const events = [event('a'), event('end')];
    expect(reasonOf(events)).toBe(events);
    expect(reasonOf(events, true)).toBe(events);
  });

  it.each([
    ['no event', []],
    ['no end', [event('a')]],
    ['an event after the end', [event('end'), event('a')]],
    ['two ends', [event('end'), event('end')]],
  ])('are cut short with %s', (_, events) => {
    expect(reasonOf(events)).toBe('cut-short');
  });

  it('without an end are looked through for an error, but for an event that may be cut', () => {
    const events = [event('a'), event('b')];
    const seen: string[] = [];
    reasonOf(events, false, ({ data }) => seen.push(data));
    reasonOf(events, true, ({ data }) => seen.push(data));
    expect(seen).toEqual(['a', 'b', 'a']);
  });
});
