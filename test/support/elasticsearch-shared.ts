import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ELASTICSEARCH, type ElasticsearchMajor } from '../../tools/fetch/elasticsearch';
import { elasticsearchCommand, serving } from '../../tools/harness/elasticsearch';
import type { NodeCommand } from '../../tools/harness/elasticsearch-command';
import { until } from '../../tools/harness/waiting';

/** A node that all test files of one jest process use. */
export interface SharedNode {
  readonly url: string;
  readonly pid: number;
}

const PREFIX = 'lsc-elasticsearch-';

/**
 * Jest gives every test file a world of its own, so what outlives a file is kept in a folder named after the jest process:
 * lsc-elasticsearch-<its id>-<major>, with the node's data and `node.json`.
 */
export function sharedFolder(major: ElasticsearchMajor): string {
  return join(tmpdir(), `${PREFIX}${process.pid}-${major}`);
}

/**
 * The shared node of that version, started at the first call in this jest process. It ends with that process, however that
 * ends; stopSharedNodes ends it in good order.
 */
export async function sharedNode(major: ElasticsearchMajor): Promise<SharedNode> {
  const running = readNode(sharedFolder(major));
  if (running !== undefined && isAlive(running.pid)) return running;
  removeFoldersOf((owner) => !isAlive(owner));
  const dir = sharedFolder(major);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  const command = await elasticsearchCommand({ version: ELASTICSEARCH[major], dir });
  const node = await start(command, join(dir, 'elasticsearch.log'));
  writeFileSync(join(dir, 'node.json'), JSON.stringify(node));
  return node;
}

/** For jest's globalTeardown: stops this jest process's nodes and removes what it and dead ones left. */
export async function stopSharedNodes(): Promise<void> {
  for (const major of [8, 9] as const) {
    const node = readNode(sharedFolder(major));
    if (node === undefined || !isAlive(node.pid)) continue;
    process.kill(node.pid, 'SIGTERM');
    await until(`end of the shared Elasticsearch ${major}`, async () => !isAlive(node.pid) || undefined, 30_000);
  }
  removeFoldersOf((owner) => owner === process.pid || !isAlive(owner));
}

/** Without pipes to this test file, which ends before the node does. */
async function start({ command, args, url }: NodeCommand, logFile: string): Promise<SharedNode> {
  const log = openSync(logFile, 'w');
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  let failure: string | undefined;
  child.once('error', ({ message }) => (failure = message));
  child.once('exit', (code) => (failure = `ended with code ${String(code)}`));
  await serving(url, { unless: () => failure !== undefined });
  if (failure !== undefined)
    throw new Error(`Elasticsearch ${failure}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  child.removeAllListeners();
  child.unref();
  return { url, pid: child.pid ?? 0 };
}

function readNode(dir: string): SharedNode | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, 'node.json'), 'utf8')) as SharedNode;
  } catch {
    return undefined;
  }
}

function removeFoldersOf(matches: (owner: number) => boolean): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-\\d$`).exec(name)?.[1];
    if (owner !== undefined && matches(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
