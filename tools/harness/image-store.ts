import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { progress } from '../fetch/attempts';
import { onPath } from '../fetch/jdk';
import { runCommand, succeed, type Output } from './command';
import { baseFiles } from './image-base';

const PACKAGES = ['buildah', 'podman', 'runc', 'mmdebstrap'];

/** Images and containers of one test run, apart from the machine's own. */
export interface ImageStore {
  /** Runs buildah or podman on the store; what it prints. @throws Error with what it said when it fails. */
  run(command: 'buildah' | 'podman', ...args: string[]): Promise<string>;
  /** The same for a command that may fail. */
  attempt(command: 'buildah' | 'podman', ...args: string[]): Promise<Output>;
  /** Puts the base images there, under names that only this store knows. */
  importBases(): Promise<Bases>;
  /** Removes containers, images and files. */
  remove(): Promise<void>;
}

/** Names of images. */
export interface Bases {
  readonly build: string;
  readonly runtime: string;
}

/** @throws Error when the tools are not installed and cannot be. */
export async function openImageStore(dir: string): Promise<ImageStore> {
  await ensureTools();
  const env = await configure(dir);
  const run: ImageStore['run'] = (command, ...args) => succeed(command, args, { env });
  return {
    run,
    attempt: (command, ...args) => runCommand(command, args, { env }),
    importBases: () => importBases(run),
    remove: async () => {
      await run('podman', 'rm', '--all', '--force', '--time', '0');
      await run('podman', 'volume', 'rm', '--all', '--force');
      await run('buildah', 'rm', '--all');
      // The overlay driver mounts its folder on itself.
      await runCommand('umount', [join(dir, 'graph', 'overlay')]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function ensureTools(): Promise<void> {
  const missing = PACKAGES.filter((name) => !onPath(name));
  const root = process.getuid?.() === 0;
  if (root && missing.length === 0) return;
  if (!root || !onPath('apt-get')) {
    throw new Error(`Images are built as root, with Debian's packages ${PACKAGES.join(', ')}: apt-get install them`);
  }
  progress(`installing ${missing.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await succeed('apt-get', ['update', '--quiet'], { env });
  await succeed('apt-get', ['install', '--quiet', '--yes', '--no-install-recommends', ...missing], { env });
}

/** Writes the tools' configuration; the environment that makes them use it. */
async function configure(dir: string): Promise<Readonly<Record<string, string>>> {
  const [storage, containers, temporary] = ['storage.conf', 'containers.conf', 'tmp'].map((name) => join(dir, name));
  await mkdir(temporary!, { recursive: true });
  const roots = `graphroot = "${join(dir, 'graph')}"\nrunroot = "${join(dir, 'run')}"\n`;
  await writeFile(storage!, `[storage]\ndriver = "overlay"\n${roots}`);
  await writeFile(containers!, CONTAINERS);
  return {
    CONTAINERS_STORAGE_CONF: storage!,
    CONTAINERS_CONF: containers!,
    // Works without user namespaces, and with the machine's network.
    BUILDAH_ISOLATION: 'chroot',
    TMPDIR: temporary!,
  };
}

/**
 * No systemd; limits that may be set without CAP_SYS_RESOURCE; runc, because crun refuses machines with both kinds of
 * cgroups.
 */
const CONTAINERS = `[containers]
default_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

/** Node where each of the real images has it. */
async function importBases(run: ImageStore['run']): Promise<Bases> {
  const files = await baseFiles();
  const build = await commit(run, 'localhost/base-build', [
    [files.build, '/'],
    [files.node, '/usr/local/bin/node'],
    [files.npm, '/usr/local/'],
  ]);
  const runtime = await commit(run, 'localhost/base-runtime', [
    [files.runtime, '/'],
    [files.node, '/nodejs/bin/node'],
  ]);
  return { build, runtime };
}

/** An image of files and unpacked tar files. */
async function commit(
  run: ImageStore['run'],
  name: string,
  contents: readonly (readonly [string, string])[],
): Promise<string> {
  const container = (await run('buildah', 'from', 'scratch')).trim();
  for (const [from, to] of contents) await run('buildah', 'add', '--quiet', container, from, to);
  await run('buildah', 'config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
  await run('buildah', 'commit', '--quiet', '--rm', container, name);
  return name;
}
