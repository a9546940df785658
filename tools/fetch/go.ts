import { execFile } from 'node:child_process';
import { chmod, cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the Go modules here ask for. */
const NEEDED = { major: 1, minor: 26 };

/** No symbol tables: they are not used, and linking is faster and the files are smaller without. */
const LEAN = '-s -w';

/**
 * Builds commands of a published module into a folder, named as the last part of their paths. Go checks the module against
 * its checksum database.
 * @param commands import paths, all of one module
 * @throws Error that says what is missing or what Go said.
 */
export async function goInstall(dir: string, version: string, commands: readonly string[]): Promise<void> {
  await checkGo();
  await go(['install', '-ldflags', LEAN, ...commands.map((command) => `${command}@${version}`)], { GOBIN: dir });
}

export interface GoBuild {
  /** Folder with go.mod and go.sum, which pins all modules. */
  readonly module: string;
  /** Import path of the command. */
  readonly command: string;
  /** Path of the file to make. */
  readonly output: string;
  /** Go variables to set, by their full names. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Builds one command of a module that has a folder here. @throws Error as goInstall. */
export async function goBuild({ module, command, output, variables = {} }: GoBuild): Promise<void> {
  await checkGo();
  const set = Object.entries(variables).map(([name, value]) => ` -X ${name}=${value}`);
  await go(['build', '-C', module, '-mod=readonly', '-ldflags', LEAN + set.join(''), '-o', output, command]);
}

/** Copies a folder of a published module, which Go keeps read-only, into one that can be removed. @throws Error as goInstall. */
export async function copyOfModule(module: string, folder: string, into: string): Promise<void> {
  await checkGo();
  const { Dir: root } = JSON.parse(await go(['mod', 'download', '-json', module])) as { Dir: string };
  await cp(join(root, folder), into, { recursive: true });
  await chmod(into, 0o755);
  for (const entry of await readdir(into, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}

async function checkGo(): Promise<void> {
  const wanted = `Go ${NEEDED.major}.${NEEDED.minor} or newer`;
  const said = await go(['env', 'GOVERSION']).catch(() => undefined);
  if (said === undefined) throw new Error(`${wanted} is needed to build it, and there is no go on PATH`);
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  if (major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor)) return;
  throw new Error(`${wanted} is needed to build it, and go on PATH is ${said.trim()}`);
}

async function go(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  // Names of downloaded modules are many lines of stderr.
  const { stdout } = await run('go', args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
