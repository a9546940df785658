import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NAME, renderChart, theOnly } from '../support/chart';
import { registeredMetrics, unknownIn } from '../support/metric-registry';
import { groupingsOf, promtool, selectorsOf } from '../support/promtool';

const FOLDER = join(process.cwd(), 'deploy', 'prometheus');
const RULES = join(FOLDER, 'rules.yaml');

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Groups {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}

async function rules(): Promise<readonly Rule[]> {
  return (parse(await readFile(RULES, 'utf8')) as Groups).groups.flatMap((group) => group.rules);
}

async function alerts(): Promise<readonly Rule[]> {
  return (await rules()).filter(({ alert }) => alert !== undefined);
}

describe('the rules', () => {
  it('are what Prometheus takes', async () => {
    expect(await promtool(['check', 'rules', RULES])).toMatchObject({ code: 0, stderr: '' });
  });

  it('record and alert as rules_test.yaml says', async () => {
    const { code, stdout, stderr } = await promtool(['test', 'rules', join(FOLDER, 'rules_test.yaml')]);
    expect([code, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('ask for metrics and labels that there are', async () => {
    const all = await rules();
    const recorded = all.flatMap(({ record, expr }) =>
      record === undefined ? [] : [[record, new Set(groupingsOf(expr))] as const],
    );
    const known = new Map([...registeredMetrics(), ...recorded]);
    for (const { expr } of all) {
      const selectors = selectorsOf(expr);
      expect([expr, selectors.length > 0, unknownIn(selectors, known)]).toEqual([expr, true, []]);
    }
  });

  it('name recordings by level, metric and operation', async () => {
    const records = (await rules()).flatMap(({ record }) => record ?? []);
    expect(records.length).toBeGreaterThan(8);
    for (const record of records) expect(record).toMatch(/^job(_[a-z]+)?:llm_semantic_cache_[a-z_]+:[a-z0-9_]+$/);
  });
});

describe('an alert', () => {
  it('has a severity, says what is the matter and what to do, and links to its place in docs/alerts.md', async () => {
    const document = await readFile(join(process.cwd(), 'docs', 'alerts.md'), 'utf8');
    for (const { alert = '', labels, annotations } of await alerts()) {
      expect(['critical', 'warning', 'info']).toContain(labels?.['severity']);
      expect(annotations?.['summary']).toMatch(/\{\{/);
      expect(annotations?.['description']?.length).toBeGreaterThan(80);
      expect(annotations?.['runbook_url']).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
      expect(document).toContain(`\n## ${alert}\n`);
    }
  });

  it('has a row in docs/alerts.md, with its severity and patience, and nothing else has', async () => {
    const document = await readFile(join(process.cwd(), 'docs', 'alerts.md'), 'utf8');
    const rows = [...document.matchAll(/^\| \[(\w+)\]\(#\w+\) \| (\w+) \| [^|]{10,} \|([^|]*)\|$/gm)];
    expect(rows.map(([, alert, severity, patience]) => [alert, severity, patience?.trim()])).toEqual(
      (await alerts()).map(({ alert, labels, for: patience = '' }) => [alert, labels?.['severity'], patience]),
    );
  });

  it('is tried in rules_test.yaml', async () => {
    const tests = await readFile(join(FOLDER, 'rules_test.yaml'), 'utf8');
    for (const { alert = '' } of await alerts()) expect(tests).toContain(alert);
  });
});

describe('the chart', () => {
  it('makes a PrometheusRule of the same rules', async () => {
    const objects = await renderChart({ prometheusRule: { enabled: true, labels: { release: 'prometheus' } } });
    const { metadata, spec } = theOnly(objects, 'PrometheusRule', NAME);
    expect(metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(spec).toEqual(parse(await readFile(RULES, 'utf8')));
  });

  it.each(['istio', 'envoy-gateway'])('makes it in mode %s too', async (mode) => {
    const targets = [{ kind: 'HTTPRoute', name: 'llm' }];
    const objects = await renderChart({ mode, prometheusRule: { enabled: true }, envoyGateway: { targets } });
    theOnly(objects, 'PrometheusRule', NAME);
  });

  it('makes none by default', async () => {
    expect((await renderChart({})).filter(({ kind }) => kind === 'PrometheusRule')).toEqual([]);
  });

  it("makes the alerts' links lead to where people find them", async () => {
    const runbooks = 'https://git.example.com/llm-semantic-cache/';
    const objects = await renderChart({ prometheusRule: { enabled: true, runbooks } });
    const { groups } = theOnly(objects, 'PrometheusRule')['spec'] as Groups;
    const links = groups
      .flatMap((group) => group.rules)
      .flatMap(({ annotations }) => annotations?.['runbook_url'] ?? []);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links)
      expect(link).toMatch(/^https:\/\/git\.example\.com\/llm-semantic-cache\/docs\/alerts\.md#\w+$/);
  });
});
