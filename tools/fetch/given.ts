import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { progress } from './attempts';
import { exists } from './cache';

/** A component that is one executable file. */
export interface Tool {
  /** What people call it. */
  readonly name: string;
  readonly command: string;
  /** The tested version. */
  readonly version: string;
  /** The environment variable by which users give their own. */
  readonly variable: string;
  /** Which version a file is. @throws Error when it cannot be run as that tool. */
  readonly versionOf: (path: string) => Promise<string>;
}

/**
 * The tool that the environment variable names. It must work when it is set; whoever sets it wants it used, so another version
 * than the tested one is taken too, unless `exactly` that one is asked for.
 * @throws Error when it is set and cannot be run.
 */
export async function givenTool(
  { name, variable, version, versionOf }: Tool,
  { exactly = false }: { readonly exactly?: boolean } = {},
): Promise<string | undefined> {
  const path = process.env[variable];
  if (path === undefined || path === '') return undefined;
  const found = await versionOf(path).catch((cause: unknown) => {
    throw new Error(`${variable} is set to ${path}, which cannot be run as ${name}`, { cause });
  });
  if (found === version) return path;
  if (exactly) return undefined;
  progress(`using ${variable}, ${name} ${found} (${version} is the tested version)`);
  return path;
}

/** The tool on PATH, if it is of the tested version. */
export async function toolOnPath({ command, version, versionOf }: Tool): Promise<string | undefined> {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(dir, command);
    if (dir !== '' && (await exists(path)) && (await versionOf(path).catch(() => '')) === version) return path;
  }
  return undefined;
}

/** Makes an obtained file executable. @throws Error when it is not of the version wanted. */
export async function checkTool({ name, version, versionOf }: Tool, path: string): Promise<void> {
  await chmod(path, 0o755);
  const found = await versionOf(path);
  if (found !== version) throw new Error(`got ${name} ${found} instead of ${version}`);
}

/** The folder that the environment variable names. @throws Error when it is set and one of `files` is not there. */
export async function givenFolder(variable: string, files: readonly string[]): Promise<string | undefined> {
  const dir = process.env[variable];
  if (dir === undefined || dir === '') return undefined;
  for (const file of files) {
    if (!(await exists(join(dir, file)))) throw new Error(`${variable} is set to ${dir}, which has no ${file}`);
  }
  return dir;
}
