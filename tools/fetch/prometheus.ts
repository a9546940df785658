import { execFile } from 'node:child_process';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { aptGet } from './apt';
import { firstOf, progress } from './attempts';
import { cached, exists, install, withScratch } from './cache';
import { download } from './download';
import { givenFolder } from './given';

const run = promisify(execFile);

/** The tested version; what PATH and the distribution have may be another: what is asked of it here is in every 2.40 and newer. */
const VERSION = '2.42.0';
const FILES = ['prometheus', 'promtool'] as const;

/** Paths of the two programs. */
export type Prometheus = Readonly<Record<(typeof FILES)[number], string>>;

/**
 * Prometheus and promtool: in the folder PROMETHEUS_DIR, on PATH, in the cache, or obtained by apt-get (without installing) or from
 * Prometheus' own release page.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchPrometheus(): Promise<Prometheus> {
  const dir = (await givenFolder('PROMETHEUS_DIR', FILES)) ?? (await obtained());
  return { prometheus: join(dir, 'prometheus'), promtool: join(dir, 'promtool') };
}

function obtained(): Promise<string> {
  const cachedAs = `prometheus/${VERSION}-1-${process.platform}-${process.arch}`;
  return firstOf(
    'Prometheus',
    [
      { way: 'PATH', run: onPath },
      { way: 'cache', run: () => cached(cachedAs) },
      { way: 'apt-get', run: () => install(cachedAs, byPackage) },
      { way: 'release page', run: () => install(cachedAs, byRelease) },
    ],
    'Install the package prometheus, or set PROMETHEUS_DIR to a folder with prometheus and promtool.',
  );
}

async function onPath(): Promise<string | undefined> {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')) {
    const found = await Promise.all(FILES.map((file) => exists(join(dir, file))));
    if (!found.includes(false)) return dir;
  }
  return undefined;
}

/** Unpacks the distribution's package: no rights are needed, and no service is started. */
async function byPackage(dir: string): Promise<void> {
  progress('obtaining Prometheus by apt-get …');
  await withScratch(async (scratch) => {
    await aptGet(['download', 'prometheus'], { cwd: scratch });
    const [file = ''] = await readdir(scratch);
    const unpacked = join(scratch, 'unpacked');
    await mkdir(unpacked);
    await run('dpkg-deb', ['--extract', join(scratch, file), unpacked]);
    await takeOver(join(unpacked, 'usr', 'bin'), dir);
  });
}

async function byRelease(dir: string): Promise<void> {
  const platform = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (platform === undefined || !['linux', 'darwin'].includes(process.platform))
    throw new Error('no archive for this platform');
  const name = `prometheus-${VERSION}.${process.platform}-${platform}`;
  progress(`obtaining Prometheus ${VERSION} from its release page …`);
  await withScratch(async (scratch) => {
    const archive = join(scratch, `${name}.tar.gz`);
    await download(`https://github.com/prometheus/prometheus/releases/download/v${VERSION}/${name}.tar.gz`, archive);
    await run('tar', ['-xzf', archive, '-C', scratch]);
    await takeOver(join(scratch, name), dir);
  });
}

async function takeOver(from: string, dir: string): Promise<void> {
  for (const file of FILES) {
    await rename(join(from, file), join(dir, file));
    await run(join(dir, file), ['--version']);
  }
}
