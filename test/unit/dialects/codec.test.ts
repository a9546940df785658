import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Codec, Completion, Presentation } from '../../../src/core/dialect';
import { UnreadableRequestError, UnreadableResponseError } from '../../../src/core/errors';
import { createCodec } from '../../../src/dialects/codec';
import { headOf } from '../../support/heads';

const NAME = 'openai-chat';
const fixture = (name: string): Buffer =>
  readFileSync(path.join(process.cwd(), 'test/fixtures/dialects/openai-chat', name));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const requestOf = (fields: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields }));

// One codec works on everything here, the other on everything in its thread.
const PLAIN: Presentation = { form: 'json', includeUsage: true, echo: {}, cachedTokens: false };
const ANTHROPIC = { 'anthropic-version': '2023-06-01' };
const LIMIT = 1_000_000;
const inline = createCodec({ offloadBytes: LIMIT, maxDecodedBytes: LIMIT });
const threaded = createCodec({ offloadBytes: 0, maxDecodedBytes: LIMIT });
afterAll(() => Promise.all([inline.close(), threaded.close()]));

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'accepted',
    (error: unknown) => error,
  );
}

describe.each<[string, Codec]>([
  ['here', inline],
  ['in the thread', threaded],
])('codec, working %s', (_, codec) => {
  it('names the dialect of a request', () => {
    expect(codec.dialectOf(headOf(), 'by-path')).toBe(NAME);
    expect(codec.dialectOf(headOf({ path: '/v1/models' }), 'by-path')).toBeUndefined();
  });

  it('takes the policy for it where the path says nothing of the dialect', async () => {
    const elsewhere = headOf({ path: '/llm' });
    expect(codec.dialectOf(elsewhere, 'openai-responses')).toBe('openai-responses');
    expect(codec.dialectOf(headOf(), 'openai-responses')).toBe(NAME);
    expect(codec.dialectOf(headOf({ path: '/llm', method: 'GET' }), 'by-content')).toBeUndefined();
    expect(codec.dialectOf(elsewhere, 'by-content')).toBe('by-content');
    const upload = headOf({ path: '/llm', header: { 'content-type': 'multipart/form-data; boundary=b' } });
    expect(codec.dialectOf(upload, 'by-content')).toBeUndefined();
  });

  it.each<[string, object, Record<string, string>]>([
    [NAME, { model: 'm', messages: [{ role: 'user', content: 'Hi' }] }, {}],
    ['anthropic-messages', { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] }, ANTHROPIC],
    ['anthropic-messages', { model: 'm', max_tokens: 9, system: 'S', messages: [{ role: 'user', content: 'Hi' }] }, {}],
    ['openai-completions', { model: 'm', prompt: 'Hi' }, {}],
    ['openai-responses', { model: 'm', input: 'Hi' }, {}],
  ])('recognises %s by its fields', async (name, body, header) => {
    const head = headOf({ path: '/llm', header });
    const request = await codec.parseRequest('by-content', Buffer.from(JSON.stringify(body)), head);
    expect(request).toMatchObject({ dialect: name, comparedText: 'Hi' });
  });

  it.each(['{"model":"m","input":"Hi","encoding_format":"float"}', '{"a":1}', '[]'])(
    'recognises nothing in %s',
    async (body) => {
      const error = await rejection(codec.parseRequest('by-content', Buffer.from(body), headOf({ path: '/llm' })));
      expect(error).toMatchObject({ reason: 'not-a-completion' });
    },
  );

  it('digests what is only compared for equality', async () => {
    const head = headOf({ header: { authorization: 'Bearer x', 'openai-beta': 'v2' } });
    const request = await codec.parseRequest(NAME, requestOf({ stream: true }), head);
    const message = '{"content":{"compared":[{"text":null,"type":"text"}]},"role":"user"}';
    const canonical = `[{"header:openai-beta":"v2","model":"m"},[${message}]]`;
    expect(request).toEqual({
      dialect: NAME,
      model: 'm',
      messageCount: 1,
      comparedText: 'Hi',
      exactOnly: false,
      rendering: { form: 'sse', includeUsage: false, echo: {} },
      fingerprint: sha256(canonical),
      fingerprintWithoutSystem: sha256(canonical),
    });
  });

  it.each(['gzip', 'br', 'deflate'])('reads a %s request', async (encoding) => {
    const compress = { gzip: zlib.gzipSync, br: zlib.brotliCompressSync, deflate: zlib.deflateSync }[encoding]!;
    const head = headOf({ header: { 'content-encoding': encoding } });
    expect(await codec.parseRequest(NAME, compress(requestOf()), head)).toEqual(
      await codec.parseRequest(NAME, requestOf(), headOf()),
    );
  });

  it.each([
    ['malformed JSON', Buffer.from('{'), '', 'body-malformed'],
    ['a request for audio', requestOf({ modalities: ['audio'] }), '', 'unsupported-request'],
    ['an unknown encoding', requestOf(), 'zstd', 'body-encoding'],
    ['a damaged encoding', requestOf(), 'gzip', 'body-malformed'],
    ['too much', Buffer.alloc(LIMIT + 1, ' '), '', 'body-too-large'],
    ['too much inside', zlib.gzipSync(Buffer.alloc(LIMIT + 1, ' ')), 'gzip', 'body-too-large'],
  ])('refuses %s, with class and reason', async (_name, body, encoding, reason) => {
    const error = await rejection(codec.parseRequest(NAME, body, headOf({ header: { 'content-encoding': encoding } })));
    expect(error).toBeInstanceOf(UnreadableRequestError);
    expect(error).toMatchObject({ reason, code: 'LSC_REQUEST', name: 'UnreadableRequestError' });
  });

  it('reads an answer, and gives its bytes back as they were', async () => {
    const body = fixture('text.json');
    const parsed = await codec.parseResponse(NAME, body, { form: 'json', encoding: '' });
    expect(parsed).toMatchObject({ finished: true, toolCalls: false, refusal: false, empty: false });
    expect(parsed.completion.body).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(parsed.completion.body).equals(body)).toBe(true);
    // The caller's bytes are copied, not taken away.
    expect(body.length).toBeGreaterThan(0);
  });

  it('reads a compressed stream', async () => {
    const body = zlib.gzipSync(fixture('text.sse'));
    const { completion } = await codec.parseResponse(NAME, body, { form: 'sse', encoding: 'gzip' });
    expect(JSON.parse(Buffer.from(completion.body).toString())).toMatchObject({ id: 'chatcmpl-123' });
    expect(completion).toMatchObject({ form: 'sse', usage: { promptTokens: 9, completionTokens: 4 } });
  });

  it.each([
    ['a cut stream', Buffer.from('data: {"id":'), '', 'cut-short'],
    ['an error event', Buffer.from('event: error\ndata: {}\n\n'), '', 'error-event'],
    ['an unknown encoding', Buffer.from('x'), 'zstd', 'response-encoding'],
    ['a damaged encoding', Buffer.from('x'), 'br', 'response-malformed'],
    ['too much', Buffer.alloc(LIMIT + 1, ' '), 'identity', 'response-too-large'],
  ])('refuses %s, with class and reason', async (_name, body, encoding, reason) => {
    const error = await rejection(codec.parseResponse(NAME, body, { form: 'sse', encoding }));
    expect(error).toBeInstanceOf(UnreadableResponseError);
    expect(error).toMatchObject({ reason, code: 'LSC_RESPONSE', name: 'UnreadableResponseError' });
  });

  it('renders a stream, JSON, and what cannot be rendered', async () => {
    const body = new Uint8Array(fixture('text.json'));
    const completion: Completion = { form: 'json', body, usage: { promptTokens: 19, completionTokens: 10 } };
    const streamed = await codec.render(NAME, completion, { ...PLAIN, form: 'sse' });
    expect(streamed?.contentType).toBe('text/event-stream; charset=utf-8');
    expect(Buffer.from(streamed!.body).toString()).toMatch(/^data: \{.*\n\ndata: \[DONE\]\n\n$/s);
    expect((await codec.render(NAME, completion, PLAIN))?.body).toBe(body);
    const unknownUsage = { ...completion, usage: undefined };
    expect(await codec.render(NAME, unknownUsage, { ...PLAIN, form: 'sse' })).toBeUndefined();
    expect(body.length).toBe(fixture('text.json').length);
  });

  it('knows the encodings that it reads', () => {
    expect(['', 'gzip', 'br', 'deflate'].map((encoding) => codec.decodes(encoding))).not.toContain(false);
    expect(codec.decodes('zstd')).toBe(false);
  });

  it('fails on a dialect that it does not have', async () => {
    const error = await rejection(codec.parseResponse('klingon', requestOf(), { form: 'json', encoding: '' }));
    expect(error).toMatchObject({ message: 'no dialect "klingon"' });
    expect(error).not.toBeInstanceOf(UnreadableResponseError);
  });
});

