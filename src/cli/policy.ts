import { checkPolicies, convertPolicies, type CheckedPolicies } from '../config/check-policies';
import { loadSettings } from '../config/load';
import type { Settings } from '../config/settings';
import { CommandError } from './command-error';
import { readFlags, type Flags, type FlagSpec } from './flags';
import type { Process } from './process';

/** `policy check FILE…` and `policy convert FILE`. */
export function policy(args: readonly string[], host: Process): number {
  const [what, ...rest] = args;
  switch (what) {
    case 'check':
      return check(rest, host);
    case 'convert':
      return convert(rest, host);
    case undefined:
    default:
      throw new CommandError('wrong usage: policy needs check or convert; see --help', 2);
  }
}

const STRICT = { strict: { type: 'boolean' } } as const satisfies FlagSpec;

/** Prints what the policies of each file mean. The exit status is 1 when one is in error. */
function check(args: readonly string[], host: Process): number {
  const flags = readFlags(args, STRICT, 'files');
  const settings = settingsOf(flags, host);
  const strict = flags.values['strict'] === true;
  const checked = flags.positionals.map((file) => {
    const result = checkPolicies(file, settings, strict);
    for (const line of describe(file, result)) host.print(line);
    return result;
  });
  const errors = checked.reduce((sum, { problems }) => sum + problems.length, 0);
  const warnings = checked.reduce((sum, each) => sum + each.warnings.length, 0);
  host.print(`${counted(checked.length, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  return errors === 0 ? 0 : 1;
}

/** Prints a document of Azure's in the native form. The exit status is 1 when it cannot be written so. */
function convert(args: readonly string[], host: Process): number {
  const flags = readFlags(args, {}, 'one');
  const converted = convertPolicies(flags.positionals[0] ?? '', settingsOf(flags, host));
  if ('problems' in converted) {
    for (const problem of converted.problems) host.printError(`error: ${problem}`);
    return 1;
  }
  for (const warning of converted.warnings) host.printError(`warning: ${warning}`);
  host.print(converted.yaml.trimEnd());
  return 0;
}

function settingsOf({ configuration }: Flags, { env }: Process): Settings {
  return loadSettings({ argv: configuration, env }).settings;
}

function describe(file: string, { meanings, problems, warnings }: CheckedPolicies): readonly string[] {
  const meant = problems.length > 0 ? [] : meanings.flatMap((meaning) => describeMeaning(file, meaning));
  return [
    file,
    ...meant,
    ...problems.map((problem) => `error: ${problem}`),
    ...warnings.map((warning) => `warning: ${warning}`),
    '',
  ];
}

/** A document is named by its file; a file of native policies may hold many. */
function describeMeaning(file: string, { name, at, lines }: CheckedPolicies['meanings'][number]): readonly string[] {
  if (at === file) return lines.map((line) => `  ${line}`);
  return [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
