import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The checkout that this file was compiled from: the nearest folder above with a package.json. */
export function projectRoot(): string {
  let dir = __dirname;
  while (!existsSync(join(dir, 'package.json'))) {
    if (dir === dirname(dir)) throw new Error(`no package.json above ${__dirname}`);
    dir = dirname(dir);
  }
  return dir;
}
