import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchPrometheus } from '../fetch/prometheus';
import { freePort } from './ports';
import { readiness, startProcess } from './processes';
import { until } from './waiting';

export interface PrometheusSpec {
  /** For configuration, data and log. */
  readonly dir: string;
  /** What is scraped: job to HOST:PORT. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Path of a file with rules. */
  readonly rules?: string;
  /** Between two scrapes, and two evaluations; default 500 ms. */
  readonly intervalMs?: number;
}

export interface PrometheusServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Samples of an instant query. @throws Error with Prometheus' words, such as those on an expression that it cannot read */
  query(expression: string): Promise<readonly Sample[]>;
  /** Trace ids of the exemplars of a selector's series, of the last hour. */
  exemplars(selector: string): Promise<readonly string[]>;
  /** Labels of the alerts that are firing. */
  firing(): Promise<readonly Readonly<Record<string, string>>[]>;
  stop(): Promise<void>;
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds, value. */
  readonly value: readonly [number, string];
}

/** Obtains and starts Prometheus, with the storage of exemplars. @throws Error with its last lines when it does not come up. */
export async function startPrometheus(spec: PrometheusSpec): Promise<PrometheusServer> {
  const { prometheus } = await fetchPrometheus();
  const config = join(spec.dir, 'prometheus.yaml');
  await writeFile(config, stringify(configuration(spec)));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(spec.dir, 'prometheus')}`,
    `--web.listen-address=${address}`,
    '--enable-feature=exemplar-storage',
  ];
  const logFile = join(spec.dir, 'prometheus.log');
  const running = await startProcess({ name: 'Prometheus', command: prometheus, args, logFile });
  const url = `http://${address}`;
  try {
    const ready = until('Prometheus', async () => (await fetch(`${url}/-/ready`)).ok || undefined, 30_000);
    await readiness(running, ready);
    return { url, ...asking(url), stop: () => running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function configuration({ jobs, rules, intervalMs = 500 }: PrometheusSpec): object {
  const every = `${intervalMs}ms`;
  return {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    ...(rules !== undefined && { rule_files: [rules] }),
    scrape_configs: Object.entries(jobs).map(([job, target]) => ({
      job_name: job,
      static_configs: [{ targets: [target] }],
    })),
  };
}

function asking(url: string): Pick<PrometheusServer, 'query' | 'exemplars' | 'firing'> {
  const api = async <T>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<T> => {
    const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const said = (await answer.json()) as { status: string; data: T; error?: string };
    if (said.status !== 'success') throw new Error(said.error ?? `Prometheus answered ${answer.status}`);
    return said.data;
  };
  return {
    query: async (query) => (await api<{ result: Sample[] }>('query', { query })).result,
    exemplars: async (query) => {
      const now = Date.now() / 1000;
      const found = await api<{ exemplars: { labels: Record<string, string> }[] }[]>('query_exemplars', {
        ...{ query, start: String(now - 3600), end: String(now + 60) },
      });
      return found.flatMap(({ exemplars }) => exemplars.flatMap(({ labels }) => labels['trace_id'] ?? []));
    },
    firing: async () =>
      (await api<{ alerts: { state: string; labels: Record<string, string> }[] }>('alerts')).alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => labels),
  };
}
