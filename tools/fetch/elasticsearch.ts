import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../harness/project-root';
import { progress } from './attempts';
import { cached, cacheRoot, install, sha256 } from './cache';
import { installedJdks, onPath, type Jdk } from './jdk';

const run = promisify(execFile);

/** The tested version of each major. */
export const ELASTICSEARCH = { 8: '8.19.21', 9: '9.5.3' } as const;

export type ElasticsearchMajor = keyof typeof ELASTICSEARCH;
export type ElasticsearchVersion = (typeof ELASTICSEARCH)[ElasticsearchMajor];

/** A node's files and the Java that runs them. */
export interface ElasticsearchFiles {
  /** lib/ is the class path with `EsNode` in it, modules/ what the node loads itself. */
  readonly home: string;
  readonly java: string;
  readonly jdk: Jdk;
}

interface Needs {
  readonly jdk: number;
  readonly packages: string;
  /** SHA-256 over the names and SHA-256 of all jars that Maven resolves. */
  readonly jars: string;
}

const NEEDS: Readonly<Record<ElasticsearchVersion, Needs>> = {
  '8.19.21': {
    jdk: 17,
    packages: 'openjdk-17-jdk-headless',
    jars: '6a27c5a41bcd781511ab12bd3ad36cb5ca67c0fc042d4add00a7f2d5f8b6e21f',
  },
  '9.5.3': {
    jdk: 21,
    packages: 'temurin-25-jdk or openjdk-21-jdk-headless',
    jars: 'd7389a084d7d5ad34f94de18c4d97809bf7d025acb95fad47b93356311e4bfd5',
  },
};

const HTTP_MODULE = join('modules', 'transport-netty4');

/** What keeps this version from being obtained and started here, and what to do; `undefined` when nothing does. */
export function missingForElasticsearch(
  version: ElasticsearchVersion,
  jdks: readonly Jdk[] = installedJdks(),
): string | undefined {
  const { jdk, packages } = NEEDS[version];
  if (fitting(version, jdks) === undefined) {
    const found = jdks.map(({ major, home }) => `${major} in ${home}`);
    const instead = found.length === 0 ? 'found none' : `found ${found.join(', ')}`;
    return `Elasticsearch ${version} needs a JDK ${jdk} or newer (${instead}): install ${packages}, or set ES_JAVA_HOME`;
  }
  if (onPath('mvn') || existsSync(join(cacheRoot(), cacheName(version)))) return undefined;
  return `Elasticsearch ${version} is obtained by Maven, and there is no mvn on PATH: install maven`;
}

/** The newest major that the JDKs here can run; the oldest when there is none. */
export function newestMajor(): ElasticsearchMajor {
  return fitting(ELASTICSEARCH[9], installedJdks()) ? 9 : 8;
}

/**
 * A single node without Elastic's own distribution: the published jars of the server and its HTTP module, and a main class of
 * ours. From the cache, or resolved by Maven.
 * @throws Error that says what is missing and what to do.
 */
export async function fetchElasticsearch(version: ElasticsearchVersion): Promise<ElasticsearchFiles> {
  const jdks = installedJdks();
  const missing = missingForElasticsearch(version, jdks);
  const jdk = fitting(version, jdks);
  if (missing !== undefined || jdk === undefined) throw new Error(missing);
  const name = cacheName(version);
  const home = (await cached(name)) ?? (await install(name, (dir) => fill(dir, version, jdk)));
  return { home, java: join(jdk.home, 'bin', 'java'), jdk };
}

function fitting(version: ElasticsearchVersion, jdks: readonly Jdk[]): Jdk | undefined {
  return jdks.find(({ major }) => major >= NEEDS[version].jdk);
}

/** Changes with the files that it is made by, so that an older cached folder is left alone. */
function cacheName(version: ElasticsearchVersion): string {
  const recipe = createHash('sha256');
  for (const file of ['pom.xml', 'EsNode.java']) recipe.update(readFileSync(recipeFile(file)));
  return `elasticsearch/${version}-${recipe.digest('hex').slice(0, 12)}`;
}

function recipeFile(name: string): string {
  return join(projectRoot(), 'tools', 'fetch', 'elasticsearch', name);
}

async function fill(dir: string, version: ElasticsearchVersion, jdk: Jdk): Promise<void> {
  progress(`obtaining Elasticsearch ${version} (65 MB) …`);
  await resolveJars(dir, version, jdk);
  const found = await digestOfJars([join(dir, 'lib'), join(dir, HTTP_MODULE)]);
  if (found !== NEEDS[version].jars)
    throw new Error(`the jars of Elasticsearch ${version} are not the pinned ones (${found})`);
  await writeFile(join(dir, HTTP_MODULE, 'plugin-descriptor.properties'), descriptor(version));
  await compileNode(dir, version, jdk);
}

/** Maven checks each file against the checksum that is published beside it. */
async function resolveJars(dir: string, version: ElasticsearchVersion, jdk: Jdk): Promise<void> {
  const flags = ['--batch-mode', '--quiet', '--strict-checksums', '--file', recipeFile('pom.xml')];
  const properties = [`-Dversion.elasticsearch=${version}`, `-Dhome=${dir}`];
  const env = { ...process.env, JAVA_HOME: jdk.home };
  await run('mvn', [...flags, ...properties, 'process-resources'], { env }).catch((error: unknown) => {
    // Maven tells on stdout; its first lines say what happened, the others how to see more.
    const said = ((error as { stdout?: string }).stdout ?? '').trim().split('\n').slice(0, 3).join('\n');
    throw new Error(`Elasticsearch ${version} cannot be obtained by Maven:\n${said || String(error)}`);
  });
}

async function digestOfJars(dirs: readonly string[]): Promise<string> {
  const digest = createHash('sha256');
  for (const dir of dirs) {
    for (const jar of (await readdir(dir)).sort()) digest.update(`${jar} ${await sha256(join(dir, jar))}\n`);
  }
  return digest.digest('hex');
}

function descriptor(version: ElasticsearchVersion): string {
  return Object.entries({
    name: 'transport-netty4',
    description: 'Transport and HTTP on Netty',
    classname: 'org.elasticsearch.transport.netty4.Netty4Plugin',
    version,
    'elasticsearch.version': version,
    'java.version': NEEDS[version].jdk,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Into a jar, for Java keeps an archive of loaded classes only when no folder is on the class path. */
async function compileNode(dir: string, version: ElasticsearchVersion, jdk: Jdk): Promise<void> {
  const [lib, classes] = [join(dir, 'lib'), join(dir, 'classes')];
  const tool = (name: string): string => join(jdk.home, 'bin', name);
  await mkdir(classes);
  const release = String(NEEDS[version].jdk);
  await run(tool('javac'), ['--release', release, '-cp', join(lib, '*'), '-d', classes, recipeFile('EsNode.java')]);
  await run(tool('jar'), ['--create', '--file', join(lib, 'es-node.jar'), '-C', classes, '.']);
  await rm(classes, { recursive: true });
}
