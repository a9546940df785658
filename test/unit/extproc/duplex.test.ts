import fc from 'fast-check';
import { DuplexRequest, eventsOf } from '../../../src/extproc/duplex';
import type { ProcessingResponse } from '../../../src/extproc/generated/envoy/service/ext_proc/v3/external_processor';

const MAX_BYTES = 100_000;
const ANSWER = { status: 200, contentType: 'text/event-stream; charset=utf-8', lines: [], details: 'hit' };

/** A request's half, and what it has sent. */
function duplex(): { half: DuplexRequest; sent: ProcessingResponse[]; settled: jest.Mock } {
  const sent: ProcessingResponse[] = [];
  const settled = jest.fn();
  const half = new DuplexRequest({ send: (response) => sent.push(response), settled, maxBytes: MAX_BYTES });
  return { half, sent, settled };
}

const message = (body: Buffer, endOfStream: boolean): Parameters<DuplexRequest['onBody']>[0] => ({
  ...{ body, endOfStream },
  ...{ endOfStreamWithoutMessage: false, grpcMessageCompressed: false },
});

/** The pieces of request body, or of a streamed answer, in order. */
function pieces(sent: readonly ProcessingResponse[]): { body: Buffer; endOfStream: boolean }[] {
  return sent.flatMap(({ response }) => {
    if (response?.$case === 'requestBody') {
      const mutation = response.value.response?.bodyMutation?.mutation;
      return mutation?.$case === 'streamedResponse' ? [mutation.value] : [];
    }
    if (response?.$case !== 'streamedImmediateResponse') return [];
    return response.value.response?.$case === 'bodyResponse' ? [response.value.response.value] : [];
  });
}

const joined = (sent: readonly ProcessingResponse[]): Buffer => Buffer.concat(pieces(sent).map(({ body }) => body));
const arms = (sent: readonly ProcessingResponse[]): (string | undefined)[] => [
  ...new Set(sent.map(({ response }) => response?.$case)),
];

