import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { buildApp, type App } from '../../../src/app/app';
import { fileTexts } from '../../../src/config/file-texts';
import { loadSettings } from '../../../src/config/load';
import { policiesInForce } from '../../../src/config/policies-in-force';
import { createLogger } from '../../../src/observability/logger';
import { fetchModel } from '../../../tools/fetch/model';
import { until } from '../../../tools/harness/waiting';
import {
  connect,
  Exchange,
  headersSet,
  requestBody,
  requestHeaders,
  resetMany,
  responseBody,
  responseHeaders,
  type ProcessClient,
} from './exchange';

const ANSWER = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Four.', refusal: null }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
});
const question = (content: string, more: object = {}): object => ({
  model: 'm',
  messages: [{ role: 'user', content }],
  ...more,
});

describe('the ext_proc service', () => {
  let dir: string;
  let app: App;
  let address: string;
  let client: ProcessClient;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-extproc-'));
    const config = join(dir, 'config.yaml');
    await writeFile(
      config,
      `listen: { address: '127.0.0.1:0' }
admin: { address: '127.0.0.1:0' }
embedding: { model: '${await fetchModel()}' }
store: { path: '${join(dir, 'store')}' }
limits: { request-body: 8KiB, response-body: 64KiB, lookup-budget: 2s, max-message-timeout: 10s }
log: { level: silent }
policies:
  - name: waiting
    match: { paths: [/coalesced] }
    lookup: { similarity: 0.9 }
    coalesce: 5s
    store: { ttl: 60 }
  - name: looking
    match: { paths: [/read-only] }
    lookup: { similarity: 0.9 }
  - name: default
    lookup: { similarity: 0.9, maxMessageCount: 3 }
    store: { ttl: 60 }
`,
    );
    const loaded = loadSettings({ argv: ['--config', config], env: {} });
    app = buildApp(loaded.settings, policiesInForce(loaded, { files: fileTexts() }), createLogger({ level: 'silent' }));
    address = (await app.start()).extproc;
    client = connect(address);
  });
  afterAll(async () => {
    client.close();
    await app.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** A call that goes upstream and whose answer is taken. */
  async function teach(content: string, headers: Record<string, string> = {}): Promise<void> {
    const stored = async (): Promise<number> => {
      const { body } = await app.telemetry.metrics();
      return Number(/llm_semantic_cache_store_total\{outcome="stored",reason="none"\} (\d+)/.exec(body)?.[1] ?? 0);
    };
    const before = await stored();
    const exchange = new Exchange(client);
    await exchange.ask(requestHeaders(headers));
    expect(await exchange.ask(requestBody(question(content)))).toMatchObject({ response: 'request_body' });
    await exchange.ask(responseHeaders());
    await exchange.ask(responseBody(ANSWER, true));
    await exchange.status;
    while ((await stored()) === before) await new Promise(setImmediate);
  }

  async function head(
    headers: Record<string, string>,
    endOfStream = false,
  ): Promise<{ answer: any; exchange: Exchange }> {
    const exchange = new Exchange(client);
    return { answer: await exchange.ask(requestHeaders(headers, endOfStream)), exchange };
  }

  async function verdict(body: object, headers: Record<string, string> = {}): Promise<string> {
    const { exchange } = await head(headers);
    const answer = await exchange.ask(body);
    if (answer.response === 'immediate_response') return headersSet(answer)['cache-status'] ?? '';
    const told = headersSet(await exchange.ask(responseHeaders()))['cache-status'] ?? '';
    exchange.cancel();
    return told;
  }

  it.each([
    ['another path', { ':path': '/v1/embeddings' }],
    ['a GET', { ':method': 'GET' }],
    ['a health check', { ':method': 'GET', ':path': '/healthz' }],
  ])('is done with %s after one exchange of headers', async (_what, headers) => {
    const { answer, exchange } = await head(headers);
    expect(answer).toMatchObject({
      response: 'request_headers',
      mode_override: { response_header_mode: 'SKIP' },
    });
    // Proto3 leaves out what is 0: both bodies are NONE.
    expect(answer.mode_override.request_body_mode).toBeUndefined();
    expect(answer.mode_override.response_body_mode).toBeUndefined();
    expect((await exchange.status).code).toBe(0);
  });

  it('asks for the body of a completion call and takes accept-encoding away', async () => {
    const { answer, exchange } = await head({ 'accept-encoding': 'gzip' });
    expect(answer).toMatchObject({
      response: 'request_headers',
      request_headers: { response: { header_mutation: { remove_headers: ['accept-encoding'] } } },
      mode_override: { request_body_mode: 'BUFFERED_PARTIAL', response_header_mode: 'SEND' },
    });
    exchange.cancel();
  });

  it('goes on at a miss, copies the answer, and gives it to the next who asks', async () => {
    const exchange = new Exchange(client);
    await exchange.ask(requestHeaders({ authorization: 'Bearer a' }));
    const miss = await exchange.ask(requestBody(question('What is two plus two?')));
    expect(miss).toMatchObject({ response: 'request_body' });
    const told = await exchange.ask(responseHeaders());
    expect(told).toMatchObject({ mode_override: { response_body_mode: 'STREAMED' } });
    expect(headersSet(told)['cache-status']).toBe('llm-semantic-cache;fwd=miss;stored;detail=no-entry');
    await exchange.ask(responseBody(ANSWER, true));
    expect((await exchange.status).code).toBe(0);

    await teach('What is two plus two?', { authorization: 'Bearer b' });
    const again = new Exchange(client);
    await again.ask(requestHeaders({ authorization: 'Bearer b' }));
    const hit = await again.ask(requestBody(question('What is two plus two?')));
    expect(hit.response).toBe('immediate_response');
    expect(hit.immediate_response).toMatchObject({ status: { code: 200 }, details: 'llm_semantic_cache_hit' });
    expect(hit.immediate_response.body.toString()).toBe(ANSWER);
    expect(headersSet(hit)).toMatchObject({ 'content-type': 'application/json', age: '0' });
    expect(headersSet(hit)['cache-status']).toMatch(/^llm-semantic-cache;hit;ttl=\d+;key="[0-9a-f]{32}";detail=exact$/);
    expect((await again.status).code).toBe(0);
  });

  it('answers a paraphrase, as a stream to who wants a stream, and not another caller', async () => {
    await teach('How do I reset my password?', { authorization: 'Bearer p' });
    const paraphrase = question('How can I reset my password?', { stream: true });
    const exchange = new Exchange(client);
    await exchange.ask(requestHeaders({ authorization: 'Bearer p' }));
    const hit = await exchange.ask(requestBody(paraphrase));
    expect(headersSet(hit)).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' });
    expect(headersSet(hit)['cache-status']).toContain('detail=semantic');
    expect(Number(headersSet(hit)['x-semantic-cache-similarity'])).toBeGreaterThan(0.9);
    expect(hit.immediate_response.body.toString()).toMatch(/^data: .*\n\ndata: \[DONE\]\n\n$/s);

    expect(await verdict(requestBody(paraphrase), { authorization: 'Bearer q' })).toContain('detail=no-entry');
    expect(
      await verdict(requestBody(paraphrase), { authorization: 'Bearer p', ':path': '/x/chat/completions' }),
    ).toContain('detail=no-entry');
  });

  it('refuses the opposite question by name', async () => {
    await teach('How do I turn on dark mode in the app?', { authorization: 'Bearer n' });
    const opposite = requestBody(question('How do I turn off dark mode in the app?'));
    expect(await verdict(opposite, { authorization: 'Bearer n' })).toMatch(/fwd=miss;stored;detail=verify-antonym/);
  });

  it.each<[string, object, Record<string, string>, string]>([
    ['malformed JSON', requestBody('{"model":'), {}, 'fwd=bypass;detail=body-malformed'],
    ['invalid UTF-8', requestBody(Buffer.from([0x7b, 0xff, 0x7d])), {}, 'fwd=bypass;detail=body-malformed'],
    ['a body that Envoy could not buffer', requestBody('{', false), {}, 'fwd=bypass;detail=body-too-large'],
    ['a body over our own limit', requestBody(question('x'.repeat(9000))), {}, 'fwd=bypass;detail=body-too-large'],
    ['an unknown encoding', requestBody('x'), { 'content-encoding': 'zstd' }, 'fwd=bypass;detail=body-encoding'],
    [
      'a conversation longer than the policy has it',
      requestBody({ model: 'm', messages: Array(5).fill({ role: 'user', content: 'a' }) }),
      {},
      'fwd=bypass;detail=too-many-messages',
    ],
    [
      'no-cache',
      requestBody(question('fresh, please')),
      { 'cache-control': 'no-cache' },
      'fwd=request;stored;detail=client-no-cache',
    ],
    [
      'a policy that only looks up',
      requestBody(question('a')),
      { ':path': '/read-only/chat/completions' },
      'fwd=miss;detail=no-entry',
    ],
  ])('goes on at %s and says why', async (_what, body, headers, expected) => {
    expect(await verdict(body, headers)).toBe(`llm-semantic-cache;${expected}`);
  });

  it.each([
    ['no-store', { 'cache-control': 'no-store' }, 'client-no-store'],
    ['an unreadable Cache-Control', { 'cache-control': 'max-age=soon' }, 'bad-cache-control'],
  ])('stays out of a call with %s but says so', async (_what, headers, reason) => {
    const { answer, exchange } = await head(headers);
    expect(answer.mode_override).toMatchObject({ response_header_mode: 'SEND' });
    expect(answer.request_headers.response?.header_mutation).toBeFalsy();
    const told = await exchange.ask(responseHeaders());
    expect(headersSet(told)).toEqual({
      'cache-status': `llm-semantic-cache;fwd=bypass;detail=${reason}`,
      'x-semantic-cache-policy': 'default',
    });
    expect((await exchange.status).code).toBe(0);
  });

  it('answers 504 where nothing is stored for only-if-cached', async () => {
    const { exchange } = await head({ 'cache-control': 'only-if-cached' });
    const answer = await exchange.ask(requestBody(question('never asked before')));
    expect(answer.immediate_response).toMatchObject({ status: { code: 504 } });
    expect(JSON.parse(answer.immediate_response.body.toString())).toMatchObject({ error: { code: 'only_if_cached' } });
    expect(headersSet(answer)['cache-status']).toBe('llm-semantic-cache;fwd=miss;detail=no-entry');
  });

  it.each<[string, object]>([
    ['an error', responseHeaders({ ':status': '429' })],
    ['Envoy’s own reply', responseHeaders({}, 'request_rate_limited')],
    ['a page', responseHeaders({ 'content-type': 'text/html' })],
    ['an encoding that it cannot read', responseHeaders({ 'content-encoding': 'zstd' })],
  ])('does not ask for the body of %s', async (_what, response) => {
    const { exchange } = await head({});
    await exchange.ask(requestBody(question('anything new')));
    const told = await exchange.ask(response);
    expect(told.mode_override).toBeFalsy();
    expect(headersSet(told)['cache-status']).toBe('llm-semantic-cache;fwd=miss;detail=no-entry');
    expect((await exchange.status).code).toBe(0);
  });

  it('answers each of a thousand chunks once, however they arrive', async () => {
    const { exchange } = await head({ authorization: 'Bearer chunks' });
    await exchange.ask(requestBody(question('a long story', { stream: true })));
    await exchange.ask(responseHeaders({ 'content-type': 'text/event-stream' }));
    for (let i = 0; i < 1000; i += 1) exchange.send(responseBody(': ping\n\n', false));
    exchange.send(responseBody('', true));
    for (let i = 0; i <= 1000; i += 1) expect(await exchange.next()).toMatchObject({ response: 'response_body' });
    expect((await exchange.status).code).toBe(0);
    expect(exchange.unread()).toBe(0);
  });

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('puts a stream together that comes byte by byte, its lines ended by %s', async (_what, lineEnd) => {
    const content = 'Vier, 四, 🍀.';
    const choice = { index: 0, delta: { role: 'assistant', content }, finish_reason: 'stop' };
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [choice] };
    const stream = Buffer.from(
      `: hello\n\ndata: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`.replaceAll('\n', lineEnd),
    );
    const headers = { authorization: `Bearer bytes ${JSON.stringify(lineEnd)}` };
    const asking = question('how many leaves?', { stream: true });
    const { exchange } = await head(headers);
    await exchange.ask(requestBody(asking));
    await exchange.ask(responseHeaders({ 'content-type': 'text/event-stream' }));
    for (const byte of stream) exchange.send(responseBody(Buffer.of(byte), false));
    exchange.send(responseBody('', true));
    expect((await exchange.status).code).toBe(0);
    const hit = async (): Promise<string | undefined> => {
      const answer = await (await head(headers)).exchange.ask(requestBody(asking));
      return answer.immediate_response?.body.toString();
    };
    expect(await until('the answer to be kept', hit)).toContain(`"content":"${content}"`);
  });

  it('leaves an answer that grows beyond the limit to Envoy, every chunk answered', async () => {
    const { exchange } = await head({});
    await exchange.ask(requestBody(question('a very long story')));
    await exchange.ask(responseHeaders());
    expect(await exchange.ask(responseBody('x'.repeat(40_000), false))).toMatchObject({ response: 'response_body' });
    expect(await exchange.ask(responseBody('x'.repeat(40_000), false))).toMatchObject({ response: 'response_body' });
    expect((await exchange.status).code).toBe(0);
  });

  it('answers trailers', async () => {
    const { exchange } = await head({});
    expect(await exchange.ask({ request_trailers: { trailers: {} } })).toMatchObject({ response: 'request_trailers' });
    exchange.cancel();
  });

  it('ends a stream well when Envoy half-closes it, at any point', async () => {
    const { exchange } = await head({});
    exchange.halfClose();
    expect((await exchange.status).code).toBe(0);
    const silent = new Exchange(client);
    silent.halfClose();
    expect((await silent.status).code).toBe(0);
  });

  describe('identical calls in flight', () => {
    const call = { ':path': '/coalesced/chat/completions' };

    it('wait for the first one’s answer, after asking Envoy for the time', async () => {
      const body = requestBody(question('asked by two at once'));
      const leader = (await head(call)).exchange;
      await leader.ask(body);
      const follower = (await head(call)).exchange;
      const first = await follower.ask(body);
      expect(first.override_message_timeout).toMatchObject({ seconds: 7 });
      await leader.ask(responseHeaders());
      await leader.ask(responseBody(ANSWER, true));
      const answer = await follower.next();
      expect(answer.immediate_response.body.toString()).toBe(ANSWER);
      expect(headersSet(answer)['cache-status']).toMatch(/fwd=miss;collapsed;ttl=\d+;key=".*";detail=coalesced/);
    });

    it.each<[string, (leader: Exchange) => unknown]>([
      ['fails', (leader) => leader.ask(responseHeaders({ ':status': '500' }))],
      [
        'is given up by its client',
        (leader) => {
          leader.cancel();
        },
      ],
    ])('go upstream at once when the first one %s', async (what, end) => {
      const body = requestBody(question(`asked by two, and the first ${what}`));
      const leader = (await head(call)).exchange;
      await leader.ask(body);
      const follower = (await head(call)).exchange;
      await follower.ask(body);
      await end(leader);
      expect(await follower.next()).toMatchObject({ response: 'request_body' });
      const told = await follower.ask(responseHeaders());
      expect(headersSet(told)['cache-status']).toContain('detail=coalesce-released');
      follower.cancel();
    });
  });

  it('takes any number of resets on a connection', async () => {
    expect([...(await resetMany(client, 3000))]).toEqual([['answered', 3000]]);
  });

  it('tells its health', async () => {
    const { grpc } = loadPackageDefinition(loadSync(protoPath, { enums: String, keepCase: true })) as any;
    const health = new grpc.health.v1.Health(address, credentials.createInsecure());
    const reply = await new Promise((resolve, reject) => {
      const service = 'envoy.service.ext_proc.v3.ExternalProcessor';
      health.check({ service }, (error: Error | null, value: unknown) => {
        if (error === null) resolve(value);
        else reject(error);
      });
    });
    health.close();
    expect(reply).toMatchObject({ status: 'SERVING' });
  });
});
