import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { cacheReport } from '../../tools/harness/cache-status';
import { ENVOY_VERSIONS } from '../support/envoy';
import { bodyOf, startStack, type Stack } from '../support/stack';
import { askOverHttp2 } from '../support/http2';

describe.each(ENVOY_VERSIONS)('by a Unix socket, a call through Envoy %s', (version) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ listen: 'unix', version });
  });
  afterAll(() => stack.stop());

  it('that is a hit does not touch the upstream', async () => {
    const miss = await stack.askAndKeep({ text: 'Why is the sky blue?' });
    const calls = stack.upstream.count();
    const connections = await stack.envoy.stat('cluster.upstream.upstream_rq_total');
    const hit = await stack.ask({ text: 'Why is the sky blue?' });
    expect([miss.verdict, hit.verdict, hit.body]).toEqual(['miss', 'hit', miss.body]);
    expect(stack.upstream.count()).toBe(calls);
    expect(await stack.envoy.stat('cluster.upstream.upstream_rq_total')).toBe(connections);
  });

  it('that may be kept loses accept-encoding, so that the answer can be read, and any other keeps it', async () => {
    const headers = { 'accept-encoding': 'gzip, br', 'x-script': 'gzipIfAllowed' };
    const kept = await stack.askAndKeep({ text: 'Is this one compressed?', headers });
    expect(stack.upstream.last().headers['accept-encoding']).toBeUndefined();
    expect([kept.headers['content-encoding'], kept.stored]).toEqual([undefined, true]);
    await stack.ask({ text: 'And this one?', headers: { ...headers, 'cache-control': 'no-store' } });
    expect(stack.upstream.last().headers['accept-encoding']).toBe('gzip, br');
  });

  it('is answered without a stale encoding or length from an answer that came compressed all the same', async () => {
    const call = { text: 'What if it is compressed whatever we say?', headers: { 'x-script': 'gzipAlways' } };
    const first = await stack.askAndKeep(call);
    const second = await stack.ask(call);
    expect(first.headers['content-encoding']).toBe('gzip');
    expect(second.verdict).toBe('hit');
    expect(second.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(second.body)).toMatchObject({ object: 'chat.completion' });
    expect(second.headers['content-length']).toBe(String(Buffer.byteLength(second.body)));
  });

  it('keeps content-length in both directions on a miss', async () => {
    const miss = await stack.ask({ text: 'How long is this?' });
    expect(stack.upstream.last().headers['content-length']).toBe(String(stack.upstream.last().body.length));
    expect(miss.headers['content-length']).toBe(String(Buffer.byteLength(miss.body)));
  });

  it('with only-if-cached gets a stored answer or 504, and never the upstream', async () => {
    await stack.askAndKeep({ text: 'Who wrote the first novel?' });
    const calls = stack.upstream.count();
    const headers = { 'cache-control': 'only-if-cached' };
    expect((await stack.ask({ text: 'Who wrote the first novel?', headers })).status).toBe(200);
    expect((await stack.ask({ text: 'Who wrote the second symphony?', headers })).status).toBe(504);
    expect(stack.upstream.count()).toBe(calls);
  });

  it('over HTTP/2 is a hit as well', async () => {
    await stack.askAndKeep({ text: 'Does this work over HTTP/2?' });
    const { headers } = await askOverHttp2(stack, { text: 'Does this work over HTTP/2?' });
    expect(cacheReport(headers).verdict).toBe('hit');
  });

  it('that upgrades to a WebSocket passes without the cache', async () => {
    const streams = await stack.envoy.stat('semantic_cache.streams_started');
    const upgrade = request(`${stack.envoy.url}/v1/realtime?model=m`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    upgrade.end();
    const [response, socket] = (await once(upgrade, 'upgrade')) as [IncomingMessage, Socket];
    expect(response.statusCode).toBe(101);
    socket.write('ping');
    const [echoed] = (await once(socket, 'data')) as [Buffer];
    expect(echoed.toString()).toBe('ping');
    socket.destroy();
    expect(await stack.envoy.stat('semantic_cache.streams_started')).toBe(streams);
  });

  it('passes Expect: 100-continue', async () => {
    const call = request(`${stack.envoy.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { expect: '100-continue', 'content-type': 'application/json' },
    });
    call.flushHeaders();
    await once(call, 'continue');
    call.end(bodyOf({ text: 'May I go on?' }));
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await response.toArray();
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-status']).toContain('detail=no-entry');
  });
});
