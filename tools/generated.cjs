'use strict';
// Fails when src/extproc/generated is not what proto/ gives: generates into a scratch folder and compares.
const { execFileSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { join, relative } = require('node:path');

const COMMITTED = join('src', 'extproc', 'generated');
mkdirSync('.cache', { recursive: true });
const scratch = mkdtempSync(join('.cache', 'generated-'));

function files(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

try {
  const node = (bin, ...args) => execFileSync(process.execPath, [join('node_modules', '.bin', bin), ...args]);
  node('buf', 'generate', '--template', JSON.stringify(template()));
  const fresh = files(scratch);
  const stale = [...new Set([...fresh, ...files(COMMITTED)])].filter(
    (name) => read(scratch, name) !== read(COMMITTED, name),
  );
  if (stale.length > 0) {
    console.error(`src/extproc/generated is not what proto/ gives: run \`npm run generate\` (${stale.join(', ')})`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** buf.gen.yaml with another output folder. */
function template() {
  const config = require('yaml').parse(readFileSync('buf.gen.yaml', 'utf8'));
  return { ...config, plugins: config.plugins.map((plugin) => ({ ...plugin, out: scratch })) };
}

function read(dir, name) {
  try {
    return readFileSync(join(dir, name), 'utf8');
  } catch {
    return undefined;
  }
}