describe('a request in full duplex', () => {
  const chunk = fc.oneof(
    fc.integer({ min: 0, max: 2000 }),
    fc.constantFrom(0, 1, 59_999, 60_000, 60_001, 120_000, MAX_BYTES, MAX_BYTES + 1),
  );
  const start = fc.constantFrom('pass', 'ask', 'wrapUp' as const);

  it('goes on byte for byte, however it came and whenever that was decided', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 6 }), start, fc.boolean(), (sizes, how, trailers) => {
        const { half, sent, settled } = duplex();
        const chunks = sizes.map((size, i) => Buffer.alloc(size, i + 1));
        if (how === 'pass') half.pass();
        else half.ask();
        if (how === 'wrapUp') half.wrapUp();
        const seen = chunks.map((body) => half.onBody(message(body, false)));
        seen.forEach((body) => {
          if (body !== undefined) half.goOn();
        });
        expect(half.pending).toBe(true);
        const last = trailers ? half.onTrailers() : half.onBody(message(Buffer.from('end'), true));
        if (last !== undefined) half.goOn();

        const whole = Buffer.concat([...chunks, ...(trailers ? [] : [Buffer.from('end')])]);
        expect(joined(sent).equals(whole)).toBe(true);
        expect(Math.max(0, ...pieces(sent).map(({ body }) => body.length))).toBeLessThanOrEqual(60_000);
        expect(sent[0]?.response?.$case).toBe('requestHeaders');
        expect(sent.every(({ modeOverride }) => modeOverride === undefined)).toBe(true);
        const ends = pieces(sent).map(({ endOfStream }) => endOfStream);
        expect(ends.indexOf(true)).toBe(trailers ? -1 : ends.length - 1);
        expect(sent.filter(({ response }) => response?.$case === 'requestTrailers')).toHaveLength(trailers ? 1 : 0);
        expect(half.pending).toBe(false);
        expect(settled).toHaveBeenCalledTimes(1);
        // To decide upon: once, what was held, whole unless it grew over the bound.
        const given = [...seen, last].filter((body) => body !== undefined);
        expect(given).toHaveLength(how === 'ask' ? 1 : 0);
        const held = Buffer.concat(chunks).length;
        if (how === 'ask') expect(given[0]?.complete).toBe(held <= MAX_BYTES);
        if (given[0]?.complete === true) expect(given[0].body.equals(whole)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('loses accept-encoding only when its answer may be kept', () => {
    const passed = duplex();
    passed.half.pass();
    const asked = duplex();
    asked.half.ask();
    asked.half.goOn();
    const removed = [passed, asked].map(({ sent }) => {
      const response = sent[0]?.response;
      return response?.$case === 'requestHeaders' ? response.value.response?.headerMutation?.removeHeaders : undefined;
    });
    expect(removed).toEqual([undefined, ['accept-encoding']]);
  });

  it('sends nothing before the decision', () => {
    const { half, sent } = duplex();
    half.ask();
    expect(half.onBody(message(Buffer.from('{'), false))).toBeUndefined();
    half.moreTime();
    expect(half.onBody(message(Buffer.from('}'), true))).toEqual({ body: Buffer.from('{}'), complete: true });
    expect([sent, half.pending]).toEqual([[], true]);
  });

  it.each([
    ['JSON, however it would be paced', 'application/json', 10],
    ['a stream without pace', ANSWER.contentType, 0],
  ])('is answered in one piece by %s', (_what, contentType, paceMs) => {
    const { half, sent } = duplex();
    half.answer({ ...ANSWER, contentType, body: Buffer.from('data: 1\n\ndata: 2\n\n') }, paceMs);
    expect(arms(sent)).toEqual(['immediateResponse']);
    expect(half.pending).toBe(false);
  });

  describe('that is answered with a paced stream', () => {
    const EVENTS = ['event: a\ndata: 1\n\n', 'data: 2\n\n', 'data: [DONE]\n\n'];
    const body = Buffer.from(EVENTS.join(''));
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('gets the head and the first event at once, then an event a pause, the last of which ends it', () => {
      const { half, sent, settled } = duplex();
      half.answer({ ...ANSWER, lines: [['age', '1']], body }, 20);
      expect(sent[0]?.response).toMatchObject({
        value: {
          response: {
            value: {
              headers: {
                headers: [
                  { key: ':status', rawValue: Buffer.from('200') },
                  { key: 'content-type', rawValue: Buffer.from(ANSWER.contentType) },
                  { key: 'age', rawValue: Buffer.from('1') },
                ],
              },
            },
          },
        },
      });
      const counts = [0, 19, 1, 19].map((ms) => {
        jest.advanceTimersByTime(ms);
        return pieces(sent).length;
      });
      expect(counts).toEqual([1, 1, 2, 2]);
      expect([half.pending, settled.mock.calls.length]).toEqual([true, 0]);
      jest.advanceTimersByTime(1);
      expect(pieces(sent).map(({ body: event, endOfStream }) => [event.toString(), endOfStream])).toEqual(
        EVENTS.map((event, i) => [event, i === 2]),
      );
      expect([half.pending, settled.mock.calls.length, jest.getTimerCount()]).toEqual([false, 1, 0]);
    });

    it('gets the rest at once when the server has to stop', () => {
      const { half, sent, settled } = duplex();
      half.answer({ ...ANSWER, body }, 20);
      half.wrapUp();
      expect(joined(sent).toString()).toBe(EVENTS.join(''));
      expect(pieces(sent).map(({ endOfStream }) => endOfStream)).toEqual([false, false, true]);
      expect([settled.mock.calls.length, jest.getTimerCount()]).toEqual([1, 0]);
    });

    it('gets no more when its client has left', () => {
      const { half, sent } = duplex();
      half.answer({ ...ANSWER, body }, 20);
      half.stop();
      expect(jest.getTimerCount()).toBe(0);
      jest.advanceTimersByTime(1000);
      expect(pieces(sent)).toHaveLength(1);
    });

    it('gets an end even when there is no event', () => {
      const { half, sent } = duplex();
      half.answer({ ...ANSWER, body: Buffer.alloc(0) }, 20);
      expect(pieces(sent).map(({ endOfStream }) => endOfStream)).toEqual([true]);
      expect(half.pending).toBe(false);
    });

    it('gets an event that is longer than Envoy takes in pieces, without a pause between them', () => {
      const { half, sent } = duplex();
      const long = Buffer.from(`data: ${'x'.repeat(150_000)}\n\n`);
      half.answer({ ...ANSWER, body: Buffer.concat([long, body]) }, 20);
      expect(pieces(sent).map(({ body: { length } }) => length)).toEqual([60_000, 60_000, long.length - 120_000]);
      expect(joined(sent).equals(long)).toBe(true);
      half.stop();
    });
  });

  it('keeps its body when the answer cannot be made', () => {
    const { half, sent } = duplex();
    half.ask();
    half.onBody(message(Buffer.from('{}'), true));
    const faulty = {
      ...ANSWER,
      get body(): Buffer {
        throw new Error('a fault');
      },
    };
    expect(() => {
      half.answer(faulty, 20);
    }).toThrow('a fault');
    half.wrapUp();
    expect(joined(sent).toString()).toBe('{}');
  });
});

describe('the events of a stream', () => {
  it('are cut after blank lines and are the stream when put together', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\n', '\n\n', 'data: x', '\r\n', 'ü')), (parts) => {
        const body = Buffer.from(parts.join(''));
        const events = eventsOf(body);
        expect(Buffer.concat(events).equals(body)).toBe(true);
        expect(events.slice(0, -1).every((event) => event.toString().endsWith('\n\n'))).toBe(true);
        expect(events.every((event) => event.length > 0)).toBe(true);
      }),
    );
    expect(eventsOf(Buffer.from('data: 1\n\n: ping\n\ndata: 2')).map(String)).toEqual([
      'data: 1\n\n',
      ': ping\n\n',
      'data: 2',
    ]);
  });
});
