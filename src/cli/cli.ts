import { VERSION } from '../app/version';
import { ConfigurationError } from '../core/errors';
import { checkConfig } from './check-config';
import { CommandError } from './command-error';
import { exportEntries, importEntries, purge } from './entry-commands';
import { policy } from './policy';
import type { PipedProcess } from './process';
import { serve } from './serve';
import { sweep } from './sweep';

const USAGE = `llm-semantic-cache ${VERSION}

  llm-semantic-cache serve [--config FILE] [--set KEY=VALUE …]
      Serves Envoy's external-processing API until SIGTERM. SIGHUP, or a change of the file, reloads.
  llm-semantic-cache check-config [--config FILE] [--set KEY=VALUE …]
      Says what a configuration means, or what is wrong with it.
  llm-semantic-cache policy check FILE … [--strict] [--config FILE] [--set KEY=VALUE …]
      Says what policy files (Azure's XML, or native YAML) mean, or what is wrong with them. --strict: policies of Azure's
      that the cache does not execute are errors.
  llm-semantic-cache policy convert FILE [--config FILE] [--set KEY=VALUE …]
      Writes a policy document of Azure's in the native form to standard output.
  llm-semantic-cache sweep [--once] [--dry-run] [--config FILE] [--set KEY=VALUE …]
      Removes expired entries without serving: until SIGTERM, or once; --dry-run only counts them.

These ask a running server, over its admin address (--admin URL, else admin.address), with the token of admin.token-file;
they take --config and --set, too. FILTERS: --id ID (repeatable), --partition P, --policy NAME, --model NAME, --tag TAG,
--older-than DURATION; all that are given must hold.

  llm-semantic-cache purge (FILTERS | --all) [--dry-run] [--admin URL]
      Removes entries; --dry-run only counts them.
  llm-semantic-cache export [FILTERS] [--admin URL]
      Writes entries to standard output, a JSON object a line.
  llm-semantic-cache import FILE|- [--tag TAG] [--admin URL]
      Puts what export wrote, or curated answers; docs/entries.md has their form.

  llm-semantic-cache --version | --help

docs/configuration.md lists every key, and the LSC_… variables that set them.`;

/** Runs one command; the exit status: 0 well, 1 failed, 2 wrong usage or configuration. */
export async function run(argv: readonly string[], host: PipedProcess): Promise<number> {
  const [command, ...flags] = argv;
  const source = { argv: flags, env: host.env };
  try {
    switch (command) {
      case 'serve':
        return await serve(source, host);
      case 'check-config':
        return checkConfig(source, host);
      case 'policy':
        return policy(flags, host);
      case 'sweep':
        return await sweep(flags, host);
      case 'purge':
        return await purge(flags, host);
      case 'export':
        return await exportEntries(flags, host);
      case 'import':
        return await importEntries(flags, host);
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
    if (!(error instanceof ConfigurationError || error instanceof CommandError)) throw error;
    host.printError(error.message);
    return error instanceof CommandError ? error.status : 2;
  }
}
