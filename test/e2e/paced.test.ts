import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { cacheReport } from '../../tools/harness/cache-status';
import { send } from '../../tools/harness/exchange';
import { reached } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { PACED_ENVOY_VERSIONS } from '../support/envoy';
import { bodyOf, startStack, stored, STORED, type Ask, type Stack } from '../support/stack';
import { askOverHttp2 } from '../support/http2';

const PACE = 30;
const policies = (pace: string): Readonly<Record<string, unknown>> => ({
  policies: [
    {
      name: 'test',
      match: { paths: ['/v1'] },
      pace,
      lookup: { scoreThreshold: 0.1, varyBy: ['header:x-tenant'] },
      store: { ttl: 3600 },
    },
  ],
});

describe.each(PACED_ENVOY_VERSIONS)('paced replay, by Envoy %s', (version) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ template: 'envoy-paced.yaml', version, config: policies(`${PACE}ms`) });
  });
  afterAll(() => stack.stop());

  const streamed = (text: string): Ask => ({ text, fields: { stream: true }, headers: { 'x-tenant': text } });

  /** Starts a completion call, without its body. */
  function open(headers: Record<string, string>, path = '/v1/chat/completions'): ClientRequest {
    return request(`${stack.envoy.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test', ...headers },
    });
  }

  /** A streamed call, and when each of its events came, in ms after it was sent. */
  async function watched(call: Ask): Promise<{ verdict: string; events: string[]; at: number[] }> {
    const start = performance.now();
    const sent = open({ ...call.headers }).end(bodyOf(call));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const events: string[] = [];
    const at: number[] = [];
    let text = '';
    for await (const chunk of response) {
      const parts = (text + String(chunk)).split(/(?<=\n\n)/);
      text = parts.at(-1)?.endsWith('\n\n') === true ? '' : (parts.pop() ?? '');
      events.push(...parts);
      at.push(...parts.map(() => performance.now() - start));
    }
    expect(text).toBe('');
    return { verdict: cacheReport(response.headers).verdict, events, at };
  }

  /** The deltas put together, however the text was cut into events. */
  function textOf(events: readonly string[]): string {
    const deltas = events.flatMap((event) => /"content":("(?:[^"\\]|\\.)*")/.exec(event)?.[1] ?? []);
    return deltas.map((text) => JSON.parse(text) as string).join('');
  }

  it('a streamed hit comes event by event, no event before its time, and never from the upstream', async () => {
    const call = streamed('How fast does an answer come?');
    const miss = await stack.askAndKeep({ ...call, headers: { ...call.headers, 'x-script': 'slowStream' } });
    const calls = stack.upstream.count();
    const { verdict, events, at } = await watched(call);
    expect([miss.verdict, verdict]).toEqual(['miss', 'hit']);
    expect(events.length).toBeGreaterThan(8);
    expect(events.at(-1)).toBe('data: [DONE]\n\n');
    expect(stack.upstream.count()).toBe(calls);
    // A timer of Node's may fire a millisecond early.
    expect(at.map((ms, i) => ms >= i * (PACE - 1))).toEqual(at.map(() => true));
    // And they were not held back until the last one.
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(4 * PACE);
  });

  it('a hit in JSON comes in one piece', async () => {
    const miss = await stack.askAndKeep({ text: 'And how fast in JSON?' });
    const hit = await stack.ask({ text: 'And how fast in JSON?' });
    expect([hit.verdict, hit.form, hit.body]).toEqual(['hit', 'json', miss.body]);
    expect(hit.headers['content-length']).toBe(String(Buffer.byteLength(hit.body)));
  });

  it('a hit over HTTP/2 is paced as well', async () => {
    const call = streamed('Does it come like that over HTTP/2?');
    await stack.askAndKeep(call);
    const start = performance.now();
    const { chunks } = await askOverHttp2(stack, call);
    const events = Buffer.concat(chunks).toString().split('\n\n').length - 1;
    expect(events).toBeGreaterThan(2);
    expect(performance.now() - start).toBeGreaterThanOrEqual((events - 1) * (PACE - 1));
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'bypass'],
    ['malformed JSON', Buffer.from('{"model":"m","messages":[{'), 'bypass'],
    ['1 KB', Buffer.from(bodyOf({ text: 'k'.repeat(1000) })), 'miss'],
    ['200 KB', Buffer.from(bodyOf({ text: 'k'.repeat(200_000) })), 'miss'],
    ['3 MB', Buffer.from(bodyOf({ text: 'k'.repeat(3_000_000) })), 'bypass'],
    ['3 MB of noise', randomBytes(3_000_000), 'bypass'],
  ])('a body that is not answered reaches the upstream byte for byte: %s', async (what, body, verdict) => {
    const before = stack.upstream.count();
    const headers = { 'x-tenant': what, 'content-length': String(body.length) };
    const answer = await send({ url: `${stack.envoy.url}/v1/chat/completions`, headers, body });
    expect([answer.status, answer.verdict]).toEqual([200, verdict]);
    expect(stack.upstream.count()).toBe(before + 1);
    expect(stack.upstream.last().body.equals(body)).toBe(true);
  });

  it('a body that comes chunk by chunk is put together', async () => {
    const whole = bodyOf({ text: 'What if it comes in pieces?', fields: { user: 'u'.repeat(100_000) } });
    const sent = open({ 'x-tenant': 'pieces' });
    for (let at = 0; at < whole.length; at += 10_000) {
      await new Promise((resolve) => sent.write(whole.slice(at, at + 10_000), resolve));
    }
    const [response] = (await once(sent.end(), 'response')) as [IncomingMessage];
    await response.toArray();
    expect(cacheReport(response.headers)).toMatchObject({ verdict: 'miss', stored: true });
    expect(stack.upstream.last().body.toString()).toBe(whole);
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['that no policy covers', '/elsewhere/v1/messages', {}, 'untouched'],
    ['that is not to be stored', '/v1/chat/completions', { 'cache-control': 'no-store' }, 'bypass'],
  ])('a call %s goes on as it is', async (_what, path, headers, verdict) => {
    const body = randomBytes(500_000);
    const answer = await send({
      url: `${stack.envoy.url}${path}`,
      headers: { ...headers, 'accept-encoding': 'br' },
      body,
    });
    expect([answer.status, answer.verdict]).toEqual([200, verdict]);
    expect(stack.upstream.last().body.equals(body)).toBe(true);
    expect(stack.upstream.last().headers['accept-encoding']).toBe('br');
  });

  it('a call to another path costs one message and keeps its length', async () => {
    const messages = await stack.envoy.stat('semantic_cache.stream_msgs_sent');
    const body = randomBytes(500_000);
    const headers = { 'content-length': String(body.length) };
    const answer = await send({ url: `${stack.envoy.url}/v1/files`, headers, body });
    expect([answer.status, answer.verdict]).toEqual([200, 'untouched']);
    expect(stack.upstream.last().body.equals(body)).toBe(true);
    expect(stack.upstream.last().headers['content-length']).toBe(String(body.length));
    expect(await stack.envoy.stat('semantic_cache.stream_msgs_sent')).toBe(messages + 1);
  });

  it('a long answer passes while it is kept, each chunk answered once, and is replayed whole', async () => {
    const call = {
      ...streamed('What is in a long answer?'),
      headers: { 'x-script': 'slowStream', 'x-tenant': 'long' },
    };
    const kept = await stored(stack.server);
    const miss = await watched(call);
    await reached(stack.server.adminUrl, STORED, kept + 1);
    const hit = await watched({ ...call, headers: { 'x-tenant': 'long' } });
    expect([miss.verdict, hit.verdict]).toEqual(['miss', 'hit']);
    expect(textOf(hit.events)).toBe(textOf(miss.events));
    expect(await stack.envoy.stat('semantic_cache.spurious_msgs_received')).toBe(0);
    expect(await stack.envoy.stat('semantic_cache.message_timeouts')).toBe(0);
  });

  it('a client that leaves in mid replay leaves nothing open', async () => {
    const sent = open({ 'x-tenant': 'long' }).end(bodyOf(streamed('What is in a long answer?')));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(cacheReport(response.headers).verdict).toBe('hit');
    await once(response, 'data');
    const active = async (): Promise<number> =>
      (await stack.server.metrics()).gauge('llm_semantic_cache_extproc_streams_active');
    expect(await active()).toBe(1);
    sent.destroy();
    await until('no open stream', async () => ((await active()) === 0 ? true : undefined));
  });

  it('fifty at once come whole, and no stream fails', async () => {
    const call = streamed('How fast does an answer come?');
    const answers = await Promise.all(Array.from({ length: 50 }, () => watched(call)));
    expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(['hit']));
    expect(new Set(answers.map(({ events }) => events.length)).size).toBe(1);
    expect(await stack.envoy.stat('semantic_cache.streams_failed')).toBe(0);
  });

  it('a replay without pace comes in one piece and says the same', async () => {
    const call = streamed('How fast does an answer come?');
    const { events } = await watched(call);
    await stack.server.configure(policies('0s'));
    await reached(stack.server.adminUrl, ['llm_semantic_cache_config_reloads_total', { result: 'applied' }], 1);
    const unpaced = await stack.ask(call);
    expect([unpaced.verdict, unpaced.body]).toEqual(['hit', events.join('')]);
    expect(unpaced.headers['content-length']).toBe(String(Buffer.byteLength(unpaced.body)));
    expect(Object.keys(unpaced.headers)).toEqual(expect.arrayContaining(['cache-status', 'age']));
  });

  it('a cache that is gone is passed by once that is known', async () => {
    await stack.server.signal('SIGKILL');
    const call = { text: 'Is anybody there?', headers: { 'x-tenant': 'gone' } };
    const passed = async (): Promise<true | undefined> => ((await stack.ask(call)).status === 200 ? true : undefined);
    await until('calls to pass', passed);
    for (let i = 0; i < 10; i += 1) {
      const answer = await stack.ask(call);
      expect([answer.status, answer.verdict]).toEqual([200, 'untouched']);
      expect(stack.upstream.last().body.toString()).toBe(bodyOf(call));
    }
    await stack.server.start();
    await until('the cache to be asked again', async () =>
      (await stack.ask(call)).verdict === 'untouched' ? undefined : true,
    );
  });

  it('a cache that hangs loses the calls that it holds, and is passed by once that is known', async () => {
    const call = { text: 'Does anybody answer?', headers: { 'x-tenant': 'hangs' } };
    await stack.server.signal('SIGSTOP');
    const held = await stack.ask(call);
    const next = await stack.ask(call);
    await stack.server.signal('SIGCONT');
    expect(held.status).toBe(500);
    expect([next.status, next.verdict]).toEqual([200, 'untouched']);
    await until('the cache to be asked again', async () =>
      (await stack.ask(call)).verdict === 'untouched' ? undefined : true,
    );
  });
});
