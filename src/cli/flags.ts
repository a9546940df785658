import { parseArgs } from 'node:util';
import { nearestKey } from '../config/nearest-key';
import { CommandError } from './command-error';
import type { ArgumentSpec, CommandSpec, FlagSpec } from './command-spec';
import { EXIT } from './exit-status';

/** Flags of a command, by name without dashes. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Flags {
  readonly values: FlagValues;
  readonly positionals: readonly string[];
  /** Those that the configuration reads, as flags again. */
  readonly configuration: readonly string[];
}

/** What reading the arguments of a command needs of its entry in the table. */
export type Parsed = Pick<CommandSpec, 'name' | 'flags' | 'argument'>;

/** How many arguments a command takes besides flags, and how that is told. */
const ARGUMENTS = {
  none: { least: 0, most: 0, rule: 'takes flags only' },
  one: { least: 1, most: 1, rule: 'needs exactly 1 argument' },
  many: { least: 1, most: Infinity, rule: 'needs one or more files' },
} as const satisfies Record<ArgumentSpec['count'] | 'none', object>;

/** Reads what the table says a command takes, and no more. @throws CommandError that names the help to read */
export function readFlags(args: readonly string[], spec: Parsed): Flags {
  const parsed = parse(args, spec);
  const { least, most, rule } = ARGUMENTS[spec.argument?.count ?? 'none'];
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    throw wrongUsage(spec, `this command ${rule}`);
  }
  const { config = [], set = [], ...values } = parsed.values as FlagValues;
  checkChoices(values, spec);
  const again = (name: string, given: FlagValues[string]): string[] =>
    [given ?? []].flat().map((value) => `--${name}=${String(value)}`);
  return {
    values,
    positionals: parsed.positionals,
    configuration: [...again('config', config), ...again('set', set)],
  };
}

function checkChoices(values: FlagValues, { flags }: Parsed): void {
  for (const [name, { choices }] of Object.entries(flags)) {
    const value = values[name];
    if (choices === undefined || typeof value !== 'string' || choices.includes(value)) continue;
    throw new CommandError(`--${name}: got "${value}"; must be one of ${choices.join(', ')}`, EXIT.wrongUsage);
  }
}

/** Says where the help is. */
export function wrongUsage({ name }: Pick<CommandSpec, 'name'>, what: string): CommandError {
  return new CommandError(`wrong usage: ${what}; see llm-semantic-cache ${name} --help`, EXIT.wrongUsage);
}

function parse(args: readonly string[], spec: Parsed): ReturnType<typeof parseArgs> {
  const options = Object.fromEntries(Object.entries(spec.flags).map(([name, flag]) => [name, optionOf(flag)]));
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw wrongUsage(spec, faultOf((error as Error).message, Object.keys(spec.flags)));
  }
}

function optionOf({ value, repeatable }: FlagSpec): { type: 'string' | 'boolean'; multiple: boolean } {
  return { type: value === undefined ? 'boolean' : 'string', multiple: repeatable === true };
}

/** The first sentence of what parseArgs says, and for an unknown flag the one that was probably meant. */
function faultOf(message: string, known: readonly string[]): string {
  const fault = /^[^\n]*?(?=\.(?:\s|$)|\n|$)/.exec(message)?.[0] ?? message;
  const unknown = /^Unknown option '--?([^'=]+)/.exec(message)?.[1];
  const meant = unknown === undefined ? undefined : nearestKey(unknown, known);
  return meant === undefined ? fault : `${fault} (did you mean --${meant}?)`;
}

/** Flags as the query of an admin route, which has the same names. */
export function queryOf(values: FlagValues): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value ?? []].flat()) query.append(name, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