describe('digests', () => {
  const digestsOf = async (fields: object): Promise<readonly string[]> => {
    const request = await inline.parseRequest(NAME, requestOf(fields), headOf());
    return [request.fingerprint, request.fingerprintWithoutSystem];
  };
  const user = { role: 'user', content: 'Hi' };
  const system = (content: string): object => ({ role: 'system', content });

  it('differ in one of two by a system message, in both by another message and by how many there are', async () => {
    const [whole, dialog] = await digestsOf({ messages: [system('a'), user] });
    expect(await digestsOf({ messages: [system('b'), user] })).toEqual([expect.not.stringMatching(whole!), dialog]);
    expect(await digestsOf({ messages: [user] })).toEqual([dialog, dialog]);
    for (const messages of [
      [system('a'), user, user],
      [system('a'), { ...user, name: 'x' }],
    ]) {
      const [otherWhole, otherDialog] = await digestsOf({ messages });
      expect(otherWhole).not.toBe(whole);
      expect(otherDialog).not.toBe(dialog);
    }
  });

  it('do not depend on the order of keys', async () => {
    const one = await digestsOf({ tools: [{ a: 1, b: 2 }], temperature: 1 });
    expect(await digestsOf({ temperature: 1.0, tools: [{ b: 2, a: 1 }] })).toEqual(one);
  });

  it('differ when a parameter does, and tell apart lone surrogates', async () => {
    expect(await digestsOf({ temperature: 1 })).not.toEqual(await digestsOf({ temperature: 0 }));
    expect(await digestsOf({ stop: '\ud800' })).not.toEqual(await digestsOf({ stop: '\ud801' }));
    expect(await digestsOf({ stop: '\ud800' })).not.toEqual(await digestsOf({ stop: '\\ud800' }));
  });

  it('do not depend on the compared text', async () => {
    const other = await digestsOf({ messages: [{ role: 'user', content: 'Something else' }] });
    expect(other).toEqual(await digestsOf({}));
  });
});

