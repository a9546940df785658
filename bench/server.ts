import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { scrape } from '../tools/harness/metrics';
import { freePort } from '../tools/harness/ports';
import { readiness, startProcess, type RunningProcess } from '../tools/harness/processes';
import { projectRoot } from '../tools/harness/project-root';
import { until } from '../tools/harness/waiting';

export interface CacheServer {
  readonly process: RunningProcess;
  /** HOST:PORT of ext_proc. */
  readonly address: string;
  /** URL of the admin address. */
  readonly adminUrl: string;
  /** Resolves when no answer waits to be written and no text to be embedded. */
  idle(): Promise<void>;
}

export interface CacheServerOptions {
  readonly dir: string;
  readonly model: string;
  /** Where to leave a CPU profile when it stops. */
  readonly profileDir: string | undefined;
}

/** The cache as it is shipped, with one inference thread and no memory of texts: each embedding is a real inference. */
export async function startCacheServer({ dir, model, profileDir }: CacheServerOptions): Promise<CacheServer> {
  const address = `127.0.0.1:${await freePort()}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const config = join(dir, 'llm-semantic-cache.yaml');
  await writeFile(
    config,
    stringify({
      listen: { address },
      admin: { address: admin },
      embedding: { model, threads: 1, 'memo-entries': 0 },
      store: { kind: 'embedded', path: join(dir, 'store') },
      policies: [{ name: 'bench', lookup: { scoreThreshold: 0.1, varyBy: ['header:x-tenant'] }, store: { ttl: '1h' } }],
    }),
  );
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const main = join(projectRoot(), 'dist', 'src', 'main.js');
  const serve = [process.execPath, ...profile, main, 'serve', '--config', config];
  const log = join(dir, 'llm-semantic-cache.log');
  const server = await startProcess({
    name: 'llm-semantic-cache',
    // Its log goes straight to a file: reading a line for each request would cost the benchmark's process a core.
    command: 'sh',
    args: ['-c', 'exec "$@" > "$0" 2>&1', log, ...serve],
    logFile: `${log}.sh`,
  });
  await readiness(server, ready(admin));
  return { process: server, address, adminUrl: `http://${admin}`, idle: () => idle(admin) };
}

function ready(admin: string): Promise<true> {
  return until('the cache ready', async () => ((await fetch(`http://${admin}/readyz`)).ok ? true : undefined), 30_000);
}

async function idle(admin: string): Promise<void> {
  const waiting = ['llm_semantic_cache_write_queue_entries', 'llm_semantic_cache_embed_waiting'];
  await until(
    'the cache idle',
    async () => {
      const metrics = await scrape(`http://${admin}`);
      return waiting.every((name) => metrics.gauge(name) === 0) ? true : undefined;
    },
    60_000,
  );
}
