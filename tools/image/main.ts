import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { unneeded } from './prune';

const USAGE = 'usage: main.js FOLDER ARCHITECTURE: removes from a node_modules folder what the image can do without';

/** Removes the files, then the folders that are empty without them. The bytes removed. */
function prune(root: string, architecture: string): number {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((e) => relative(root, join(e.parentPath, e.name)));
  const sizes = unneeded(files, architecture).map((file) => {
    const path = join(root, file);
    const { size } = statSync(path);
    rmSync(path);
    return size;
  });
  removeEmpty(root);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** True when nothing is left in the folder, which is then gone. */
function removeEmpty(dir: string): boolean {
  const left = readdirSync(dir, { withFileTypes: true }).filter(
    (entry) => !(entry.isDirectory() && removeEmpty(join(dir, entry.name))),
  );
  if (left.length === 0) rmSync(dir, { recursive: true });
  return left.length === 0;
}

const [folder, architecture] = process.argv.slice(2);
if (folder === undefined || architecture === undefined) throw new Error(USAGE);
console.log(`removed ${Math.round(prune(folder, architecture) / 1e6)} MB for ${architecture}`);