describe('the thread', () => {
  it('works while this thread is free to do something else', async () => {
    const codec = createCodec({ offloadBytes: 0, maxDecodedBytes: 50_000_000 });
    const body = requestOf({ messages: [{ role: 'user', content: '\\"'.repeat(5_000_000) }] });
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const request = await codec.parseRequest(NAME, body, headOf());
    clearInterval(timer);
    await codec.close();
    expect(request.comparedText).toHaveLength(10_000_000);
    expect(turns).toBeGreaterThan(10);
  });

  it('turns work away when too much waits, and takes it again afterwards', async () => {
    const codec = createCodec({ offloadBytes: 0, maxDecodedBytes: LIMIT });
    const results = await Promise.all(
      Array.from({ length: 200 }, () => rejection(codec.parseRequest(NAME, requestOf(), headOf()))),
    );
    const refused = results.filter((result) => result !== 'accepted');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(200);
    for (const error of refused) expect(error).toMatchObject({ reason: 'internal-error' });
    expect(await rejection(codec.parseRequest(NAME, requestOf(), headOf()))).toBe('accepted');
    await codec.close();
  });

  it('takes nothing after the end', async () => {
    const codec = createCodec({ offloadBytes: 0, maxDecodedBytes: LIMIT });
    await codec.close();
    expect(await rejection(codec.parseRequest(NAME, requestOf(), headOf()))).toBeInstanceOf(Error);
  });

  it('does not hold the process open', async () => {
    const codecFile = require.resolve('../../../src/dialects/codec');
    const script = `
      const { createCodec } = require(${JSON.stringify(codecFile)});
      const codec = createCodec({ offloadBytes: 0, maxDecodedBytes: 1e6 });
      const head = { method: 'POST', path: '/v1/chat/completions', headers: new Map() };
      codec.parseRequest('openai-chat', Buffer.from(${JSON.stringify(requestOf().toString())}), head)
        .then((request) => console.log(request.comparedText));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { timeout: 20_000 });
    expect(stdout).toBe('Hi\n');
  });
});
