import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPrometheus, type PrometheusServer } from '../../tools/harness/prometheus';
import { until } from '../../tools/harness/waiting';
import { METRIC_LABELS, mostSeries } from '../support/metric-labels';
import { promtool } from '../support/promtool';
import { startStack, type Stack } from '../support/stack';
import { samplesOf } from '../support/telemetry';

/** What a scraper with the classic format gets. */
async function page(stack: Stack): Promise<string> {
  return (await fetch(`${stack.server.adminUrl}/metrics`)).text();
}

describe('metrics of a server behind Envoy', () => {
  let dir: string;
  let stack: Stack;
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stack = await startStack();
    prometheus = await startPrometheus({ dir, jobs: { cache: new URL(stack.server.adminUrl).host } });
  });
  afterAll(async () => {
    await prometheus.stop();
    await stack.stop();
    await rm(dir, { recursive: true });
  });

  it('give Prometheus the trace of a call as an exemplar, of the whole lookup and of the exchange', async () => {
    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    await stack.askAndKeep({ text: 'Which way leads from here to there?', headers: { traceparent } });
    for (const series of ['lookup_phase_seconds_bucket{phase="total"}', 'exchanges_total']) {
      await until(`an exemplar of ${series}`, async () => {
        const found = await prometheus.exemplars(`llm_semantic_cache_${series}`);
        return found.includes(traceId) || undefined;
      });
    }
    // The counter has its own name there, though the format names the family without "_total".
    expect(await prometheus.query('llm_semantic_cache_exchanges_total')).not.toEqual([]);
    expect(await prometheus.query('up')).toMatchObject([{ value: [expect.any(Number), '1'] }]);
  });

  it('keep to the bound of series whatever callers send', async () => {
    const before = samplesOf(await page(stack)).length;
    const odd = (i: number): Promise<unknown> =>
      stack.ask({
        text: `Question ${i} of many?`,
        path: `/v${i % 3 === 0 ? i : 1}/chat/completions?x=${i}`,
        fields: { model: `model-${i}`, user: `user-${i}` },
        headers: {
          host: `host-${i}.example`,
          'user-agent': `agent-${i}`,
          'x-tenant': `tenant-${i}`,
          'x-request-id': `id-${i}`,
          ...(i % 5 === 0 && { 'cache-control': `max-age=${i}` }),
        },
      });
    for (let from = 0; from < 300; from += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => odd(from + i)));
    }
    const samples = samplesOf(await page(stack));
    // Only reasons, phases and the like that did not occur before.
    const named = (name: string): number => samples.filter((line) => new RegExp(`^${name}[{ ]`).test(line)).length;
    for (const name of Object.keys(METRIC_LABELS).filter((each) => !each.endsWith('_seconds'))) {
      expect([name, named(name) <= mostSeries(name)]).toEqual([name, true]);
    }
    expect(samples.length - before).toBeLessThan(150);
    expect(samples.filter((line) => /(model|host|agent|tenant|user|id)-\d/.test(line))).toEqual([]);
  });

  it('are as Prometheus wants them named', async () => {
    await stack.decision({ text: 'Which way leads from here to there?' });
    const { code, stdout, stderr } = await promtool(['check', 'metrics'], await page(stack));
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });
});
