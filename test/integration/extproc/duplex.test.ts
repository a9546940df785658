import type { Cache } from '../../../src/cache/cache';
import type { BodyDecision, CacheSession } from '../../../src/cache/session';
import type { StreamEnd } from '../../../src/core/decision';
import { createExtprocServer, type ExtprocServer } from '../../../src/extproc/server';
import {
  connect,
  Exchange,
  requestBody,
  requestHeaders,
  responseBody,
  responseHeaders,
  type ProcessClient,
} from './exchange';
import { broken, fakeSession, fault } from './fake-session';

const MAX_BYTES = 1000;
const BODY = Buffer.from('{"model":"m"}');
const replay = (paceMs: number, events = 3): BodyDecision => ({
  kind: 'replay',
  answer: {
    contentType: 'text/event-stream',
    body: Buffer.from(Array.from({ length: events }, (_, i) => `data: ${i}\n\n`).join('')),
  },
  paceMs,
});

/** The first message of an Envoy that is configured for paced replays. */
const duplexHeaders = (): object => ({
  ...requestHeaders(),
  protocol_config: { request_body_mode: 'FULL_DUPLEX_STREAMED', response_body_mode: 'STREAMED' },
});

describe('a stream in full duplex', () => {
  let server: ExtprocServer;
  let client: ProcessClient;
  let open: () => CacheSession;
  let faults: Partial<CacheSession>;
  let heard: unknown[];
  let seen: { body: string; complete: boolean }[];
  let ends: StreamEnd[];
  let ended: () => void;

  const session = (): CacheSession =>
    fakeSession({
      onRequestBody: (body: Uint8Array, complete: boolean) => {
        seen.push({ body: Buffer.from(body).toString(), complete });
        return Promise.resolve<BodyDecision>({ kind: 'continue' });
      },
      ...faults,
    });

  beforeEach(async () => {
    [open, faults, heard, seen, ends, ended] = [session, {}, [], [], [], () => undefined];
    server = createExtprocServer({ open: () => open() } as unknown as Cache, {
      address: '127.0.0.1:0',
      socketMode: 0o600,
      drainMs: 50,
      maxRequestBytes: MAX_BYTES,
      discloses: () => true,
      failed: (_where, error) => heard.push(error),
      streams: {
        streamOpened: () => undefined,
        streamEnded: (end) => {
          ends.push(end);
          ended();
        },
      },
    });
    client = connect(`127.0.0.1:${await server.start()}`);
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  /** The request that the server lets go on: checks the order of messages. */
  async function forwarded(exchange: Exchange): Promise<Buffer> {
    expect(await exchange.next()).toMatchObject({ response: 'request_headers' });
    return await restOf(exchange);
  }

  async function restOf(exchange: Exchange): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (;;) {
      const { request_body: answer } = await exchange.next();
      const { body, end_of_stream: last } = answer.response.body_mutation.streamed_response;
      pieces.push(body ?? Buffer.alloc(0));
      if (last === true) return Buffer.concat(pieces);
    }
  }

  it('sends the whole body back at a miss, takes the answer chunk by chunk, and asks for no other modes', async () => {
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY.subarray(0, 5), false));
    exchange.send(requestBody(BODY.subarray(5), false));
    exchange.send(requestBody(Buffer.alloc(0), true));
    expect(await forwarded(exchange)).toEqual(BODY);
    expect(seen).toEqual([{ body: BODY.toString(), complete: true }]);
    const told = await exchange.ask(responseHeaders());
    expect(told).toMatchObject({ response: 'response_headers' });
    expect(told.mode_override).toBeFalsy();
    expect(await exchange.ask(responseBody('x', true))).toMatchObject({ response: 'response_body' });
    expect((await exchange.status).code).toBe(0);
  });

  it.each<[string, () => void]>([
    ['opening a session', () => (open = broken)],
    ['looking at the request head', () => (faults = { onRequestHead: broken })],
    ['deciding', () => (faults = { onRequestBody: () => Promise.reject(fault) })],
    [
      'telling about the decision',
      () => (faults = { onRequestBody: () => Promise.resolve(replay(10)), disclosure: broken }),
    ],
    [
      'making the answer',
      () =>
        (faults = {
          onRequestBody: () =>
            Promise.resolve<BodyDecision>({
              kind: 'replay',
              answer: { contentType: 'text/event-stream', body: undefined as unknown as Buffer },
              paceMs: 10,
            }),
        }),
    ],
  ])('lets the request go on whole when %s fails', async (_what, breaks) => {
    breaks();
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, false));
    exchange.send(requestBody(Buffer.from(' '), true));
    expect((await forwarded(exchange)).toString()).toBe(`${BODY.toString()} `);
    expect((await exchange.status).code).toBe(0);
    expect([heard.length, ends]).toEqual([1, ['failed']]);
  });

  it.each<[string, Partial<CacheSession>]>([
    ['the response head', { onResponseHead: broken }],
    ['a chunk', { onResponseChunk: broken }],
  ])('ends the call with OK when looking at %s fails: the request has gone on', async (_what, breaks) => {
    faults = breaks;
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, true));
    await forwarded(exchange);
    exchange.send(responseHeaders());
    exchange.send(responseBody('x', false));
    expect((await exchange.status).code).toBe(0);
    expect([heard, ends]).toEqual([[fault], ['failed']]);
  });

  it('lets a body go on that grows over the bound, and what comes of it later', async () => {
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody('a'.repeat(MAX_BYTES), false));
    exchange.send(requestBody('b', false));
    expect(await exchange.next()).toMatchObject({ response: 'request_headers' });
    exchange.send(requestBody('c'.repeat(200_000), false));
    exchange.send(requestBody('d', true));
    const whole = await restOf(exchange);
    expect(whole.toString()).toBe(`${'a'.repeat(MAX_BYTES)}b${'c'.repeat(200_000)}d`);
    expect(seen.map(({ complete }) => complete)).toEqual([false]);
    exchange.cancel();
  });

  it.each(['ignore', 'announce'] as const)('lets a body go on at once that the cache has to %s', async (wish) => {
    faults = { onRequestHead: () => wish, onResponseHead: () => false };
    const exchange = new Exchange(client);
    expect(await exchange.ask(duplexHeaders())).toMatchObject({ response: 'request_headers' });
    expect(await exchange.ask(requestBody('a', false))).toMatchObject({ response: 'request_body' });
    // The upstream may answer before it has the whole request.
    expect(await exchange.ask(responseHeaders())).toMatchObject({ response: 'response_headers' });
    expect(await exchange.ask(responseBody('x', false))).toMatchObject({ response: 'response_body' });
    exchange.send(requestBody('b', true));
    expect((await restOf(exchange)).toString()).toBe('b');
    expect((await exchange.status).code).toBe(0);
    expect([seen, ends]).toEqual([[], ['finished']]);
  });

  it('takes trailers for the end of the body', async () => {
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, false));
    exchange.send({ request_trailers: { trailers: {} } });
    expect(await exchange.next()).toMatchObject({ response: 'request_headers' });
    const { request_body: answer } = await exchange.next();
    const { body, end_of_stream: last } = answer.response.body_mutation.streamed_response;
    expect([body.toString(), Boolean(last)]).toEqual([BODY.toString(), false]);
    expect(await exchange.next()).toMatchObject({ response: 'request_trailers' });
    expect(seen).toEqual([{ body: BODY.toString(), complete: true }]);
    exchange.cancel();
  });

  it('streams a replay and then ends the call with OK', async () => {
    faults = { onRequestBody: () => Promise.resolve(replay(5)) };
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, true));
    const { streamed_immediate_response: head } = await exchange.next();
    expect(head.headers_response.headers.headers.map(({ key }: { key: string }) => key)).toEqual([
      ':status',
      'content-type',
    ]);
    for (const [i, last] of [false, false, true].entries()) {
      const { streamed_immediate_response: event } = await exchange.next();
      expect(event.body_response.body.toString()).toBe(`data: ${i}\n\n`);
      expect(Boolean(event.body_response.end_of_stream)).toBe(last);
    }
    expect((await exchange.status).code).toBe(0);
    expect(ends).toEqual(['finished']);
  });

  it('is recorded when a replay begins, and ends at once when the client leaves in the middle', async () => {
    const recorded = new Promise<void>((resolve) => {
      faults = {
        onRequestBody: () => Promise.resolve(replay(60_000)),
        end: () => {
          resolve();
        },
      };
    });
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, true));
    await exchange.next();
    await recorded;
    expect([ends, server.openStreams()]).toEqual([[], 1]);
    const gone = new Promise<void>((resolve) => (ended = resolve));
    exchange.cancel();
    await gone;
    expect([ends.length, server.openStreams()]).toEqual([1, 0]);
  });

  it('finishes a replay that is under way when the server stops', async () => {
    faults = { onRequestBody: () => Promise.resolve(replay(60_000)) };
    const exchange = new Exchange(client);
    exchange.send(duplexHeaders());
    exchange.send(requestBody(BODY, true));
    await exchange.next();
    await exchange.next();
    const stopped = server.stop();
    const rest = [await exchange.next(), await exchange.next()];
    const events = rest.map(({ streamed_immediate_response: event }) => event.body_response);
    expect(events.map(({ body, end_of_stream: last }) => [body.toString(), Boolean(last)])).toEqual([
      ['data: 1\n\n', false],
      ['data: 2\n\n', true],
    ]);
    expect((await exchange.status).code).toBe(0);
    await stopped;
  });
});
