import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot, exists } from '../../tools/fetch/cache';

const run = promisify(execFile);

const OPENAI = 'openai==3.51.0';

const hasPython = spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0;
if (!hasPython) console.warn('python3 with venv is missing: the official Python SDK is NOT tested here');

/** Skips where Python is missing; in CI nothing may be left out, so there the test runs and fails. */
export const itNeedsPython = hasPython || process.env['CI'] ? it : it.skip;

/** Path of a Python that has the official openai package, in a virtual environment beside the other fetched components. */
export async function pythonWithOpenai(): Promise<string> {
  const dir = join(cacheRoot(), 'python', OPENAI.replace('==', '-'));
  const python = join(dir, 'bin', 'python');
  if ((await exists(python)) && (await hasOpenai(python))) return python;
  await run('python3', ['-m', 'venv', '--clear', dir]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', OPENAI]);
  return python;
}

async function hasOpenai(python: string): Promise<boolean> {
  return run(python, ['-c', 'import openai']).then(
    () => true,
    () => false,
  );
}
