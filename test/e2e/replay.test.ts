import { readFileSync } from 'node:fs';
import { replay } from '../../src/cli/replay';
import { fetchModel } from '../../tools/fetch/model';
import type { Answer } from '../../tools/harness/exchange';
import { until } from '../../tools/harness/waiting';
import { folder, type Folder } from '../support/files';
import { ran } from '../support/piped-process';
import { bodyOf, startStack, type Ask, type Stack } from '../support/stack';

const TTL_SECONDS = 5;
const POLICY = {
  name: 'faq',
  lookup: { similarity: 0.85 },
  store: { ttl: TTL_SECONDS },
};
const ANNA = { authorization: 'Bearer sk-anna' };
const BEN = { authorization: 'Bearer sk-ben' };

/** A call as it was sent, and what production made of it. */
interface Sent {
  readonly recorded: object;
  readonly verdict: string;
  readonly stored: boolean;
}

describe('a replay of what went through Envoy', () => {
  let stack: Stack;
  let files: Folder;
  const sent: Sent[] = [];
  beforeAll(async () => {
    files = folder();
    stack = await startStack({ config: { policies: [POLICY] } });
  });
  afterAll(async () => {
    await stack.stop();
    files.remove();
  });

  /** A hit changes nothing, so that what a client gets which wants a stored answer or none tells it. */
  async function call(ask: Ask): Promise<string> {
    const time = new Date().toISOString();
    const wantsNoStore = ask.headers?.['cache-control'] !== undefined;
    const decision = wantsNoStore ? undefined : await stack.decision(ask);
    const began = Date.now();
    // An answer that is cut off is announced as being kept, and is not in the end.
    const send = ask.headers?.['x-script'] === undefined ? stack.askAndKeep : stack.ask;
    const answer = decision?.startsWith('hit') === true ? undefined : await send(ask);
    const verdict = decision ?? `${answer?.verdict} ${answer?.reason}`;
    sent.push({
      recorded: recordOf(ask, { time, answer, upstreamMs: Date.now() - began }),
      verdict,
      stored: answer?.stored === true,
    });
    return verdict;
  }

  function recordOf(
    ask: Ask,
    { time, answer, upstreamMs }: { time: string; answer: Answer | undefined; upstreamMs: number },
  ) {
    return {
      ...{ time, method: 'POST', path: ask.path ?? '/v1/chat/completions', authority: new URL(stack.envoy.url).host },
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test', ...ask.headers },
      body: JSON.parse(bodyOf(ask)),
      ...(answer && {
        response: {
          status: answer.status,
          headers: { 'content-type': answer.headers['content-type'] },
          body: answer.body,
        },
        upstreamMs,
      }),
    };
  }

  it('has the story that both are to tell', async () => {
    const reset = { text: 'How do I reset my password?', headers: ANNA };
    const peru = { text: 'What is the capital of Peru?', headers: ANNA, fields: { stream: true } };
    expect(await call(reset)).toBe('miss no-entry');
    expect(await call(reset)).toBe('hit exact');
    expect(await call({ ...reset, text: 'How can I reset my password?' })).toBe('hit semantic');
    expect(await call({ ...reset, headers: BEN })).toBe('miss no-entry');
    expect(await call({ ...reset, fields: { temperature: 0.5 } })).toBe('miss no-entry');
    expect(await call(peru)).toBe('miss below-threshold');
    expect(await call(peru)).toBe('hit exact');
    // Its stream had no usage, which a document has to tell.
    expect(await call({ ...peru, fields: {} })).toBe('miss not-renderable');
    expect(await call({ text: 'How do I enable dark mode?', headers: { ...ANNA, 'cache-control': 'no-store' } })).toBe(
      'bypass client-no-store',
    );
    expect(await call({ text: 'How do I enable dark mode?', headers: ANNA })).toMatch(/^miss/);
    expect(await call({ text: 'How do I disable dark mode?', headers: ANNA })).toMatch(/^miss verify-/);
    expect(await call({ text: 'What is left unfinished?', headers: { ...ANNA, 'x-script': 'length' } })).toMatch(
      /^miss/,
    );
    await until('the expiry', async () => {
      const decision = await stack.decision(reset);
      return decision.startsWith('miss') ? decision : undefined;
    });
    expect(await call(reset)).toMatch(/^miss/);
    expect(await call(reset)).toBe('hit exact');
  });

  it('gives each call the verdict that production gave it, and stores the same answers', async () => {
    expect(sent).toHaveLength(14);
    const recording = files.write('calls.jsonl', sent.map(({ recorded }) => JSON.stringify(recorded)).join('\n'));
    const config = files.write('config.yaml', JSON.stringify({ policies: [POLICY] }));
    const decisions = `${files.path}/decisions.jsonl`;
    const args = [
      recording,
      '--config',
      config,
      '--set',
      `embedding.model=${await fetchModel()}`,
      '--decisions',
      decisions,
    ];
    const { status, err } = await ran(replay, args);
    expect({ status, err }).toEqual({ status: 0, err: [] });
    const decided = readFileSync(decisions, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { number: number; verdict: string; reason: string; store?: string })
      .sort((a, b) => a.number - b.number);
    expect(decided.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual(sent.map(({ verdict }) => verdict));
    const kept = decided.map(({ store }) => store === 'stored' || store === 'finish-reason');
    expect(kept).toEqual(sent.map(({ stored }) => stored));
  });
});
