import { VERSION } from '../app/version';
import { ConfigurationError } from '../core/errors';
import type { Command } from './command';
import { CommandError } from './command-error';
import { drainEnvoy } from './drain-envoy';
import { health } from './health';
import type { PipedProcess } from './process';

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
  llm-semantic-cache explain --request FILE|- [--path PATH] [--header 'NAME: VALUE' …] [--admin URL] [--json]
      What would become of a call, and why, with every candidate. FILE holds {"path", "body", "authority", "headers"}, or a
      body alone (for /v1/chat/completions, if there is no --path); 'host: …' gives the authority. Nothing is served or kept.

These load the model and judge texts; nothing is served or stored. TERMS: [--model DIR] [--verify off|guards|standard|strict]
[--similarity S] [--threshold T] [--policy NAME] [--config FILE] [--set KEY=VALUE …]; without them the configured policy's
apply. docs/evaluation.md has the form of the files and what the numbers mean. --json prints one JSON object.

  llm-semantic-cache evaluate --pairs FILE|- [TERMS] [--show false-hits|missed] [--plot FILE.svg] [--json]
      How well labelled pairs, a line {"a", "b", "same"}, are told apart; plain cosine beside it. --show lists pairs.
  llm-semantic-cache evaluate --queries FILE --entries FILE [TERMS] [--plot FILE.svg] [--json]
      The same for a cache: how often queries hit, and how often wrongly.
  llm-semantic-cache calibrate --pairs FILE|- --max-false-hit-rate R [--confidence 0.95] [TERMS] [--json]
      Proposes a threshold that keeps the rate. Status 1 when the pairs are too few, or too often wrong, to promise it.
  llm-semantic-cache explain --a TEXT --b TEXT [TERMS] [--json]
      Whether one text would be answered from the other's entry, and why.

These look at what runs; they load none of it.

  llm-semantic-cache health [--admin URL] [--through URL] [--config FILE] [--set KEY=VALUE …]
      Status 0 when the service is ready; --admin in place of admin.address. --through: a completion URL that leads through
      Envoy, such as http://gateway:8080/v1/chat/completions; status 0 when the cache answers there (it is asked for a
      stored answer or none, so no model is). With --through alone nothing else is asked.
  llm-semantic-cache drain-envoy --admin URL [--within 25s] [--settle 5s]
      Before a stop: lets the Envoy with that admin address drain and end. It goes on serving, with every answer asks the
      client to leave, and ends when for --settle has passed and nothing is under way. After --within it is left alone.
      Status 0 whatever comes of it: a hook must not be in the way of the stop.

  llm-semantic-cache --version | --help

docs/configuration.md lists every key, and the LSC_… variables that set them.`;

/** Runs one command; the exit status: 0 well, 1 failed, 2 wrong usage or configuration. */
export async function run(argv: readonly string[], host: PipedProcess, service: ServiceLoader): Promise<number> {
  const [name, ...flags] = argv;
  try {
    const command = name === undefined ? undefined : (OWN.get(name) ?? (await serviceCommand(name, service)));
    if (command !== undefined) return await command(flags, host);
    host.printError(USAGE);
    return 2;
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof CommandError)) throw error;
    host.printError(error.message);
    return error instanceof CommandError ? error.status : 2;
  }
}

/** Loads the service when a command needs it: a health check, which runs again and again beside it, does not. */
type ServiceLoader = () => Promise<{ readonly serviceCommands: Readonly<Record<string, Command>> }>;

async function serviceCommand(name: string, service: ServiceLoader): Promise<Command | undefined> {
  const { serviceCommands } = await service();
  return new Map(Object.entries(serviceCommands)).get(name);
}

const OWN: ReadonlyMap<string, Command> = new Map([
  ['health', health],
  ['drain-envoy', drainEnvoy],
  ['--version', printing(VERSION)],
  ['--help', printing(USAGE)],
]);

function printing(text: string): Command {
  return (_flags, host) => {
    host.print(text);
    return 0;
  };
}
