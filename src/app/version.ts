import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** As in package.json, which stands above this file wherever it was built to. */
export const VERSION = readVersion(__dirname);

function readVersion(dir: string): string {
  try {
    return (JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    const parent = dirname(dir);
    return parent === dir ? 'unknown' : readVersion(parent);
  }
}
