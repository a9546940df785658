import { setTimeout as pause } from 'node:timers/promises';
import { reached } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import type { Answer } from '../../tools/harness/exchange';
import { SLOW_STREAM, textOf } from '../support/scripts';
import { startStack, STORED, type Stack } from '../support/stack';

describe('a long stream', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('passes whole while it is captured, each chunk answered exactly once', async () => {
    const before = await messages();
    const { answer, words } = await longStream('What is in a long stream?');
    expect([answer.verdict, answer.stored]).toEqual(['miss', true]);
    expect(words).toBe(SLOW_STREAM.words);
    await reached(stack.server.adminUrl, STORED, 1);
    const after = await messages();
    // Headers and body of the request, headers of the response, and the chunks: one answer each, none too many.
    expect(after.sent - before.sent).toBeGreaterThan(SLOW_STREAM.words / 2);
    expect(after.received - before.received).toBe(after.sent - before.sent);
    expect([after.spurious, after.timeouts]).toEqual([before.spurious, before.timeouts]);
  });

  it('is replayed whole', async () => {
    const { answer, words } = await longStream('What is in a long stream?');
    expect([answer.verdict, words]).toEqual(['hit', SLOW_STREAM.words]);
  });

  it('loses nothing and ends when the server stood still for a second', async () => {
    const stream = longStream('What if the cache stands still?');
    await streaming();
    await stack.server.signal('SIGSTOP');
    await pause(1000);
    await stack.server.signal('SIGCONT');
    const { answer, words } = await stream;
    expect([answer.status, words]).toEqual([200, SLOW_STREAM.words]);
    expect(answer.milliseconds).toBeLessThan(SLOW_STREAM.words * SLOW_STREAM.gapMs * 2 + 3000);
    const next = await stack.ask({ text: 'Does the server go on after that?' });
    expect([next.status, next.verdict]).toEqual([200, 'miss']);
  });

  it('loses nothing when the server is killed', async () => {
    const stream = longStream('What if the cache is killed?');
    await streaming();
    await stack.server.signal('SIGKILL');
    const { answer, words } = await stream;
    expect([answer.status, words]).toEqual([200, SLOW_STREAM.words]);
    const without = await stack.ask({ text: 'Does it go on without the cache?' });
    expect([without.status, without.verdict]).toEqual([200, 'untouched']);
    await stack.server.start();
    const again = await longStream('What is in a long stream?');
    expect([again.answer.verdict, again.words]).toEqual(['hit', SLOW_STREAM.words]);
  });

  /** Resolves when the answer has begun to stream: the upstream has the request, and some events are out. */
  async function streaming(): Promise<void> {
    const before = stack.upstream.count();
    await until('a request at the upstream', async () => (stack.upstream.count() > before ? true : undefined));
    await pause(SLOW_STREAM.gapMs * 20);
  }

  async function longStream(text: string): Promise<{ answer: Answer; words: number }> {
    // A tenant for each text: none may be answered from another's entry, however near they are in meaning.
    const headers = { 'x-script': 'slowStream', 'x-tenant': text };
    const answer = await stack.ask({ text, fields: { stream: true }, headers });
    expect(answer.body.endsWith('data: [DONE]\n\n')).toBe(true);
    const words = textOf(answer.body).trim().split(' ');
    expect(words).toEqual(Array.from({ length: words.length }, (_, i) => `word${i}`));
    return { answer, words: words.length };
  }

  async function messages(): Promise<Record<'sent' | 'received' | 'spurious' | 'timeouts', number>> {
    const stat = (name: string): Promise<number> => stack.envoy.stat(`semantic_cache.${name}`);
    return {
      sent: await stat('stream_msgs_sent'),
      received: await stat('stream_msgs_received'),
      spurious: await stat('spurious_msgs_received'),
      timeouts: await stat('message_timeouts'),
    };
  }
});
