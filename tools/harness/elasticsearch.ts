import { once } from 'node:events';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../fetch/cache';
import { fetchElasticsearch, type ElasticsearchFiles, type ElasticsearchVersion } from '../fetch/elasticsearch';
import { nodeCommand, type NodeCommand } from './elasticsearch-command';
import { freePort } from './ports';
import { readiness, startProcess, type RunningProcess } from './processes';
import { until } from './waiting';

export interface ElasticsearchSpec {
  readonly version: ElasticsearchVersion;
  /** Holds data, configuration and log; a node started there again finds its indices. One node at a time. */
  readonly dir: string;
  /** Where it serves HTTP; default: any free one. */
  readonly port?: number;
  /** Java's notation; default 512m. */
  readonly heap?: string;
}

export interface ElasticsearchNode {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly version: ElasticsearchVersion;
  /** The JVM itself: signals reach the node. */
  readonly process: RunningProcess;
  stop(): Promise<void>;
}

/** A start takes 2 s, and several times that beside others. */
export const START_MS = 90_000;

/** Obtains and starts a node; resolves when its indices can be read. @throws Error with its last lines when it cannot. */
export async function startElasticsearch(spec: ElasticsearchSpec): Promise<ElasticsearchNode> {
  const { command, args, port, url } = await elasticsearchCommand(spec);
  const name = `Elasticsearch ${spec.version}`;
  const node = await startProcess({ name, command, args, logFile: join(spec.dir, 'elasticsearch.log') });
  try {
    await ready(node, url);
    return { url, port, version: spec.version, process: node, stop: () => node.stop() };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

/** How to start such a node without this module keeping it; it ends when the process with id `owner` does. */
export async function elasticsearchCommand(spec: ElasticsearchSpec, owner: number = process.pid): Promise<NodeCommand> {
  const files = await fetchElasticsearch(spec.version);
  const places = { dir: spec.dir, port: spec.port ?? (await freePort()), heap: spec.heap ?? '512m', owner };
  const archive = await classArchive(files);
  return nodeCommand(files, places, archive === undefined ? [] : [`-XX:SharedArchiveFile=${archive}`]);
}

async function ready(node: RunningProcess, url: string): Promise<void> {
  let ended = false;
  void node.exited.then(() => (ended = true));
  await readiness(node, serving(url, { unless: () => ended }), START_MS);
}

/** Elasticsearch has no event for "serving": its health page says so. Gives up early when `unless` becomes true. */
export async function serving(url: string, { unless }: { readonly unless: () => boolean }): Promise<void> {
  const health = `${url}/_cluster/health?wait_for_status=yellow&timeout=1s`;
  const probe = async (): Promise<true | undefined> =>
    unless() || (await fetch(health, { signal: AbortSignal.timeout(5000) })).ok ? true : undefined;
  await until(`Elasticsearch at ${url}`, probe, START_MS);
}

/**
 * Java's archive of the classes that a node loads, which halves the time to start: made by a first node that is started and
 * stopped for this alone, for Java writes it at the end. Nodes start without it where it cannot be written.
 */
async function classArchive(files: ElasticsearchFiles): Promise<string | undefined> {
  const archive = join(files.home, `classes-${files.jdk.version}.jsa`);
  if (await exists(archive)) return archive;
  const dir = await mkdtemp(join(files.home, 'classes-')).catch(() => undefined);
  if (dir === undefined) return undefined;
  try {
    const draft = join(dir, 'draft.jsa');
    await recordClasses(files, dir, draft);
    await rename(draft, archive);
    return archive;
  } catch {
    return undefined;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function recordClasses(files: ElasticsearchFiles, dir: string, file: string): Promise<void> {
  const places = { dir, port: await freePort(), heap: '512m', owner: process.pid };
  const { command, args, url } = await nodeCommand(files, places, [`-XX:ArchiveClassesAtExit=${file}`]);
  const node = await startProcess({ name: 'Elasticsearch', command, args, logFile: join(dir, 'elasticsearch.log') });
  try {
    await ready(node, url);
    node.kill('SIGTERM');
    // Writing takes seconds, longer than stop() is patient.
    await Promise.race([node.exited, once(AbortSignal.timeout(START_MS), 'abort')]);
  } finally {
    await node.stop();
  }
}
