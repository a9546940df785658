import type { Cache } from '../../../src/cache/cache';
import type { CacheSession } from '../../../src/cache/session';
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

describe('a fault in the cache', () => {
  let server: ExtprocServer;
  let client: ProcessClient;
  let open: () => CacheSession;
  let heard: unknown[];

  beforeAll(async () => {
    const cache = { open: () => open() } as unknown as Cache;
    server = createExtprocServer(cache, {
      address: '127.0.0.1:0',
      socketMode: 0o600,
      drainMs: 100,
      maxRequestBytes: 1000,
      discloses: () => true,
      failed: (_where, error) => heard.push(error),
      streams: { streamOpened: () => undefined, streamEnded: () => undefined },
    });
    client = connect(`127.0.0.1:${await server.start()}`);
  });
  beforeEach(() => {
    heard = [];
  });
  afterAll(async () => {
    client.close();
    await server.stop();
  });

  it.each<[string, () => CacheSession, number]>([
    ['opening a session', broken, 0],
    ['looking at the request head', () => fakeSession({ onRequestHead: broken }), 0],
    ['deciding', () => fakeSession({ onRequestBody: () => Promise.reject(fault) }), 1],
    ['telling about the decision', () => fakeSession({ disclosure: broken }), 2],
    ['looking at the response head', () => fakeSession({ onResponseHead: broken }), 2],
    ['taking a chunk', () => fakeSession({ onResponseChunk: broken }), 4],
    ['taking the end', () => fakeSession({ onResponseEnd: broken }), 4],
  ])('when %s ends the call with OK, and is heard of', async (_what, opened, answers) => {
    open = opened;
    const exchange = new Exchange(client);
    const messages = [requestHeaders(), requestBody('{}'), responseHeaders(), responseBody('x', true)];
    for (const message of messages.slice(0, answers)) await exchange.ask(message);
    if (answers < messages.length) exchange.send(messages[answers]!);
    expect((await exchange.status).code).toBe(0);
    expect(exchange.unread()).toBe(0);
    expect(heard).toEqual([fault]);
  });

  it('does not disturb the next exchange', async () => {
    open = () => fakeSession({});
    const exchange = new Exchange(client);
    expect(await exchange.ask(requestHeaders())).toMatchObject({ response: 'request_headers' });
    exchange.cancel();
  });
});
