import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export interface Jdk {
  readonly home: string;
  /** Such as 25.0.3. */
  readonly version: string;
  /** 17, 21, … */
  readonly major: number;
  /** Whether it has the module with the vector instructions; searching is slower without. */
  readonly vectors: boolean;
}

const USUAL_PLACES = ['/usr/lib/jvm', '/opt/java', join(homedir(), '.sdkman', 'candidates', 'java')];

/**
 * The JDKs on this machine: ES_JAVA_HOME and JAVA_HOME first, then that of `javac` on PATH, those beside it and those in the
 * usual places, newest first.
 */
export function installedJdks(places: readonly string[] = USUAL_PLACES): readonly Jdk[] {
  const chosen = jdksAt([process.env['ES_JAVA_HOME'], process.env['JAVA_HOME']].filter((home) => home !== undefined));
  const found = jdksAt([...besidePath(), ...places.flatMap(foldersIn)]).sort((a, b) => b.major - a.major);
  return [...chosen, ...found.filter(({ home }) => !chosen.some((jdk) => jdk.home === home))];
}

/** True when a command of that name is on PATH. */
export function onPath(command: string): boolean {
  return pathFolders().some((dir) => existsSync(join(dir, command)));
}

/** The JDK of `javac` on PATH and what is installed beside it. */
function besidePath(): string[] {
  const javac = pathFolders()
    .map((dir) => join(dir, 'javac'))
    .find((file) => existsSync(file));
  if (javac === undefined) return [];
  const home = dirname(dirname(realpathSync(javac)));
  return [home, ...foldersIn(dirname(home))];
}

function jdksAt(homes: readonly string[]): Jdk[] {
  const real = homes.filter((home) => existsSync(join(home, 'bin', 'javac'))).map((home) => realpathSync(home));
  return [...new Set(real)].map(readJdk).filter((jdk) => jdk !== undefined);
}

/** Every JDK says what it is in its file `release`, which is faster than to ask it. */
function readJdk(home: string): Jdk | undefined {
  const file = join(home, 'release');
  const release = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, version, major] = /^JAVA_VERSION="((?:1\.)?(\d+)[^"]*)"/m.exec(release) ?? [];
  if (version === undefined) return undefined;
  return { home, version, major: Number(major), vectors: release.includes('jdk.incubator.vector') };
}

function foldersIn(dir: string): string[] {
  return existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [];
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
}
