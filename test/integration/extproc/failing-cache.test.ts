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

const fault = new Error('a fault of ours');
const broken = (): never => {
  throw fault;
};

/** A session that goes through an exchange well, but for what a test breaks. */
const session = (faults: Partial<CacheSession>): CacheSession =>
  ({
    onRequestHead: () => 'need-body',
    onRequestBody: () => Promise.resolve({ kind: 'continue' }),
    onResponseHead: () => true,
    onResponseChunk: () => true,
    onResponseEnd: () => undefined,
    disclosure: () => undefined,
    end: () => undefined,
    fail: () => undefined,
    ...faults,
  }) as unknown as CacheSession;

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
    ['looking at the request head', () => session({ onRequestHead: broken }), 0],
    ['deciding', () => session({ onRequestBody: () => Promise.reject(fault) }), 1],
    ['telling about the decision', () => session({ disclosure: broken }), 2],
    ['looking at the response head', () => session({ onResponseHead: broken }), 2],
    ['taking a chunk', () => session({ onResponseChunk: broken }), 4],
    ['taking the end', () => session({ onResponseEnd: broken }), 4],
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
    open = () => session({});
    const exchange = new Exchange(client);
    expect(await exchange.ask(requestHeaders())).toMatchObject({ response: 'request_headers' });
    exchange.cancel();
  });
});
