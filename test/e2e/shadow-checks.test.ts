import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOTHING_SERVED } from '../../src/core/thresholds';
import type { Answer } from '../../tools/harness/exchange';
import { reached, type Metric } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { BOUNDED_POLICY } from '../support/bounded-policy';
import { rewordings } from '../support/rewordings';
import { startStack, type Stack } from '../support/stack';

const TOKEN = 'token-of-the-operator';
const checks = (outcome: string): Metric => ['llm_semantic_cache_checks_total', { policy: 'test', outcome }];
/** Says something else than the upstream does otherwise. */
const OTHERWISE = { 'x-script': 'twoChoices' };

describe('a policy that bounds its false hits', () => {
  let dir: string;
  let stack: Stack;
  const texts = rewordings();
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    await writeFile(join(dir, 'token'), TOKEN);
    stack = await startStack({ config: { policies: [BOUNDED_POLICY], admin: { 'token-file': join(dir, 'token') } } });
  });
  afterAll(async () => {
    await stack.stop();
    await rm(dir, { recursive: true });
  });

  const compared = async (): Promise<number> => {
    const metrics = await stack.server.metrics();
    return ['same', 'different'].reduce((sum, outcome) => sum + metrics.sum(...checks(outcome)), 0);
  };
  const threshold = async (): Promise<number> =>
    (await stack.server.metrics()).gauge('llm_semantic_cache_score_threshold');

  /** Asks in other words than before; where the answer is compared, waits for that. */
  async function askAnew(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const before = await compared();
    const answer = await stack.askAndKeep({ text: texts.next().value, headers });
    if (answer.reason === 'check') await until('the comparison', async () => (await compared()) > before || undefined);
    return answer;
  }

  /** Asks until an answer comes from the cache by meaning. */
  async function hit(most: number): Promise<Answer> {
    for (let calls = 0; calls < most; calls += 1) {
      const answer = await askAnew();
      if (answer.reason === 'semantic') return answer;
    }
    throw new Error(`no hit in ${most} calls`);
  }

  async function holds(entry: string): Promise<boolean> {
    const answer = await fetch(`${stack.server.adminUrl}/entries`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return (await answer.text()).includes(entry);
  }

  const entryOf = ({ headers }: Answer): string => String(headers['x-semantic-cache-entry']);

  it('serves nothing by meaning at first, and learns from each such call', async () => {
    expect((await askAnew()).reason).toBe('no-entry');
    const first = await askAnew();
    expect([first.verdict, first.reason]).toEqual(['miss', 'threshold-learning']);
    expect(Number(first.headers['x-semantic-cache-score'])).toBeGreaterThan(0.8);
    expect(await threshold()).toBe(NOTHING_SERVED);
  });

  it('serves when enough of them were right, and goes on checking', async () => {
    const served = await hit(60);
    expect(Number(served.headers['x-semantic-cache-score'])).toBeGreaterThanOrEqual(await threshold());
    const checked = await until('a check', async () => {
      const answer = await askAnew();
      return answer.reason === 'check' ? answer : undefined;
    });
    expect(checked.verdict).toBe('miss');
    const metrics = await stack.server.metrics();
    expect(metrics.sum(...checks('different'))).toBe(0);
    expect(metrics.sum('llm_semantic_cache_false_hit_rate', { bound: 'high' })).toBeGreaterThan(0);
  });

  it('knows the threshold after a restart', async () => {
    const before = await threshold();
    await stack.server.signal('SIGTERM');
    await stack.server.exited();
    await stack.server.start();
    // The first lookup has the labels read.
    await hit(10);
    expect(await threshold()).toBe(before);
    expect((await stack.server.metrics()).sum(...checks('same'))).toBeLessThan(10);
  });

  it('removes an entry that is reported, and serves it no more', async () => {
    const entry = entryOf(await hit(20));
    expect(await holds(entry)).toBe(true);
    const report = await fetch(`${stack.server.adminUrl}/feedback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify({ entry, verdict: 'wrong' }),
    });
    expect([report.status, await report.json()]).toEqual([200, { removed: 1, labels: 1 }]);
    expect(await holds(entry)).toBe(false);
    await reached(stack.server.adminUrl, ['llm_semantic_cache_feedback_total', { policy: 'test' }], 1);
  });

  it('gives the upstream’s answer to a checked call, removes what was wrong, and closes', async () => {
    const wrong = await until('a check', async () => {
      const answer = await askAnew(OTHERWISE);
      return ['check', 'threshold-learning'].includes(String(answer.reason)) ? answer : undefined;
    });
    expect(wrong.body).toContain('One way to say it.');
    await reached(stack.server.adminUrl, checks('different'), 1);
    await until('the end of serving', async () => {
      if ((await threshold()) === NOTHING_SERVED) return true;
      await askAnew(OTHERWISE);
      return undefined;
    });
    if (wrong.reason === 'check') {
      expect(await holds(entryOf(wrong))).toBe(false);
      await reached(stack.server.adminUrl, ['llm_semantic_cache_false_entries_removed_total', { by: 'check' }], 1);
    }
    expect((await askAnew()).reason).toBe('threshold-learning');
  });
});
