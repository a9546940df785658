import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { progress } from '../fetch/attempts';
import { cached, install, withScratch } from '../fetch/cache';
import { succeed } from './command';

const NODE = '24.20.0';
const NPM = '11.21.2';
const SUITE = 'bookworm';

/** Debian's own list of package sources, which on many machines names a mirror; mmdebstrap has a default of its own. */
const SOURCES = '/etc/apt/sources.list.d/debian.sources';

/** Root file systems that stand in for the Dockerfile's base images where there is no image registry. */
export interface BaseFiles {
  /** Debian with a shell. A tar file. */
  readonly build: string;
  /** The libraries that Node needs, and no shell. A tar file. */
  readonly runtime: string;
  readonly node: string;
  /** The command npm, for /usr/local. A tar file. */
  readonly npm: string;
}

/** Base images by Debian's bootstrap tool and npm's package of Node; made once, half a minute. Needs root. */
export async function baseFiles(): Promise<BaseFiles> {
  // Changes with any change of what is below.
  const name = `image-base/${SUITE}-node-${NODE}-npm-${NPM}-${process.arch}-1`;
  const dir = (await cached(name)) ?? (await install(name, fill));
  const [build, runtime, node, npm] = ['build.tar', 'runtime.tar', 'node', 'npm.tar'].map((file) => join(dir, file));
  return { build: build!, runtime: runtime!, node: node!, npm: npm! };
}

async function fill(dir: string): Promise<void> {
  progress('making base images from Debian packages …');
  await bootstrap(join(dir, 'build.tar'), ['--variant=essential', '--include=libstdc++6']);
  await bootstrap(join(dir, 'runtime.tar'), ['--variant=extract', '--include=base-files,libc6,libgcc-s1,libstdc++6']);
  await withScratch(async (scratch) => {
    const node = `node-linux-${process.arch}`;
    const flags = ['--global', '--prefix', scratch, '--ignore-scripts', '--no-audit', '--no-fund'];
    await succeed('npm', ['install', ...flags, `${node}@${NODE}`, `npm@${NPM}`]);
    await copyFile(join(scratch, 'lib', 'node_modules', node, 'bin', 'node'), join(dir, 'node'));
    const others = [`--exclude=${node}`, '--exclude=./bin/node'];
    await succeed('tar', ['-cf', join(dir, 'npm.tar'), '-C', scratch, ...others, '.']);
  });
}

async function bootstrap(tar: string, choice: readonly string[]): Promise<void> {
  const without = ['man', 'doc', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);
  const sources = existsSync(SOURCES) ? [SOURCES] : [];
  await succeed('mmdebstrap', ['--quiet', '--mode=root', ...choice, ...without, SUITE, tar, ...sources]);
}
