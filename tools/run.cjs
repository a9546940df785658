#!/usr/bin/env node
'use strict';
// What every npm script goes through, so that each works on a fresh clone: installs and builds what is missing or outdated,
// then runs the target. Plain JavaScript without dependencies, for it runs before anything is installed.
const { spawnSync } = require('node:child_process');
const { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'dist', '.built');
const SOURCES = ['src', 'test', 'tools', 'bench', 'tsconfig.json', 'package-lock.json'];
/** Of the page for operators, beside what tsc makes; the Dockerfile copies them, too. */
const PAGE_FILES = ['index.html', 'page.css', 'icon.svg'];

const BIN = (name) => [process.execPath, join('node_modules', '.bin', name)];
const STATIC = [
  [process.execPath, 'tools/generated.cjs'],
  [...BIN('prettier'), '--check', '--log-level', 'warn', '.'],
  [...BIN('eslint'), '.'],
  [...BIN('remark'), '--quiet', '--frail', '--no-stdout', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs'],
  [...BIN('depcruise'), 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
  [...BIN('knip')],
];
const TEST = [...BIN('jest'), '--config', 'jest.config.cjs'];
const TARGETS = {
  build: [],
  quickstart: [[process.execPath, 'dist/tools/quickstart/main.js']],
  bench: [[process.execPath, 'dist/bench/main.js']],
  quality: [[process.execPath, 'dist/tools/quality/main.js']],
  'fetch-model': [[process.execPath, 'dist/tools/fetch/cli.js', 'model']],
  'fetch-elasticsearch': [[process.execPath, 'dist/tools/fetch/cli.js', 'elasticsearch']],
  'fetch-cluster': [[process.execPath, 'dist/tools/fetch/cli.js', 'cluster']],
  'fetch-envoy': [[process.execPath, 'dist/tools/fetch/cli.js', 'envoy']],
  'train-verifier': [[process.execPath, 'dist/tools/verifier/main.js']],
  schemas: [
    [process.execPath, 'dist/tools/schemas/main.js'],
    [process.execPath, 'dist/tools/cli-reference/main.js'],
  ],
  manifests: [[process.execPath, 'dist/tools/manifests/main.js']],
  static: STATIC,
  test: [TEST],
  'test:cluster': [[...BIN('jest'), '--config', 'jest.cluster.config.cjs']],
  check: [...STATIC, TEST],
};

function main() {
  const [target, ...args] = process.argv.slice(2);
  const steps = TARGETS[target];
  if (steps === undefined) fail(`unknown target ${target}: one of ${Object.keys(TARGETS).join(', ')}`);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed`);
  process.chdir(ROOT);
  // For tests, whose process.env is not the process's own: see src/onnx/inference-worker.ts.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  install();
  build();
  steps.forEach((step, i) => run(i === steps.length - 1 ? [...step, ...args] : step));
}

function install() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  say('installing npm packages …');
  // Its install script would download CUDA libraries that this project does not use.
  process.env.ONNXRUNTIME_NODE_INSTALL = 'skip';
  run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function build() {
  const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  if (SOURCES.every((source) => newest(source) <= built)) return;
  say('building …');
  const started = new Date();
  rmSync('dist', { recursive: true, force: true });
  run([...BIN('tsc'), '--project', 'tsconfig.json']);
  run([...BIN('tsc'), '--project', join('src', 'page', 'tsconfig.json')]);
  for (const file of PAGE_FILES) copyFileSync(join('src', 'page', file), join('dist', 'src', 'page', file));
  writeFileSync(STAMP, `${started.toISOString()}\n`);
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run([command, ...args]) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error !== undefined) fail(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

main();
