import { parseArgs, type ParseArgsConfig } from 'node:util';
import { CommandError } from './command-error';

/** Flags of a command, by name without dashes. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Flags {
  readonly values: FlagValues;
  readonly positionals: readonly string[];
  /** Those that the configuration reads, as flags again. */
  readonly configuration: readonly string[];
}

export type FlagSpec = NonNullable<ParseArgsConfig['options']>;

const CONFIGURATION = { config: { type: 'string' }, set: { type: 'string', multiple: true } } as const;

/** How many arguments a command takes besides flags, and how that is told. */
const ARGUMENTS = {
  none: { least: 0, most: 0, rule: 'takes flags only' },
  one: { least: 1, most: 1, rule: 'needs exactly 1 argument' },
  files: { least: 1, most: Infinity, rule: 'needs one or more files' },
} as const;

/** Tells a command's own flags from those of the configuration. @throws CommandError when there is one that neither knows */
export function readFlags(args: readonly string[], spec: FlagSpec, takes: keyof typeof ARGUMENTS = 'none'): Flags {
  const parsed = parse(args, spec);
  const { least, most, rule } = ARGUMENTS[takes];
  if (parsed.positionals.length < least || parsed.positionals.length > most) {
    throw new CommandError(`wrong usage: this command ${rule}; see --help`, 2);
  }
  const { config = [], set = [], ...values } = parsed.values as FlagValues;
  const again = (name: string, given: FlagValues[string]): string[] =>
    [given ?? []].flat().map((value) => `--${name}=${String(value)}`);
  return {
    values,
    positionals: parsed.positionals,
    configuration: [...again('config', config), ...again('set', set)],
  };
}

function parse(args: readonly string[], spec: FlagSpec): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options: { ...spec, ...CONFIGURATION }, strict: true, allowPositionals: true });
  } catch (error) {
    throw new CommandError(`wrong usage: ${(error as Error).message}`, 2);
  }
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
