import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Written into a cached folder: path of each file in it to SHA-256, taken when the folder was made. */
const MANIFEST = 'sha256.json';

/** Where fetched components live: outside the checkout, so that a fresh clone finds them again. */
export function cacheRoot(): string {
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['LSC_CACHE_DIR'] ?? join(home, 'llm-semantic-cache');
}

/** SHA-256 of a file, hex. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The cached folder of that name if every file in it is as it was when the folder was made. */
export async function cached(name: string): Promise<string | undefined> {
  const dir = join(cacheRoot(), name);
  return (await intact(dir)) ? dir : undefined;
}

/**
 * Lets `fill` write into an empty folder and then puts that folder into the cache by one rename, so that nobody ever
 * sees a half-filled one. When two processes do this at once the first one wins and both get its folder.
 */
export async function install(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const dir = join(cacheRoot(), name);
  await mkdir(join(dir, '..'), { recursive: true });
  const temporary = await mkdtemp(`${dir}.partial-`);
  try {
    await chmod(temporary, 0o755);
    await fill(temporary);
    await writeManifest(temporary);
    await publish(temporary, dir);
    return dir;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Runs `work` with a scratch folder inside the cache root, which is on the same disk and large enough. */
export async function withScratch<T>(work: (dir: string) => Promise<T>): Promise<T> {
  await mkdir(cacheRoot(), { recursive: true });
  const dir = await mkdtemp(join(cacheRoot(), 'scratch-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function publish(temporary: string, dir: string): Promise<void> {
  if (await moved(temporary, dir)) return;
  if (await intact(dir)) return;
  const damaged = `${temporary}-damaged`;
  await moved(dir, damaged);
  await rm(damaged, { recursive: true, force: true });
  if (!(await moved(temporary, dir)) && !(await intact(dir))) throw new Error(`cannot put files at ${dir}`);
}

/** False when the target is there already (or the source is gone: another process moved it first). */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function writeManifest(dir: string): Promise<void> {
  const digests: Record<string, string> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) digests[relative(dir, path)] = await sha256(path);
  }
  await writeFile(join(dir, MANIFEST), JSON.stringify(digests, undefined, 2));
}

async function intact(dir: string): Promise<boolean> {
  try {
    const digests = JSON.parse(await readFile(join(dir, MANIFEST), 'utf8')) as Record<string, string>;
    for (const [file, digest] of Object.entries(digests)) {
      if ((await sha256(join(dir, file))) !== digest) return false;
    }
    return Object.keys(digests).length > 0;
  } catch {
    return false;
  }
}
