import { startStack, type Stack } from '../support/stack';

describe('identical calls at the same time, with `coalesce`', () => {
  let stack: Stack;
  beforeAll(async () => {
    const policy = { name: 'test', lookup: { similarity: 0.9 }, coalesce: '3s', store: { ttl: 3600 } };
    stack = await startStack({ config: { policies: [policy] } });
  });
  afterAll(() => stack.stop());

  const ask = (text: string, script: string, stream = false) =>
    stack.ask({ text, fields: { stream }, headers: { 'x-script': script } });

  it('reach the upstream once, though the wait is longer than the message timeout', async () => {
    const text = 'What is asked by four at once?';
    const answers = await Promise.all([
      ask(text, 'slow'),
      ask(text, 'slow'),
      ask(text, 'slow'),
      ask(text, 'slow', true),
    ]);
    expect(stack.upstream.count()).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map(({ verdict }) => verdict).sort()).toEqual(['hit', 'hit', 'hit', 'miss']);
    expect(answers.filter(({ reason }) => reason === 'coalesced')).toHaveLength(3);
    expect(new Set(answers.filter(({ form }) => form === 'json').map(({ body }) => body)).size).toBe(1);
    expect(answers[3].form).toBe('sse');
    expect(await stack.envoy.stat('semantic_cache.message_timeouts')).toBe(0);
    expect(await stack.envoy.stat('semantic_cache.override_message_timeout_received')).toBe(3);
  });

  it('all go to the upstream at once when the first turns out not to be fit', async () => {
    const before = stack.upstream.count();
    const text = 'What is asked by three in vain?';
    const answers = await Promise.all([ask(text, 'slow500'), ask(text, 'slow500'), ask(text, 'slow500')]);
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    expect(stack.upstream.count()).toBe(before + 3);
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).toBeLessThan(2900);
  });
});
