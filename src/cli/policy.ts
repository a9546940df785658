import { checkPolicies, convertPolicies, type CheckedPolicies } from '../config/check-policies';
import { loadSettings } from '../config/load';
import type { Settings } from '../config/settings';
import { EXIT } from './exit-status';
import { readFlags, type Flags } from './flags';
import type { Process } from './process';
import { policyCheckSpec, policyConvertSpec } from './specs/policy';

/** Prints what the policies of each file mean. The exit status is 1 when one is in error. */
export function policyCheck(args: readonly string[], host: Process): number {
  const flags = readFlags(args, policyCheckSpec);
  const settings = settingsOf(flags, host);
  const strict = flags.values['strict'] === true;
  const files = flags.positionals.map((file) => ({ file, ...checkPolicies(file, settings, strict) }));
  const errors = files.reduce((sum, { problems }) => sum + problems.length, 0);
  const warnings = files.reduce((sum, each) => sum + each.warnings.length, 0);
  if (flags.values['json'] === true) host.print(JSON.stringify({ files, errors, warnings }));
  else {
    for (const each of files) for (const line of describe(each.file, each)) host.print(line);
    host.print(`${counted(files.length, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}`);
  }
  return errors === 0 ? EXIT.well : EXIT.failed;
}

/** Prints a document of Azure's in the native form. The exit status is 1 when it cannot be written so. */
export function policyConvert(args: readonly string[], host: Process): number {
  const flags = readFlags(args, policyConvertSpec);
  const converted = convertPolicies(flags.positionals[0] ?? '', settingsOf(flags, host));
  if ('problems' in converted) {
    for (const problem of converted.problems) host.printError(`error: ${problem}`);
    return EXIT.failed;
  }
  for (const warning of converted.warnings) host.printError(`warning: ${warning}`);
  host.print(converted.yaml.trimEnd());
  return EXIT.well;
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
