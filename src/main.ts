#!/usr/bin/env node
import { run } from './cli/cli';
import type { PipedProcess, Screen } from './cli/process';

const host: PipedProcess = {
  env: process.env,
  // Opened only by the command that reads it.
  get stdin() {
    return process.stdin;
  },
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
  get columns() {
    const { stdout, stderr } = process;
    if (stdout.isTTY) return stdout.columns;
    return stderr.isTTY ? stderr.columns : undefined;
  },
  ...(process.stdout.isTTY ? { screen: screen() } : {}),
  ...(process.stderr.isTTY ? { progress: (line: string) => void process.stderr.write(`\r\u001b[K${line}`) } : {}),
  write: (bytes) =>
    new Promise((resolve, reject) => {
      process.stdout.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    }),
  stopSignal: (onReload) =>
    new Promise((resolve) => {
      process.on('SIGHUP', onReload);
      // A second signal while the first one's drain runs ends the process at once.
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    }),
};

function screen(): Screen {
  const { stdout } = process;
  return {
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    draw: (text) => void stdout.write(text),
    onResize(listener) {
      stdout.on('resize', listener);
      return { stop: () => void stdout.off('resize', listener) };
    },
  };
}

// A reader that goes away is told to whoever writes.
process.stdout.on('error', () => undefined);

run(process.argv.slice(2), host, () => import('./cli/service-commands.js')).then(
  (status) => process.exit(status),
  (error: unknown) => {
    host.printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
