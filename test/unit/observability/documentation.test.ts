import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BYPASS_REASONS, HIT_REASONS, MISS_REASONS, STORE_REFUSALS } from '../../../src/core/reason';
import { addSources, createMetrics } from '../../../src/observability/metrics';
import { BREAKER_STATES, CHECK_OUTCOMES, STREAM_ENDS } from '../../../src/core/decision';

function document(name: string): string {
  return readFileSync(join(process.cwd(), 'docs', name), 'utf8');
}

describe('docs/reasons.md', () => {
  it.each<[string, readonly string[]]>([
    ['Hit', HIT_REASONS],
    ['Miss', MISS_REASONS],
    ['Bypass', BYPASS_REASONS],
    ['Not stored', STORE_REFUSALS],
  ])('lists each reason of "%s" and nothing else', (heading, reasons) => {
    const section = document('reasons.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `([a-z-]+)` \| [^|]{10,} \| [^|]{5,} \|$/gm)].map(([, word]) => word);
    expect(rows.sort()).toEqual([...reasons].sort());
  });
});

describe('docs/metrics.md', () => {
  const { registry } = createMetrics('0');
  const fail = (): never => {
    throw new Error('not asked here');
  };
  addSources(
    registry,
    {
      embedWaiting: fail,
      opinionWaiting: fail,
      store: fail,
      removals: fail,
      captured: fail,
      writeQueue: fail,
      logLinesDropped: fail,
      checksWaiting: fail,
      thresholds: fail,
      policyProblems: fail,
    },
    { clock: { now: () => 0 }, failed: () => undefined },
  );

  it('has a row with type and labels for each metric of ours and for nothing else', () => {
    const own = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('llm_semantic_cache_'));
    const expected = own.map((metric) => {
      const { labelNames } = metric as unknown as { labelNames: string[] };
      const labels = labelNames.filter((label) => label !== 'le').map((label) => `\`${label}\``);
      return [metric.name, metric.constructor.name.toLowerCase(), labels.join(', ')];
    });
    const rows = [...document('metrics.md').matchAll(/^\| `([a-z_]+)` \| (\w+) \|([^|]*)\|/gm)];
    expect(rows.map(([, name, type, labels]) => [name, type, labels?.trim()]).sort()).toEqual(expected.sort());
  });

  it.each([...STREAM_ENDS, ...BREAKER_STATES, ...CHECK_OUTCOMES])('names the label "%s"', (label) => {
    expect(document('metrics.md')).toContain(`\`${label}\``);
  });
});
