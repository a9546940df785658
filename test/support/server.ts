import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchModel } from '../../tools/fetch/model';
import { runCommand, type Output } from '../../tools/harness/command';
import { scrape, type Metrics } from '../../tools/harness/metrics';
import { freePort } from '../../tools/harness/ports';
import type { RunningProcess } from '../../tools/harness/processes';
import { startServer as startProcess } from '../../tools/harness/server';

export interface Server {
  /** As Envoy is to reach it: HOST:PORT or unix:PATH. */
  readonly address: string;
  readonly adminUrl: string;
  readonly storePath: string;
  readonly logFile: string;
  metrics(): Promise<Metrics>;
  /** Sends the signal; with SIGKILL resolves when the process is gone. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when the process is gone, with how it ended, in words. */
  exited(): Promise<string>;
  /** Changes top-level sections of the configuration file; the running process is to notice by itself. */
  configure(sections: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes the file as it is. */
  writeConfig(text: string): Promise<void>;
  /** Starts it again after it has ended, on the same address and store. Resolves when it serves. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** A folder for configuration, store, socket and log; its path must be short when the listener is a socket. */
  readonly dir: string;
  readonly listen?: 'tcp' | 'unix';
  /** Top-level sections of the configuration that replace the test's own; `admin` and `listen` add to it. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** A command to run it under; see tools/harness/server.ts. Gets the store's path. */
  readonly under?: (storePath: string) => readonly string[];
}

/** Compiled entry point, of the same build as this file. */
export const MAIN = join(__dirname, '..', '..', 'src', 'main.js');

/** A command of the program's, run to its end. */
export function runCli(...args: readonly string[]): Promise<Output> {
  return runCommand(process.execPath, [MAIN, ...args]);
}

/** The real server process from dist/, on a store of its own unless the configuration names one. */
export async function startServer({
  dir,
  listen = 'tcp',
  config = {},
  under = () => [],
}: ServerOptions): Promise<Server> {
  const address = listen === 'unix' ? `unix:${join(dir, 'extproc.sock')}` : `127.0.0.1:${await freePort()}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const storePath = join(dir, 'store');
  const file = join(dir, 'llm-semantic-cache.yaml');
  const logFile = join(dir, 'llm-semantic-cache.log');
  const settings = {
    embedding: { model: await fetchModel() },
    store: { kind: 'embedded', path: storePath },
    policies: [{ name: 'test', lookup: { scoreThreshold: 0.1, varyBy: ['header:x-tenant'] }, store: { ttl: 3600 } }],
    ...config,
    listen: { address, ...(config['listen'] as object | undefined) },
    admin: { address: admin, ...(config['admin'] as object | undefined) },
  };
  await writeFile(file, stringify(settings));
  const launch = (): Promise<RunningProcess> =>
    startProcess({
      main: MAIN,
      config: file,
      logFile,
      under: under(storePath),
    });
  let server = await launch();
  return {
    address,
    adminUrl: `http://${admin}`,
    storePath,
    logFile,
    metrics: () => scrape(`http://${admin}`),
    signal: async (signal) => {
      server.kill(signal);
      if (signal === 'SIGKILL') await server.exited;
    },
    exited: () => server.exited,
    configure: (sections) => writeFile(file, stringify({ ...settings, ...sections })),
    writeConfig: (text) => writeFile(file, text),
    start: async () => {
      server = await launch();
    },
    stop: () => server.stop(),
  };
}
