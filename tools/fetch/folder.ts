import { firstOf } from './attempts';
import { cached, install } from './cache';
import { givenFolder } from './given';

/** A component of several files that is built here. */
export interface BuiltFolder {
  /** What people call it. */
  readonly name: string;
  /** The environment variable by which users give a folder of their own. */
  readonly variable: string;
  /** Name in the cache; to be changed with anything that goes into it. */
  readonly cachedAs: string;
  /** What it must have. */
  readonly files: readonly string[];
  /** Fills an empty folder. */
  readonly build: (dir: string) => Promise<void>;
}

/** The folder that is given, or the cached one, or a new one. @throws Error that says what was tried and what to do. */
export async function fetchFolder({ name, variable, cachedAs, files, build }: BuiltFolder): Promise<string> {
  const given = await givenFolder(variable, files);
  if (given !== undefined) return given;
  const inCache = `${cachedAs}-${process.platform}-${process.arch}`;
  return firstOf(
    name,
    [
      { way: 'cache', run: () => cached(inCache) },
      { way: 'Go', run: () => install(inCache, build) },
    ],
    `Set ${variable} to a folder with ${files.join(', ')}, or install Go and try again.`,
  );
}
