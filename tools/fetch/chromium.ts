import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { aptGet } from './apt';
import { firstOf, progress } from './attempts';
import { onPath } from './jdk';

const run = promisify(execFile);

/** Chromium by the names that distributions and Google have for it. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const VARIABLE = 'LSC_CHROMIUM';
const REMEDY = `Install the package chromium, or set ${VARIABLE} to the path of Chromium or Chrome.`;

/** What keeps a browser from being obtained here, and what to do; `undefined` when nothing does. */
export function missingForChromium(): string | undefined {
  if (given() !== undefined || installed() !== undefined || canInstall()) return undefined;
  return `there is no Chromium on PATH, and only root can install it. ${REMEDY}`;
}

/**
 * Path of Chromium or Chrome: the one that LSC_CHROMIUM names, the one on PATH, or Debian's package, which is installed then.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchChromium(): Promise<string> {
  const path = given();
  if (path !== undefined) {
    await run(path, ['--version']).catch((cause: unknown) => {
      throw new Error(`${VARIABLE} is set to ${path}, which cannot be run as Chromium`, { cause });
    });
    return path;
  }
  return firstOf(
    'Chromium',
    [
      { way: 'PATH', run: () => Promise.resolve(installed()) },
      { way: 'apt-get', run: byPackage },
    ],
    REMEDY,
  );
}

function given(): string | undefined {
  const path = process.env[VARIABLE];
  return path === '' ? undefined : path;
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return COMMANDS.flatMap((command) => folders.map((dir) => join(dir, command))).find((path) => existsSync(path));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get');
}

/** With the libraries that it needs, of which there are many: unpacking it alone would not do. */
async function byPackage(): Promise<string | undefined> {
  if (!canInstall()) return undefined;
  progress('installing Chromium by apt-get …');
  // A browser without any font shows boxes.
  await aptGet(['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation', 'fonts-dejavu-core']);
  return installed();
}
