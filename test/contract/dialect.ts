import fc from 'fast-check';
import type { DigestedRequest, Dialect, ParsedResponse } from '../../src/core/dialect';
import { UnreadableRequestError, UnreadableResponseError } from '../../src/core/errors';
import type { RequestHead } from '../../src/core/exchange';
import type { JsonObject, JsonValue } from '../../src/core/json';
import { digestRequest } from '../../src/dialects/digest';
import { JSON_FORM, STREAM, documentOf } from '../support/dialects';

/** What a dialect gives the suite to work with. */
export interface DialectSamples {
  readonly accepted: readonly RequestHead[];
  readonly foreign: readonly RequestHead[];
  readonly request: RequestSample;
  /** Whole JSON answers that can be shown as a stream, by name. */
  readonly answers: Readonly<Record<string, Buffer>>;
  /** Whole streams with usage, by name. */
  readonly streams: Readonly<Record<string, Buffer>>;
  /** JSON answers of every shape that can be shown as a stream. */
  readonly anyAnswer: fc.Arbitrary<object>;
  /** Streams, each with the JSON answer that it amounts to. */
  readonly anyStream: fc.Arbitrary<{ readonly stream: string; readonly answer: object }>;
}

/** A request that has a compared text, and what may be done to it. */
export interface RequestSample {
  readonly body: JsonObject;
  /** Fields that change nothing, with values to try. */
  readonly ignored: Readonly<Record<string, readonly JsonValue[]>>;
  /** Fields that are no parameters, for they are read in ways of their own (`messages`, `stream` …). */
  readonly handled: readonly string[];
  /** Each makes another question of the request. */
  readonly changes: readonly JsonObject[];
}

