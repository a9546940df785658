import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../../tools/harness/ports';
import { until } from '../../../tools/harness/waiting';
import type { DecisionRecord } from '../../../src/core/decision';
import { startOtlpReceiver } from '../../support/otlp-receiver';
import type { Asked, State } from './tracing-process';

const RECORD: DecisionRecord = {
  exchange: 'e-1',
  policy: 'default',
  problem: undefined,
  dialect: 'openai-chat',
  model: 'gpt-4o',
  verdict: { kind: 'hit', reason: 'exact' },
  similarity: 1,
  score: undefined,
  entry: 'ab',
  ageSeconds: 1,
  partition: 'cd',
  form: 'json',
  store: undefined,
  upstreamMs: undefined,
  phases: { exact: 0.1, total: 0.4 },
  trace: undefined,
  timeline: { from: 10, to: 11, steps: [{ phase: 'exact', from: 10.2, to: 10.3 }], epoch: 1_790_000_000_000 },
  saved: { promptTokens: 1, completionTokens: 2, upstreamMs: 300 },
};
/** The exchange and its lookup. */
const SPANS = 2;
const MOST_WAITING = 2048;

interface Traced {
  ask(asked: Asked): Promise<State>;
  end(): Promise<void>;
}

function tracingTo(endpoint: string, rootShare = 1): Traced {
  const child = fork(join(__dirname, 'tracing-process.js'), [endpoint, String(rootShare)]);
  return {
    async ask(asked) {
      const answer = once(child, 'message');
      child.send(asked);
      return ((await answer) as [State])[0];
    },
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const many = (count: number): Asked => ({ records: Array.from({ length: count }, () => RECORD) });
const refusing = (status: number) => (response: ServerResponse) => void response.writeHead(status).end();

/** Two seconds, and what a busy machine adds. */
const STOP_MS = 3500;

describe('a receiver of traces', () => {
  it('gets what waits at a stop, and nothing afterwards', async () => {
    const receiver = await startOtlpReceiver();
    const tracing = tracingTo(receiver.url);
    await tracing.ask(many(300));
    expect(await tracing.ask('stop')).toMatchObject({ made: 300, losses: {}, unhandled: 0 });
    expect(receiver.spans).toHaveLength(300 * SPANS);
    expect((await tracing.ask(many(1))).made).toBe(300);
    await tracing.end();
    await receiver.stop();
  });

  it('that hangs bounds what waits, and is waited for at a stop no longer than two seconds', async () => {
    const receiver = await startOtlpReceiver(() => undefined);
    const tracing = tracingTo(receiver.url);
    const asked = 2000;
    const { made, losses } = await tracing.ask(many(asked));
    expect(made).toBe(MOST_WAITING / SPANS);
    expect(losses).toEqual({ 'queue-full': (asked - made) * SPANS });
    const after = await tracing.ask('stop');
    expect(after.stopMs).toBeLessThan(STOP_MS);
    // Each is accounted for.
    expect(after.losses).toEqual({ ...losses, stopped: MOST_WAITING });
    expect(after.unhandled).toBe(0);
    await tracing.end();
    await receiver.stop();
  });

  it('that is away, or refuses, costs nothing but the spans', async () => {
    const receiver = await startOtlpReceiver(refusing(500));
    const refused = tracingTo(receiver.url);
    const away = tracingTo(`http://127.0.0.1:${await freePort()}/v1/traces`);
    for (const tracing of [refused, away]) {
      await tracing.ask(many(1));
      await until('the loss', async () => (await tracing.ask('state')).losses['not-taken']);
      const { losses, stopMs, unhandled } = await tracing.ask('stop');
      expect([losses, unhandled]).toEqual([{ 'not-taken': SPANS }, 0]);
      expect(stopMs).toBeLessThan(STOP_MS);
      await tracing.end();
    }
    await receiver.stop();
  });

  it('that comes back gets spans again', async () => {
    let status = 400;
    const receiver = await startOtlpReceiver((response) => {
      refusing(status)(response);
    });
    const tracing = tracingTo(receiver.url);
    await tracing.ask(many(1));
    await until('the loss', async () => (await tracing.ask('state')).losses['not-taken']);
    status = 200;
    const seen = receiver.spans.length;
    await tracing.ask(many(1));
    await until('spans', () => Promise.resolve(receiver.spans.length > seen || undefined));
    expect((await tracing.ask('stop')).losses).toEqual({ 'not-taken': SPANS });
    await tracing.end();
    await receiver.stop();
  });

  it('is spared what callers do not keep, and of the rest all but the share that is wanted', async () => {
    const receiver = await startOtlpReceiver();
    const tracing = tracingTo(receiver.url, 0.25);
    const of = (sampled: boolean): DecisionRecord => ({
      ...RECORD,
      trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled },
    });
    expect((await tracing.ask({ records: [of(false)] })).made).toBe(0);
    expect((await tracing.ask({ records: [of(true)] })).made).toBe(1);
    const roots = (await tracing.ask(many(800))).made - 1;
    // Five standard deviations on both sides.
    expect(roots).toBeGreaterThan(138);
    expect(roots).toBeLessThan(262);
    await tracing.ask('stop');
    expect(receiver.spans).toHaveLength((roots + 1) * SPANS);
    await tracing.end();
    await receiver.stop();
  });
});
