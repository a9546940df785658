import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { until } from '../../../tools/harness/waiting';
import { startServer, type Server } from '../../support/server';
import {
  connect,
  Exchange,
  requestBody,
  requestHeaders,
  responseBody,
  responseHeaders,
  type ProcessClient,
} from './exchange';

const MiB = 2 ** 20;
const BOUND = 32 * MiB;
const STREAMS = 1000;
const PER_CONNECTION = 250;
/** 200 kB for each stream, as a model's stream comes: one event after the other. */
const EVENTS = 25;
const EVENT = eventOf('x'.repeat(7_850));
const LAST = `${eventOf('', 'stop')}data: [DONE]\n\n`;

function eventOf(content: string, finish: string | null = null): string {
  const choices = [{ index: 0, delta: { role: 'assistant', content }, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`;
}

describe('1,000 streams at once, of 200 kB each', () => {
  let dir: string;
  let server: Server;
  let clients: ProcessClient[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-capture-'));
    server = await startServer({
      dir,
      config: {
        limits: { 'capture-memory': BOUND },
        policies: [{ name: 'exact', lookup: { semantic: false }, store: { ttl: 60 } }],
      },
    });
    clients = Array.from({ length: STREAMS / PER_CONNECTION }, () => connect(server.address));
  });
  afterAll(async () => {
    clients.forEach((client) => {
      client.close();
    });
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const measured = async (name: string): Promise<number> => (await server.metrics()).sum(name);

  /** To the head of the answer. */
  async function begun(n: number): Promise<Exchange> {
    const client = clients[n % clients.length];
    if (client === undefined) throw new Error('no client');
    const exchange = new Exchange(client);
    await exchange.ask(requestHeaders());
    const body = { model: 'm', stream: true, messages: [{ role: 'user', content: `Question ${n}` }] };
    expect(await exchange.ask(requestBody(body))).toMatchObject({ response: 'request_body' });
    expect(await exchange.ask(responseHeaders({ 'content-type': 'text/event-stream' }))).toMatchObject({
      response: 'response_headers',
    });
    return exchange;
  }

  it('are copied within the bound; above it a copy is dropped and counted, and every chunk goes on', async () => {
    const exchanges = await Promise.all(Array.from({ length: STREAMS }, (_, n) => begun(n)));
    const ended = new Set<Exchange>();
    for (const exchange of exchanges) void exchange.status.then(() => ended.add(exchange));
    let acknowledged = 0;
    let most = 0;
    for (let event = 0; event < EVENTS; event += 1) {
      const open = exchanges.filter((exchange) => !ended.has(exchange));
      // A chunk is acknowledged, or the server has left the stream in good order: Envoy then passes the rest on by itself.
      const answers = await Promise.all(
        open.map((exchange) => Promise.race([exchange.ask(responseBody(EVENT, false)), exchange.status])),
      );
      acknowledged += answers.filter(({ response }) => response === 'response_body').length;
      if (event % 5 === 4) most = Math.max(most, await measured('llm_semantic_cache_capture_bytes'));
    }
    const whole = exchanges.filter((exchange) => !ended.has(exchange));
    await Promise.all(whole.map((exchange) => exchange.ask(responseBody(LAST, true))));
    const statuses = await Promise.all(exchanges.map(({ status }) => status));

    expect(acknowledged).toBeGreaterThan(whole.length * EVENTS);
    expect(statuses.filter(({ code }) => code !== status.OK)).toEqual([]);
    expect(most).toBeGreaterThan(BOUND / 2);
    expect(most).toBeLessThanOrEqual(BOUND);
    const count = (reason: string) => async (): Promise<number> =>
      (await server.metrics()).sum('llm_semantic_cache_store_total', { reason });
    expect(await count('capture-full')()).toBe(STREAMS - whole.length);
    expect(whole.length).toBeGreaterThan(0);
    const kept = async (): Promise<true | undefined> => ((await count('none')()) === whole.length ? true : undefined);
    expect(await until('the whole ones to be kept', kept)).toBe(true);
    expect(await measured('llm_semantic_cache_capture_bytes')).toBe(0);
  });
});
