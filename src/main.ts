#!/usr/bin/env node
import { run } from './cli/cli';
import type { Process } from './cli/process';

const host: Process = {
  env: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
  stopSignal: (onReload) =>
    new Promise((resolve) => {
      process.on('SIGHUP', onReload);
      // A second signal while the first one's drain runs ends the process at once.
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    }),
};

run(process.argv.slice(2), host).then(
  (status) => process.exit(status),
  (error: unknown) => {
    host.printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
