import { VERSION } from '../app/version';
import { ConfigurationError } from '../core/errors';
import type { Command } from './command';
import { CommandError } from './command-error';
import { commandHelp } from './command-help';
import type { CommandSpec } from './command-spec';
import { EXIT } from './exit-status';
import { commandsOf, findCommand } from './find-command';
import { overviewHelp } from './help';
import { lightCommands } from './light-commands';
import type { PipedProcess } from './process';

/** Loads the service when a command needs it: a health check, which runs again and again beside it, does not. */
type ServiceLoader = () => Promise<{ readonly serviceCommands: Readonly<Record<string, Command>> }>;

/** Runs one command to its exit status; src/cli/exit-status.ts says what they mean. */
export async function run(argv: readonly string[], host: PipedProcess, service: ServiceLoader): Promise<number> {
  try {
    return await runCommand(argv, host, service);
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof CommandError)) throw error;
    host.printError(wantsJson(argv) ? errorJson(error) : error.message);
    return error instanceof CommandError ? error.status : EXIT.wrongUsage;
  }
}

async function runCommand(argv: readonly string[], host: PipedProcess, service: ServiceLoader): Promise<number> {
  const [first, ...rest] = argv;
  switch (first) {
    case undefined:
      for (const line of overviewHelp(widthOf(host))) host.printError(line);
      return EXIT.wrongUsage;
    case '--version':
      host.print(VERSION);
      return EXIT.well;
    case '--help':
    case '-h':
    case 'help':
      return printHelp(rest, host);
    default:
      if (asksForHelp(argv)) return printHelp(argv, host);
  }
  const { command, args } = findCommand(argv);
  const runner = lightCommands[command.name] ?? (await service()).serviceCommands[command.name];
  if (runner === undefined) throw new Error(`nothing runs the command ${command.name}`);
  return runner(args, host);
}

/** Of the command that the words begin with, or of all. */
function printHelp(words: readonly string[], host: PipedProcess): number {
  const asked = words.filter((word) => !HELP.includes(word));
  for (const line of helpLines(asked, widthOf(host))) host.print(line);
  return EXIT.well;
}

function helpLines(words: readonly string[], width: number): readonly string[] {
  const [first] = words;
  if (first === undefined) return overviewHelp(width);
  const [only, second = ''] = words;
  const family = only === undefined ? [] : commandsOf(only);
  const all = family.length > 0 && !family.some(({ name }) => name === `${first} ${second}`);
  const commands: readonly CommandSpec[] = all ? family : [findCommand(words).command];
  return commands.flatMap((command, i) => [...(i > 0 ? [''] : []), ...commandHelp(command, width)]);
}

const HELP: readonly string[] = ['--help', '-h'];

/** Among the flags; what follows "--" is none. */
function asksForHelp(argv: readonly string[]): boolean {
  return flagsOf(argv).some((word) => HELP.includes(word));
}

function wantsJson(argv: readonly string[]): boolean {
  return flagsOf(argv).includes('--json');
}

function flagsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** The same for every command; docs/cli.md tells it. */
function errorJson(error: ConfigurationError | CommandError): string {
  const problems = error instanceof ConfigurationError ? { problems: error.problems } : {};
  return JSON.stringify({ error: error.message, ...problems });
}

const WIDEST = 100;
const NARROWEST = 40;
const NO_TERMINAL = 80;

/** Of help: longer lines are hard to read. */
function widthOf({ columns = NO_TERMINAL }: PipedProcess): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
