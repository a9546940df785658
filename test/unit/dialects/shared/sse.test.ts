import fc from 'fast-check';
import { createSseReader, type SseEvent } from '../../../../src/dialects/shared/sse';

const STREAM =
  ': hello\n\ndata: Grüße 👋\n\nevent: error\r\ndata: one\r\ndata: two\r\n\r\nid: 7\rdata:x\r\rdata: [DONE]\n\n';
const EVENTS = [
  { event: undefined, data: 'Grüße 👋' },
  { event: 'error', data: 'one\ntwo' },
  { event: undefined, data: 'x' },
  { event: undefined, data: '[DONE]' },
];

function read(chunks: readonly Uint8Array[]): { events: SseEvent[]; tail: SseEvent | undefined } {
  const events: SseEvent[] = [];
  const reader = createSseReader((event) => events.push(event));
  for (const chunk of chunks) reader.push(chunk);
  return { events, tail: reader.end() };
}

describe('event stream reader', () => {
  it('gives the same events wherever the bytes are split in two', () => {
    const bytes = Buffer.from(STREAM);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual({ events: EVENTS, tail: undefined });
    }
  });

  it('gives the same events however many pieces there are', () => {
    const bytes = Buffer.from(STREAM);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const ends = [...cuts].sort((a, b) => a - b).concat(bytes.length);
        const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
        expect(read(pieces).events).toEqual(EVENTS);
      }),
    );
  });

  it.each([
    ['no line end', 'data: a\n\ndata: b'],
    ['a line end', 'data: a\n\ndata: b\n'],
    ['a carriage return', 'data: a\n\ndata: b\r'],
    ['CRLF', 'data: a\n\ndata: b\r\n'],
  ])('tells apart the last event when it has %s and no blank line', (_, text) => {
    expect(read([Buffer.from(text)])).toEqual({
      events: [{ event: undefined, data: 'a' }],
      tail: { event: undefined, data: 'b' },
    });
  });

  it('passes over a byte order mark', () => {
    expect(read([Buffer.from('\ufeffdata: a\n\n')]).events).toEqual([{ event: undefined, data: 'a' }]);
  });

  it('throws on bytes that are not UTF-8, and on an end inside a character', () => {
    expect(() => read([Buffer.from([0xff])])).toThrow(/not valid/);
    expect(() => read([Buffer.from('data: é').subarray(0, 7)])).toThrow(/not valid/);
  });
});
