import { readFile } from 'node:fs/promises';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { SLOW_STREAM } from '../support/scripts';
import { startStack, type Stack } from '../support/stack';

const policy = (ttl: number) => [{ name: 'test', lookup: { scoreThreshold: 0.1 }, store: { ttl } }];
const reloads = (result: string): Metric => ['llm_semantic_cache_config_reloads_total', { result }];

describe('the running service', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ config: { policies: policy(3600) } });
  });
  afterAll(() => stack.stop());

  /** Seconds that a new answer is kept. */
  async function durationOf(text: string): Promise<number> {
    await stack.askAndKeep({ text });
    const { headers } = await stack.ask({ text });
    return Number(/ttl=(\d+)/.exec(String(headers['cache-status']))?.[1]);
  }

  /** Lines are written in batches, a moment after what they tell of. */
  async function logged(pattern: RegExp): Promise<void> {
    await until(`${String(pattern)} in the log`, async () =>
      pattern.test(await readFile(stack.server.logFile, 'utf8')) ? true : undefined,
    );
  }

  it('takes over a changed policy without a restart', async () => {
    expect(await durationOf('How long is this kept at first?')).toBeGreaterThan(600);
    await stack.server.configure({ policies: policy(60) });
    await reached(stack.server.adminUrl, reloads('applied'), 1);
    expect(await durationOf('How many apples are in the basket after the change?')).toBeLessThanOrEqual(60);
  });

  it('keeps what it has when the new configuration is wrong, and says what is wrong', async () => {
    await stack.server.writeConfig('policies: [{ name: test, lookup: { scoreThreshold: 7 } }]');
    await reached(stack.server.adminUrl, reloads('refused'), 1);
    expect(await durationOf('Which river flows through the town of the masons?')).toBeLessThanOrEqual(60);
    await logged(/configuration refused: the old one stays/);
    await logged(/policies\[0\]\.lookup\.scoreThreshold/);
  });

  it('looks at the file again on SIGHUP', async () => {
    await stack.server.signal('SIGHUP');
    await reached(stack.server.adminUrl, reloads('refused'), 2);
  });

  it('says nothing of prompts, answers and credentials in its log', async () => {
    await stack.askAndKeep({
      text: 'Where did the purple elephant sleep?',
      fields: { model: 'model-of-this-call' },
      headers: { authorization: 'Bearer sk-very-secret' },
    });
    await logged(/"event":"decision".*"model":"model-of-this-call"/);
    expect(await readFile(stack.server.logFile, 'utf8')).not.toMatch(/elephant|scripted upstream|sk-very-secret/);
  });

  it('on SIGTERM lets a stream end, keeps its answer, and exits well', async () => {
    await stack.server.configure({ policies: policy(3600) });
    const text = 'What is told until the very end?';
    const call = { text, fields: { stream: true }, headers: { 'x-script': 'slowStream' } };
    const before = stack.upstream.count();
    const streaming = stack.ask(call);
    await until('the request at the upstream', async () => (stack.upstream.count() > before ? true : undefined));
    await stack.server.signal('SIGTERM');
    const answer = await streaming;
    expect([answer.status, answer.verdict, answer.stored]).toEqual([200, 'miss', true]);
    expect(answer.body.match(/word\d+/g)).toHaveLength(SLOW_STREAM.words);
    expect(await stack.server.exited()).toBe('ended with code 0');

    const meanwhile = await stack.ask({ text: 'And while it is away?' });
    expect([meanwhile.status, meanwhile.verdict]).toEqual([200, 'untouched']);
    await stack.server.start();
    expect(await stack.ask(call)).toMatchObject({ status: 200, verdict: 'hit', reason: 'exact' });
  });
});
