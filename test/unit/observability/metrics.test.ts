import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURE_PLACES, NONE } from '../../../src/observability/label-values';
import { METRIC_LABELS } from '../../support/metric-labels';
import { quietTelemetry, samplesOf } from '../../support/telemetry';

const DOCUMENT = readFileSync(join(process.cwd(), 'docs', 'metrics.md'), 'utf8');

/** Rows of our metrics: name without prefix, labels, meaning, what to do. */
function rows(): readonly { name: string; labels: readonly string[]; meaning: string; advice: string }[] {
  const found = DOCUMENT.matchAll(/^\| `llm_semantic_cache_(\w+)` \| \w+ \|([^|]*)\|([^|]*)\|([^|]*)\|$/gm);
  return [...found].map(([, name = '', labels = '', meaning = '', advice = '']) => ({
    name,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
    meaning,
    advice,
  }));
}

describe('docs/metrics.md', () => {
  it('says of each metric what it means and what to do', () => {
    expect(rows().length).toBeGreaterThan(30);
    for (const { name, meaning, advice } of rows()) {
      expect([name, meaning.trim().length > 10, advice.trim().length > 5]).toEqual([name, true, true]);
    }
  });

  it('has the labels that have lists', () => {
    const labelled = rows().filter(({ name, labels }) => labels.length > 0 && name !== 'build_info');
    const expected = Object.entries(METRIC_LABELS).map(([name, labels]) => [name, Object.keys(labels)]);
    expect(labelled.map(({ name, labels }) => [name, labels]).sort()).toEqual(expected.sort());
  });

  it('has for each label the words that it may say, and no others', () => {
    const table = DOCUMENT.split('\n## What labels say\n')[1]?.split('\n## ')[0] ?? '';
    const said = [...table.matchAll(/^\| `(\w+)` \| `(\w+)` \| (.*) \|$/gm)].map(([, label, name, values = '']) => [
      `${name ?? ''} ${label ?? ''}`,
      [...values.matchAll(/`([\w-]+)`/g)].map(([, word]) => word),
    ]);
    // Reasons and places have tables of their own.
    const elsewhere = new Map<string, readonly string[]>([
      ['exchanges_total reason', []],
      ['store_total reason', [NONE]],
      ['failures_total where', []],
    ]);
    const expected = Object.entries(METRIC_LABELS).flatMap(([name, labels]) =>
      Object.entries(labels).flatMap(([label, values]) => {
        const of = `${name} ${label}`;
        return typeof values === 'string' ? [] : [[of, [...(elsewhere.get(of) ?? values)]]];
      }),
    );
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(expected));
  });

  it('says what to do about each place where things fail', () => {
    const table = DOCUMENT.split('\n## Where things fail\n')[1]?.split('\n## ')[0] ?? '';
    const places = [...table.matchAll(/^\| `([\w-]+)` \| [^|]{5,} \| [^|]{5,} \|$/gm)].map(([, place]) => place);
    expect(places).toEqual([...FAILURE_PLACES].sort());
  });
});

it('every place that the code names is in the list', () => {
  const source = join(process.cwd(), 'src');
  // Those rooms are commands' own, and have no metrics.
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(cli|doctor|replay|page)\//.test(file),
  );
  const named = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/\b(?:failed|orReport)\(\s*'([\w-]+)'/g)].map(
      ([, place = '']) => place,
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  expect([...new Set(named)].filter((place) => !(FAILURE_PLACES as readonly string[]).includes(place))).toEqual([]);
});

it('counters with few labels are there from the start, at 0', async () => {
  const { telemetry } = quietTelemetry();
  const samples = samplesOf((await telemetry.metrics()).body);
  for (const line of [
    'failures_total{where="extproc"} 0',
    'store_total{outcome="refused",reason="queue-full"} 0',
    'store_total{outcome="stored",reason="none"} 0',
    'extproc_streams_total{end="failed"} 0',
    'config_reloads_total{of="certificates",result="refused"} 0',
  ]) {
    expect(samples).toContain(line);
  }
});
