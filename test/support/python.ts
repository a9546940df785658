import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, exists } from '../../tools/fetch/cache';

const run = promisify(execFile);

/** Client libraries of LLM APIs, by their names on PyPI. */
const VERSIONS = { openai: '3.51.0', anthropic: '2.13.0', litellm: '1.110.2' } as const;
export type PythonPackage = keyof typeof VERSIONS;

/** A time that suffices to install the largest of them, 380 MB unpacked, and to use it, ms. */
export const PYTHON_TIMEOUT_MS = 300_000;

const hasPython = spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0;
if (!hasPython) console.warn('python3 with venv is missing: the Python SDKs are NOT tested here');

/** Skips where Python is missing; in CI nothing may be left out, so there the test runs and fails. */
export const itNeedsPython = hasPython || process.env['CI'] ? it : it.skip;

/** Path of a Python that has the package, in a virtual environment beside the other fetched components. */
export async function pythonWith(name: PythonPackage): Promise<string> {
  const dir = join(cacheRoot(), 'python', `${name}-${VERSIONS[name]}`);
  const python = join(dir, 'bin', 'python');
  if ((await exists(python)) && (await has(python, name))) return python;
  await run('python3', ['-m', 'venv', '--clear', dir]);
  const requirement = `${name}==${VERSIONS[name]}`;
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement]);
  return python;
}

/** pip installs what a package needs before the package itself: where it is, all is. */
async function has(python: string, name: PythonPackage): Promise<boolean> {
  return run(python, ['-c', `from importlib.metadata import version; version('${name}')`]).then(
    () => true,
    () => false,
  );
}
