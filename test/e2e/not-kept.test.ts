import { request } from 'node:http';
import { bodyOf, settled, startStack, stored, type Ask, type Stack } from '../support/stack';
import type { StoreRefusal } from '../../src/core/reason';
import type { ScriptName } from '../support/scripts';
import { until } from '../../tools/harness/waiting';

describe('an answer that is not whole or not fit', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  const UNFIT: readonly [script: ScriptName, form: 'json' | 'sse', reason: StoreRefusal][] = [
    ['length', 'json', 'finish-reason'],
    ['length', 'sse', 'finish-reason'],
    ['contentFilter', 'json', 'finish-reason'],
    ['noChoices', 'json', 'empty'],
    ['noChoices', 'sse', 'empty'],
    ['emptyText', 'json', 'empty'],
    ['emptyText', 'sse', 'empty'],
    ['toolCalls', 'json', 'tool-calls'],
    ['toolCalls', 'sse', 'tool-calls'],
    ['status400', 'json', 'status'],
    ['status401', 'json', 'status'],
    ['status429', 'sse', 'status'],
    ['status500', 'json', 'status'],
    ['status503', 'sse', 'status'],
    ['completionAs500', 'json', 'status'],
    ['html', 'json', 'content-type'],
    ['notJson', 'json', 'response-malformed'],
    ['errorEvent', 'sse', 'error-event'],
    ['unfinishedStream', 'sse', 'cut-short'],
    ['cutStream', 'sse', 'aborted'],
    ['cutJson', 'json', 'aborted'],
  ];

  it.each(UNFIT)('is not kept: %s (%s), as %s', async (script, form, reason) => {
    const call = {
      text: 'Is this kept?',
      fields: { stream: form === 'sse' },
      headers: { 'x-tenant': `${script} ${form}` },
    };
    const before = await settled(stack.server);
    const keptBefore = await stored(stack.server);
    const refusedBefore = await refused(reason);
    // A cut connection fails the client's call, as it would without the cache.
    await stack.ask({ ...call, headers: { ...call.headers, 'x-script': script } }).catch(() => undefined);
    await decided(before);
    expect(await stored(stack.server)).toBe(keptBefore);
    expect(await refused(reason)).toBe(refusedBefore + 1);
    await reachesUpstream(call);
  });

  it('is not kept: the client hangs up in mid-stream', async () => {
    const call = { text: 'Is an answer kept that nobody waited for?', fields: { stream: true } };
    const before = await settled(stack.server);
    const keptBefore = await stored(stack.server);
    const refusedBefore = await refused('aborted');
    await hangUp(call);
    await decided(before);
    expect(await stored(stack.server)).toBe(keptBefore);
    expect(await refused('aborted')).toBe(refusedBefore + 1);
    await reachesUpstream(call);
  });

  it('is not kept: a reply that Envoy made itself', async () => {
    const call = { text: 'Is a reply of the proxy kept?' };
    const before = await settled(stack.server);
    const answer = await stack.ask({ ...call, headers: { 'x-script': 'cutAtOnce' } });
    expect(answer.status).toBe(503);
    await decided(before);
    expect(await refused('local-reply')).toBe(1);
    await reachesUpstream(call);
  });

  async function refused(reason: StoreRefusal): Promise<number> {
    return (await stack.server.metrics()).sum('llm_semantic_cache_store_total', { outcome: 'refused', reason });
  }

  /** The server has made up its mind about one more answer. */
  async function decided(before: number): Promise<void> {
    await until('the decision about the answer', async () =>
      (await settled(stack.server)) > before ? true : undefined,
    );
  }

  /** Asked again, the question goes to the upstream; that answer is whole, so it is kept, and the third time is a hit. */
  async function reachesUpstream(call: Ask): Promise<void> {
    const calls = stack.upstream.count();
    const again = await stack.askAndKeep(call);
    expect([again.status, again.verdict, again.stored]).toEqual([200, 'miss', true]);
    expect(stack.upstream.count()).toBe(calls + 1);
    expect((await stack.ask(call)).verdict).toBe('hit');
    expect(stack.upstream.count()).toBe(calls + 1);
  }

  /** Reads a little of a long stream and closes the connection. */
  function hangUp(call: Ask): Promise<void> {
    return new Promise((resolve, reject) => {
      const client = request(`${stack.envoy.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test', 'x-script': 'slowStream' },
      });
      client.once('error', reject).once('response', (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      });
      client.end(bodyOf(call));
    });
  }
});
