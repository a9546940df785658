import autocannon from 'autocannon';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheReport } from '../../tools/harness/cache-status';
import { bodyOf, startStack, type Stack } from '../support/stack';

const HITS = 10_000;

describe('under load', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('10,000 hits at 16 connections are hits all, no ext_proc stream fails, and the upstream hears nothing', async () => {
    const call = { text: 'How many hits are there?' };
    await stack.askAndKeep(call);
    const calls = stack.upstream.count();
    const notHits: string[] = [];
    const result = await autocannon({
      url: `${stack.envoy.url}/v1/chat/completions`,
      connections: 16,
      amount: HITS,
      requests: [
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test' },
          body: bodyOf(call),
          onResponse: (status, _body, _context, headers) => {
            const report = cacheReport(lowerCase(headers ?? {}));
            if (status !== 200 || report.verdict !== 'hit') notHits.push(`${status} ${report.verdict}`);
          },
        },
      ],
    });
    expect(result['2xx']).toBe(HITS);
    // A message that took longer than 250 ms on a busy machine is let through by Envoy: a miss, and counted as one.
    expect(notHits.length).toBe(await stack.envoy.stat('semantic_cache.message_timeouts'));
    expect(notHits.length).toBeLessThan(HITS / 1000);
    expect(await stack.envoy.stat('semantic_cache.streams_failed')).toBe(0);
    expect(stack.upstream.count()).toBe(calls + notHits.length);
  });

  it('no call fails when the server is killed and started again, twice', async () => {
    await stack.askAndKeep({ text: 'Which question is asked again and again?' });
    const load = startLoad(stack);
    for (let round = 0; round < 2; round++) {
      await pause(500);
      await stack.server.signal('SIGKILL');
      await pause(500);
      await stack.server.start();
    }
    await pause(500);
    const { answers, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(answers['hit']).toBeGreaterThan(0);
    expect(answers['miss']).toBeGreaterThan(0);
    expect(answers['untouched']).toBeGreaterThan(0);
    const after = await stack.ask({ text: 'Which question is asked again and again?' });
    expect([after.verdict, after.reason]).toEqual(['hit', 'exact']);
  });
});

interface Load {
  stop(): Promise<{ answers: Record<string, number>; failures: string[] }>;
}

/** Eight clients that ask without a pause: the known question, new ones, and streams. */
function startLoad(stack: Stack): Load {
  const answers: Record<string, number> = {};
  const failures: string[] = [];
  let running = true;
  let asked = 0;
  const client = async (): Promise<void> => {
    while (running) {
      const n = ++asked;
      const text = n % 2 === 0 ? 'Which question is asked again and again?' : `What is question number ${n} about?`;
      try {
        const { status, verdict, body } = await stack.ask({ text, fields: { stream: n % 4 > 1 } });
        answers[verdict] = (answers[verdict] ?? 0) + 1;
        const whole = n % 4 > 1 ? body.endsWith('data: [DONE]\n\n') : body.endsWith('}');
        if (status !== 200 || !whole) failures.push(`${n}: ${status}, ${verdict}, ${body.slice(0, 100)}`);
      } catch (error) {
        failures.push(`${n}: ${String(error)}`);
      }
    }
  };
  const clients = Array.from({ length: 8 }, client);
  return {
    stop: async () => {
      running = false;
      await Promise.all(clients);
      return { answers, failures };
    },
  };
}

function lowerCase(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
