import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CHART, NAME, renderChart, theOnly } from '../support/chart';
import { registeredMetrics, unknownIn } from '../support/metric-registry';
import { groupingsOf, promtool, selectorsOf } from '../support/promtool';

interface Target {
  readonly expr: string;
  readonly legendFormat?: string;
}

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    readonly targets?: readonly Target[];
  }[];
}

/** What Grafana puts in place of its own variables. */
const GRAFANA: Readonly<Record<string, string>> = { __rate_interval: '2m', __range: '6h' };
/** Metrics of Prometheus' own. */
const ALERTS = new Set(['alertname', 'alertstate', 'severity', 'namespace', 'job']);
/** What is of no use on a screen. */
const NOT_SHOWN = ['llm_semantic_cache_store_indices_dropped_total'];

async function dashboard(): Promise<Dashboard> {
  return JSON.parse(await readFile(join(CHART, 'files', 'dashboard.json'), 'utf8')) as Dashboard;
}

async function targets(): Promise<readonly Target[]> {
  return (await dashboard()).panels.flatMap((panel) => panel.targets ?? []);
}

function known(): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...registeredMetrics(), ['ALERTS', ALERTS]]);
}

/** With the variables filled in. @throws Error for one that the dashboard does not have */
function filled(expression: string, variables: readonly string[]): string {
  return expression.replace(/\$(\w+)/g, (_, name: string) => {
    const value = GRAFANA[name] ?? (variables.includes(name) ? '.*' : undefined);
    if (value === undefined) throw new Error(`no variable ${name}: ${expression}`);
    return value;
  });
}

describe('the dashboard', () => {
  it('has expressions that Prometheus can parse, with variables that it has', async () => {
    const variables = (await dashboard()).templating.list.map(({ name }) => name);
    const expressions = (await targets()).map(({ expr }) => filled(expr, variables));
    expect(expressions.length).toBeGreaterThan(50);
    const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    try {
      const rules = expressions.map((expr, i) => ({ record: `panel_${i}`, expr }));
      const file = join(dir, 'rules.yaml');
      await writeFile(file, stringify({ groups: [{ name: 'dashboard', rules }] }));
      const { code, stdout, stderr } = await promtool(['check', 'rules', '--lint=none', file]);
      expect([code, stdout + stderr]).toEqual([0, expect.stringContaining(`${expressions.length} rules found`)]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('asks for metrics that there are, by labels that they have', async () => {
    const metrics = known();
    for (const { expr, legendFormat = '' } of await targets()) {
      const selectors = selectorsOf(expr);
      expect([expr, selectors.length > 0, unknownIn(selectors, metrics)]).toEqual([expr, true, []]);
      const groupings = groupingsOf(expr);
      const labels = new Set(selectors.flatMap(({ metric }) => [...(metrics.get(metric) ?? [])]));
      expect([expr, groupings.filter((label) => !labels.has(label))]).toEqual([expr, []]);
      const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
      expect([expr, legend.filter((label) => !groupings.includes(label))]).toEqual([expr, []]);
    }
  });

  it('is narrowed down by each of its variables in each expression', async () => {
    for (const { expr } of await targets()) {
      for (const { labels } of selectorsOf(expr))
        expect([expr, labels]).toEqual([expr, expect.arrayContaining(['namespace', 'job'])]);
    }
  });

  it('has variables that are labels of a metric that there is', async () => {
    const metrics = known();
    for (const { name, query } of (await dashboard()).templating.list.filter(({ name: of }) => of !== 'datasource')) {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
      const selectors = selectorsOf(selector);
      expect([name, label, selectors.length, unknownIn(selectors, metrics)]).toEqual([name, name, 1, []]);
      expect(metrics.get(selectors[0]?.metric ?? '')?.has(label)).toBe(true);
    }
  });

  it('shows every metric of ours', async () => {
    const shown = new Set((await targets()).flatMap(({ expr }) => selectorsOf(expr)).map(({ metric }) => base(metric)));
    const own = [...registeredMetrics().keys()].filter((name) => name.startsWith('llm_semantic_cache_')).map(base);
    expect([...new Set(own)].filter((name) => !shown.has(name))).toEqual(NOT_SHOWN);
  });

  it('has panels that do not lie upon each other', async () => {
    const { panels } = await dashboard();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, gridPos: a } of panels) {
      const others = panels.filter(({ gridPos: b }) => a !== b && meet(a, b) && meet(b, a));
      expect([title, others.map((other) => other.title), a.x + a.w <= 24]).toEqual([title, [], true]);
    }
  });

  it("is where Grafana's sidecar looks for it, as it is", async () => {
    const objects = await renderChart({ dashboard: { enabled: true } });
    const map = theOnly(objects, 'ConfigMap', `${NAME}-dashboard`);
    expect(map.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    expect(JSON.parse((map['data'] as Record<string, string>)['llm-semantic-cache.json']!)).toEqual(await dashboard());
  });
});

/** The name of a histogram, of its series. */
function base(metric: string): string {
  return metric.replace(/_(bucket|sum|count)$/, '');
}

type Place = Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;

function meet(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && a.y < b.y + b.h && b.x < a.x + a.w && b.y < a.y + a.h;
}
