import { until } from './waiting';

/** A metric's name, and labels that its samples must have. */
export type Metric = readonly [name: string, labels?: Readonly<Record<string, string>>];

/** One scrape of a Prometheus page. */
export interface Metrics {
  /** Sum over all samples of this name whose labels include the given ones; 0 when there is none. */
  sum(...metric: Metric): number;
  /** The only sample of this name. @throws Error when this scrape has none. */
  gauge(name: string): number;
}

export async function scrape(adminUrl: string): Promise<Metrics> {
  const answer = await fetch(`${adminUrl}/metrics`);
  if (!answer.ok) throw new Error(`${adminUrl}/metrics answered ${answer.status}`);
  return parseMetrics(await answer.text());
}

/** Scrapes until the sum has reached `least`. @throws Error when that takes too long. */
export async function reached(adminUrl: string, metric: Metric, least: number): Promise<void> {
  await until(`${metric[0]} at ${least}`, async () =>
    (await scrape(adminUrl)).sum(...metric) >= least ? true : undefined,
  );
}

/** Prometheus text format; label values here never hold quotes or braces. */
function parseMetrics(text: string): Metrics {
  const samples = [...text.matchAll(/^(\w+)(?:\{([^}]*)\})? (\S+)/gm)].map(([, name, labels = '', value]) => ({
    name,
    labels: new Map([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text_]) => [label, text_])),
    value: Number(value),
  }));
  return {
    gauge: (name) => {
      const sample = samples.find((s) => s.name === name);
      if (!sample) throw new Error(`no metric ${name}`);
      return sample.value;
    },
    sum: (name, labels = {}) =>
      samples
        .filter(
          (s) => s.name === name && Object.entries(labels).every(([label, value]) => s.labels.get(label) === value),
        )
        .reduce((total, { value }) => total + value, 0),
  };
}
