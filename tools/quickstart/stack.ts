import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchEnvoy } from '../fetch/envoy';
import { fetchModel } from '../fetch/model';
import { startEnvoy, type RunningEnvoy } from '../harness/envoy';
import { freePort, isFree } from '../harness/ports';
import { readiness, startProcess, type RunningProcess } from '../harness/processes';
import { projectRoot } from '../harness/project-root';
import type { StoreChoice } from './options';
import { quickstartConfig } from './server-config';
import { prepareStore, type TourStore } from './store';
import { saysReady, startServer } from '../harness/server';

export interface StackOptions {
  /** Holds the store, the written configurations and the logs. */
  readonly stateDir: string;
  /** Where Envoy listens; `undefined`: 10000, or any free one. */
  readonly port: number | undefined;
  /** How long the sample upstream takes for an answer. */
  readonly delayMs: number;
  readonly store: StoreChoice;
}

/** Upstream, cache and Envoy, running. */
export interface Stack {
  readonly envoy: RunningEnvoy;
  /** The cache's admin address: page and metrics. */
  readonly adminUrl: string;
  /** With every right over the admin address. */
  readonly adminToken: string;
  readonly upstreamUrl: string;
  readonly store: TourStore;
  readonly processes: readonly RunningProcess[];
  /** Stops all of them, Envoy first. */
  stop(): Promise<void>;
}

/** Obtains what is missing and starts the processes in the order in which they need each other. */
export async function startStack(options: StackOptions): Promise<Stack> {
  if (options.port !== undefined && !(await isFree(options.port))) {
    throw new Error(`port ${options.port} is taken; choose another with --port`);
  }
  const [binary, model] = await Promise.all([fetchEnvoy(), fetchModel()]);
  await mkdir(options.stateDir, { recursive: true });
  const started: RunningProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const process of started.reverse()) await process.stop();
  };
  try {
    const store = await prepareStore(options.store, options.stateDir);
    if (store.process) started.push(store.process);
    const upstream = await startUpstream(options);
    started.push(upstream.process);
    const server = await startCache(options, model, store);
    started.push(server.process);
    const envoy = await startEnvoy({
      binary,
      template: join(projectRoot(), 'deploy', 'envoy', 'envoy.yaml'),
      addresses: {
        listener: `127.0.0.1:${options.port ?? (await freePort(10_000))}`,
        admin: `127.0.0.1:${await freePort(9902)}`,
        upstream: upstream.address,
        cache: server.address,
      },
      dir: options.stateDir,
    });
    started.push(envoy.process);
    const upstreamUrl = `http://${upstream.address}`;
    const { adminUrl, adminToken } = server;
    return { envoy, adminUrl, adminToken, upstreamUrl, store, processes: started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startUpstream(options: StackOptions): Promise<{ process: RunningProcess; address: string }> {
  const port = await freePort(8081);
  const upstream = await startProcess({
    name: 'the sample upstream',
    command: process.execPath,
    args: [join(__dirname, '../sample-upstream/main.js'), '--port', String(port), '--delay', String(options.delayMs)],
    logFile: join(options.stateDir, 'upstream.log'),
  });
  await readiness(upstream, upstream.line(saysReady));
  return { process: upstream, address: `127.0.0.1:${port}` };
}

async function startCache(options: StackOptions, model: string, store: TourStore) {
  const address = `127.0.0.1:${await freePort(50_051)}`;
  const admin = `127.0.0.1:${await freePort(9901)}`;
  const config = join(options.stateDir, 'llm-semantic-cache.yaml');
  const adminToken = randomBytes(16).toString('hex');
  const tokenFile = join(options.stateDir, 'admin-token');
  await writeFile(tokenFile, adminToken, { mode: 0o600 });
  await writeFile(config, quickstartConfig({ listen: address, admin, tokenFile, model, store: store.config }));
  const main = join(projectRoot(), 'dist', 'src', 'main.js');
  const logFile = join(options.stateDir, 'llm-semantic-cache.log');
  const process = await startServer({ main, config, logFile });
  return { process, address, adminUrl: `http://${admin}`, adminToken };
}
