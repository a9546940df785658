import { gzipSync } from 'node:zlib';
import { send, type Answer } from '../../tools/harness/exchange';
import { bodyOf, startStack, type Stack } from '../support/stack';

describe('an odd request', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  const MiB = 2 ** 20;
  const longest = (bytes: number): string => 'lorem ipsum '.repeat(Math.ceil(bytes / 12)).slice(0, bytes);

  const BODIES: readonly [what: string, body: string | Buffer, headers?: Record<string, string>][] = [
    ['nothing but white space', ' \n\t '],
    ['malformed JSON', '{"model":"m","messages":[{"role":"user","content":"unterminated'],
    ['JSON that is no object', '[1, 2, 3]'],
    ['null', 'null'],
    ['messages that are no list', '{"model":"m","messages":{"role":"user"}}'],
    ['a prompt of 5 MB', bodyOf({ text: longest(5 * MiB) })],
    ['a prompt just above the buffer limit', bodyOf({ text: longest(MiB + 1) })],
    ['a prompt just under the buffer limit', bodyOf({ text: longest(MiB - 200) })],
    ['nesting 10,000 deep', `{"model":"m","messages":[],"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['duplicate keys', '{"model":"a","messages":[{"role":"user","content":"one","content":"two"}],"model":"b"}'],
    [
      'invalid UTF-8',
      Buffer.from([
        ...Buffer.from('{"model":"m","messages":[{"role":"user","content":"'),
        0xff,
        0xc3,
        0x28,
        ...Buffer.from('"}]}'),
      ]),
    ],
    ['a lone surrogate', '{"model":"m","messages":[{"role":"user","content":"\\ud800"}]}'],
    ['a byte order mark', `\ufeff${bodyOf({ text: 'With a mark?' })}`],
    [
      'prototype keys',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"model":"m","messages":[{"role":"user","content":"hi","__proto__":{"polluted":true}}]}',
    ],
    [
      'numbers that JavaScript rounds',
      '{"model":"m","seed":12345678901234567890,"temperature":1e400,"messages":[{"role":"user","content":"n"}]}',
    ],
    ['odd white space and key order', '{ "messages" : [ {"content":"spaces?" , "role":"user"} ]\r\n,\t"model":"m" }'],
    ['gzip', gzipSync(bodyOf({ text: 'Is this compressed?' })), { 'content-encoding': 'gzip' }],
    ['a gzip body that is cut', gzipSync(bodyOf({ text: 'Cut?' })).subarray(0, 30), { 'content-encoding': 'gzip' }],
    ['an unknown content-encoding', 'abc', { 'content-encoding': 'made-up' }],
    ['a bomb of gzip', gzipSync(Buffer.alloc(100 * MiB)), { 'content-encoding': 'gzip' }],
  ];

  it.each(BODIES)('reaches the upstream byte for byte: %s', async (what, body, headers = {}) => {
    const before = stack.upstream.count();
    const answer = await post(body, { ...headers, 'x-tenant': what });
    expect(answer.status).toBe(200);
    expect(stack.upstream.count()).toBe(before + 1);
    const received = stack.upstream.last();
    expect(received.body.equals(Buffer.from(body))).toBe(true);
    expect(received.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(received.headers['content-encoding']).toBe(headers['content-encoding']);
  });

  it.each(BODIES)('is answered the same when it comes again: %s', async (what, body, headers = {}) => {
    const answer = await post(body, { ...headers, 'x-tenant': what });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ object: 'chat.completion' });
  });

  it('over the buffer limit passes uncached and is never a 413', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => post(bodyOf({ text: longest(3 * MiB) }))));
    expect(answers.map(({ status, verdict, reason }) => [status, verdict, reason])).toEqual(
      Array(3).fill([200, 'bypass', 'body-too-large']),
    );
  });

  it('with different numbers of the same rounding is not answered by the other', async () => {
    const seeded = (seed: string): string =>
      `{"model":"m","seed":${seed},"messages":[{"role":"user","content":"seed?"}]}`;
    const before = stack.upstream.count();
    await post(seeded('9007199254740993'));
    await post(seeded('9007199254740992'));
    expect(stack.upstream.count()).toBe(before + 2);
  });

  it('leaves the prototypes of the server alone', async () => {
    const answer = await stack.ask({ text: 'Is everything as before?', headers: { 'x-tenant': 'after' } });
    expect([answer.status, answer.verdict]).toEqual([200, 'miss']);
    expect((await fetch(`${stack.server.adminUrl}/readyz`)).status).toBe(200);
  });

  it.each([
    ['another path', 'POST', '/v1/embeddings'],
    ['a GET', 'GET', '/v1/models'],
    ['a GET of the completion path', 'GET', '/v1/chat/completions'],
    ['a DELETE', 'DELETE', '/v1/files/1'],
  ])('of another kind costs one headers exchange and passes untouched: %s', async (_, method, path) => {
    const messages = await stack.envoy.stat('semantic_cache.stream_msgs_sent');
    const response = await fetch(`${stack.envoy.url}${path}`, {
      method,
      headers: { 'accept-encoding': 'br', 'x-script': 'gzipAlways' },
      ...(method === 'POST' && { body: '{"input":"x"}' }),
    });
    await response.arrayBuffer();
    expect(response.headers.get('cache-status')).toBeNull();
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(stack.upstream.last().headers['accept-encoding']).toBe('br');
    expect(await stack.envoy.stat('semantic_cache.stream_msgs_sent')).toBe(messages + 1);
  });

  function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    return send({ url: `${stack.envoy.url}/v1/chat/completions`, headers: { ...headers, ...length }, body });
  }
});
