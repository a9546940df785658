import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { ElasticsearchFiles } from '../fetch/elasticsearch';

export interface NodePlaces {
  /** Holds data, configuration and temporary files. */
  readonly dir: string;
  readonly port: number;
  /** Java's notation. */
  readonly heap: string;
  /** Id of the process that the node ends with, however that ends. */
  readonly owner: number;
}

/** How to start a node as a process of one's own. */
export interface NodeCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Without a slash at the end. */
  readonly url: string;
}

/** Writes the node's configuration and says how to start it; `options` are more options of Java. */
export async function nodeCommand(
  files: ElasticsearchFiles,
  { dir, port, heap, owner }: NodePlaces,
  options: readonly string[],
): Promise<NodeCommand> {
  const config = await writeConfig(resolve(dir), port);
  const java = [...jvmOptions(files, heap, join(resolve(dir), 'tmp')), ...options];
  return {
    command: files.java,
    args: [...java, '-cp', join(files.home, 'lib', '*'), 'EsNode', files.home, config, String(owner)],
    port,
    url: `http://127.0.0.1:${port}`,
  };
}

async function writeConfig(dir: string, port: number): Promise<string> {
  const config = join(dir, 'config');
  for (const folder of ['config', 'data', 'logs', 'tmp']) await mkdir(join(dir, folder), { recursive: true });
  const settings = {
    'cluster.name': 'llm-semantic-cache',
    'node.name': 'node-0',
    'path.data': join(dir, 'data'),
    'path.logs': join(dir, 'logs'),
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': 0,
    'discovery.type': 'single-node',
    // A nearly full disk of a developer's machine is no reason to refuse a few small indices.
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  await writeFile(join(config, 'elasticsearch.yml'), stringify(settings));
  await writeFile(join(config, 'log4j2.properties'), LOGGING);
  return config;
}

/** Warnings to stdout, which goes into the log file. */
const LOGGING = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;

/** What Elastic's own launcher sets, as far as a node without native libraries needs it. */
function jvmOptions({ home, jdk }: ElasticsearchFiles, heap: string, temporary: string): string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    '-XX:+UseG1GC',
    '-XX:+ExitOnOutOfMemoryError',
    `-Djava.io.tmpdir=${temporary}`,
    `-Des.path.home=${home}`,
    '-Des.networkaddress.cache.ttl=60',
    '-Dio.netty.noUnsafe=true',
    '-Dio.netty.noKeySetOptimization=true',
    '-Dlog4j.shutdownHookEnabled=false',
    '-Dlog4j2.disable.jmx=true',
    '-Djna.nosys=true',
    '-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false',
    `-Des.nativelibs.path=${join(home, 'native')}`,
    '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    ...(jdk.vectors ? ['--add-modules=jdk.incubator.vector'] : []),
    ...(jdk.major >= 21 ? ['--enable-native-access=ALL-UNNAMED'] : []),
  ];
}
