import { VERSION } from '../app/version';
import { ConfigurationError } from '../core/errors';
import { checkConfig } from './check-config';
import type { Process } from './process';
import { serve } from './serve';

const USAGE = `llm-semantic-cache ${VERSION}

  llm-semantic-cache serve [--config FILE] [--set KEY=VALUE …]
      Serves Envoy's external-processing API until SIGTERM. SIGHUP, or a change of the file, reloads.
  llm-semantic-cache check-config [--config FILE] [--set KEY=VALUE …]
      Says what a configuration means, or what is wrong with it.
  llm-semantic-cache --version | --help

docs/configuration.md lists every key, and the LSC_… variables that set them.`;

/** Runs one command; the exit status: 0 well, 1 failed, 2 wrong usage or configuration. */
export async function run(argv: readonly string[], host: Process): Promise<number> {
  const [command, ...flags] = argv;
  const source = { argv: flags, env: host.env };
  try {
    switch (command) {
      case 'serve':
        return await serve(source, host);
      case 'check-config':
        return checkConfig(source, host);
      case '--version':
        host.print(VERSION);
        return 0;
      case '--help':
        host.print(USAGE);
        return 0;
      case undefined:
      default:
        host.printError(USAGE);
        return 2;
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    host.printError(error.message);
    return 2;
  }
}