/** What holds for every dialect. */
export function dialectContract(dialect: Dialect, samples: DialectSamples): void {
  const streams = Object.entries(samples.streams);
  const replayed = (parsed: ParsedResponse): ParsedResponse =>
    dialect.parseResponse(dialect.render(parsed.completion, STREAM)!.body, 'sse');
  const expectSameReplay = (parsed: ParsedResponse): void => {
    const again = replayed(parsed);
    expect(documentOf(again)).toEqual(documentOf(parsed));
    expect({ ...again, completion: again.completion.usage }).toEqual({
      ...parsed,
      completion: parsed.completion.usage,
    });
  };

  describe(`dialect ${dialect.name}`, () => {
    it('accepts its own requests only', () => {
      expect(samples.accepted.map((head) => dialect.accepts(head))).not.toContain(false);
      expect(samples.foreign.map((head) => dialect.accepts(head))).not.toContain(true);
    });

    it('throws nothing but refusals, whatever the bytes are', () => {
      const jsonLike = fc.json().map((text) => Buffer.from(text));
      const bytes = fc.oneof(
        fc.uint8Array(),
        jsonLike,
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      );
      fc.assert(
        fc.property(bytes, (body) => {
          const head = samples.accepted[0]!;
          expectRefusal(() => dialect.parseRequest(body, head), UnreadableRequestError);
          expectRefusal(() => dialect.parseResponse(body, 'json'), UnreadableResponseError);
          expectRefusal(() => dialect.parseResponse(body, 'sse'), UnreadableResponseError);
        }),
      );
    });

    describe('the fingerprint of a request', () => {
      const { body, ignored, handled, changes } = samples.request;
      const digestOf = (text: string): DigestedRequest =>
        digestRequest(dialect.parseRequest(Buffer.from(text), samples.accepted[0]!));
      const meaning = (text: string): unknown => {
        const { fingerprint, fingerprintWithoutSystem, comparedText, exactOnly, model, messageCount } = digestOf(text);
        return { fingerprint, fingerprintWithoutSystem, comparedText, exactOnly, model, messageCount };
      };
      const plain = meaning(JSON.stringify(body));

      it('is of a request that has a compared text', () => {
        expect(digestOf(JSON.stringify(body))).toMatchObject({ dialect: dialect.name, exactOnly: false });
      });

      it('does not change with white space, the order of keys, or how numbers are written', () => {
        const text = JSON.stringify(body);
        expect(meaning(JSON.stringify(body, null, 4))).toEqual(plain);
        expect(meaning(JSON.stringify(reversed(body)))).toEqual(plain);
        const spelt = text.replace(/(":)(\d+)(?=[,}])/g, '$1$2.0');
        expect(spelt).not.toBe(text);
        expect(meaning(spelt)).toEqual(plain);
      });

      it.each(Object.entries(ignored))('does not change with %s', (field, values) => {
        for (const value of values) expect(meaning(JSON.stringify({ ...body, [field]: value }))).toEqual(plain);
      });

      it('changes with every field that is not known to be harmless', () => {
        const known = new Set([...Object.keys(body), ...Object.keys(ignored), ...handled]);
        const field = fc
          .string({ minLength: 1 })
          .filter((name) => !known.has(name) && !/^header:|^__proto__$/.test(name));
        const value = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.boolean());
        fc.assert(
          fc.property(field, value, (name, extra) => {
            expect(meaning(JSON.stringify({ ...body, [name]: extra }))).not.toEqual(plain);
          }),
        );
      });

      it.each(changes.map((change) => [JSON.stringify(change), change] as const))('changes with %s', (_, change) => {
        expect(meaning(JSON.stringify({ ...body, ...change }))).not.toEqual(plain);
      });
    });

    it.each(Object.entries(samples.answers))('replays %s byte for byte as JSON', (_, body) => {
      const { completion } = dialect.parseResponse(body, 'json');
      expect(Buffer.from(dialect.render(completion, JSON_FORM)!.body).equals(body)).toBe(true);
    });

    it.each(Object.entries(samples.answers))('replays %s as a stream that amounts to the same', (_, body) => {
      expectSameReplay(dialect.parseResponse(body, 'json'));
    });

    it('replays any answer as a stream that amounts to the same', () => {
      fc.assert(
        fc.property(samples.anyAnswer, (answer) => {
          expectSameReplay(dialect.parseResponse(Buffer.from(JSON.stringify(answer)), 'json'));
        }),
      );
    });

    it.each(streams)('captures %s and replays it', (_, body) => {
      const parsed = dialect.parseResponse(body, 'sse');
      expectSameReplay(parsed);
      expect(dialect.render(parsed.completion, JSON_FORM)!.body).toEqual(parsed.completion.body);
    });

    it('captures any stream as the answer that it amounts to', () => {
      fc.assert(
        fc.property(samples.anyStream, ({ stream, answer }) => {
          const parsed = dialect.parseResponse(Buffer.from(stream), 'sse');
          expect(documentOf(parsed)).toEqual(JSON.parse(JSON.stringify(answer)));
          expectSameReplay(parsed);
        }),
      );
    });

    it.each(streams)('takes %s whole or not at all, wherever it is cut', (_, body) => {
      const whole = documentOf(dialect.parseResponse(body, 'sse'));
      const end = body.toString().trimEnd().length;
      const lengthInBytes = Buffer.byteLength(body.toString().slice(0, end));
      for (let at = 0; at < body.length; at += 1) {
        const cut = (): ParsedResponse => dialect.parseResponse(body.subarray(0, at), 'sse');
        if (at < lengthInBytes) expect(cut).toThrow(UnreadableResponseError);
        else expect(documentOf(cut())).toEqual(whole);
      }
    });

    it.each(streams)('reads %s with any line ends and comments', (_, body) => {
      const whole = documentOf(dialect.parseResponse(body, 'sse'));
      const text = body.toString();
      const variants = [
        text.replaceAll('\n', '\r\n'),
        text.replaceAll('\n', '\r'),
        text.replaceAll('\n\n', '\n\n: x\n\n'),
      ];
      for (const variant of variants) {
        expect(documentOf(dialect.parseResponse(Buffer.from(variant), 'sse'))).toEqual(whole);
      }
    });

    it('renders the same bytes each time, and leaves the completion as it is', () => {
      for (const body of Object.values(samples.answers)) {
        const before = Buffer.from(body);
        const { completion } = dialect.parseResponse(body, 'json');
        expect(dialect.render(completion, STREAM)).toEqual(dialect.render(completion, STREAM));
        expect(body.equals(before)).toBe(true);
      }
    });
  });
}

function expectRefusal(act: () => unknown, kind: new (...args: never[]) => Error): void {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
  }
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject).reverse();
  return Object.fromEntries(entries.map(([key, inside]) => [key, reversed(inside ?? null)]));
}
