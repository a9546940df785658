import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { run } from '../../../src/cli/cli';
import { folder, type Folder } from '../../support/files';

let server: Server | undefined;
let files: Folder | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  files?.remove();
  [server, files] = [undefined, undefined];
});

/** What a server that answers so is asked, and where it is. */
async function answering(answer: RequestListener): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Status and lines of a command. The service is not loaded for it: that would fail here. */
async function command(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<readonly [number, string]> {
  const lines: string[] = [];
  const host = {
    env,
    stdin: Readable.from([]),
    print: (line: string) => void lines.push(line),
    printError: (line: string) => void lines.push(line),
    write: () => Promise.resolve(),
    stopSignal: () => new Promise<string>(() => undefined),
  };
  const status = await run(args, host, () => Promise.reject(new Error('the service was loaded')));
  return [status, lines.join('\n')];
}

const page =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const READY = { ready: true, parts: [{ part: 'store', ready: true, detail: 'reads and writes' }] };
const STARTING = {
  ready: false,
  parts: [...READY.parts, { part: 'model', ready: false, detail: 'not loaded yet' }],
};

describe('the command health', () => {
  it('finds the service by the configuration, even when the rest of that is wrong by now', async () => {
    const { url, asked } = await answering(page(200, READY));
    const { port } = new URL(url);
    files = folder({ 'c.yaml': `admin: { address: "0.0.0.0:${port}" }\npolicies: [{ nme: x }]\n` });
    expect(await command(['health', '--config', `${files.path}/c.yaml`])).toEqual([
      0,
      'ready: store: reads and writes',
    ]);
    const env = { LSC_CONFIG: files.write('d.yaml', 'listen: {'), LSC_ADMIN_ADDRESS: `127.0.0.1:${port}` };
    expect(await command(['health'], env)).toEqual([0, 'ready: store: reads and writes']);
    expect(asked).toEqual(['GET /readyz', 'GET /readyz']);
  });

  it.each<[string, RequestListener, RegExp]>([
    ['is not ready', page(503, STARTING), /^not ready: model: not loaded yet$/],
    ['is another one', page(200, 'LIVE\n'), /\/readyz answered 200, but not as llm-semantic-cache does/],
    [
      'hangs up',
      (request) => request.socket.destroy(),
      /^no answer from http:\/\/127\.0\.0\.1:\d+\/readyz: ECONNRESET$/,
    ],
  ])('fails in one line when the server %s', async (_what, answer, line) => {
    const { url } = await answering(answer);
    expect(await command(['health', '--admin', `${url}/`])).toEqual([1, expect.stringMatching(line)]);
  });

  const only = { error: { code: 'only_if_cached' } };
  const status = (text: string): Readonly<Record<string, string>> => ({ 'cache-status': text });
  it.each<[string, RequestListener, number, RegExp]>([
    ['a hit', page(200, {}, status('llm-semantic-cache;hit;ttl=9;detail=exact')), 0, /the cache answers: hit exact$/],
    ['nothing stored', page(504, only, status('llm-semantic-cache;fwd=miss;detail=no-entry')), 0, /\(miss no-entry\)$/],
    ['nothing stored, its headers off', page(504, only), 0, /the cache answers: nothing stored$/],
    [
      'a timeout of the upstream that it let pass',
      page(504, 'upstream request timeout', status('llm-semantic-cache;fwd=miss;detail=no-entry')),
      1,
      /answered 504 and it was not the cache that answered: miss no-entry$/,
    ],
    ['another cache', page(200, {}, status('cdn;hit')), 1, /answered 200 without Cache-Status of llm-semantic-cache/],
    ['a header that is none', page(401, {}, status('"')), 1, /answered 401 without Cache-Status/],
    ['a redirection', page(302, '', { location: '/' }), 1, /answered 302 without Cache-Status/],
  ])('tells %s through Envoy', async (_what, answer, code, line) => {
    const { url, asked } = await answering(answer);
    expect(await command(['health', '--through', `${url}/v1/chat/completions`])).toEqual([
      code,
      expect.stringMatching(line),
    ]);
    expect(asked).toEqual(['POST /v1/chat/completions']);
  });

  it('asks both when both are given', async () => {
    const { url, asked } = await answering(page(200, READY, status('llm-semantic-cache;hit')));
    const [code] = await command(['health', '--admin', url, '--through', `${url}/v1/messages`]);
    expect([code, asked]).toEqual([0, ['GET /readyz', 'POST /v1/messages']]);
  });

  it.each([
    ['--admin', 'localhost:9901'],
    ['--through', '/v1/chat/completions'],
    ['--set', 'admin.adress=x:1'],
  ])('refuses %s %s', async (...flags) => {
    const [code] = await command(['health', ...flags]);
    expect(code).toBe(2);
  });
});

describe('the command drain-envoy', () => {
  it.each<[string, RequestListener, RegExp]>([
    [
      'is no Envoy',
      page(404, 'not found'),
      /healthcheck\/fail answered 404: is it Envoy's admin\?; Envoy is left as it is$/,
    ],
    ['has other statistics', page(200, 'OK'), /Envoy drains\n.*JSON.*; Envoy is left as it is$/],
  ])('says so and ends well when what it asks %s', async (_what, answer, lines) => {
    const { url } = await answering(answer);
    const [code, said] = await command(['drain-envoy', '--admin', url, '--settle', '0s']);
    expect([code, said]).toEqual([0, expect.stringMatching(lines)]);
  });
});
