import type { CommandSpec, FlagSpec, FlagSpecs } from './command-spec';
import { EXIT_MEANINGS, type ExitStatus } from './exit-status';
import { definitions, indented, wrapped } from './wrap';

/** All that is known of a command. @param width of the terminal */
export function commandHelp(command: CommandSpec, width: number): readonly string[] {
  const { name, summary, meaning, argument, flags, more } = command;
  const rows = optionRows(flags);
  return [
    ...wrapped(`llm-semantic-cache ${name}: ${summary}`, width),
    '',
    'Usage:',
    ...usageLines(command, width),
    ...meaning.flatMap((paragraph) => ['', ...wrapped(paragraph, width)]),
    ...(argument === undefined
      ? []
      : ['', 'Argument:', ...table([[argument.value, argumentMeaning(argument)]], width)]),
    ...(rows.length === 0 ? [] : ['', 'Flags:', ...table(rows, width)]),
    '',
    'Examples:',
    ...exampleLines(command),
    '',
    'Exit status:',
    ...table(exitRows(command), width),
    ...(more === undefined ? [] : ['', `More: docs/${more}`]),
  ];
}

function table(rows: readonly (readonly [string, string])[], width: number): readonly string[] {
  return indented(definitions(rows, width - 2), 2);
}

/** A line for each form, its flags kept with their values. */
function usageLines({ name, usage }: CommandSpec, width: number): readonly string[] {
  return usage.flatMap((form) => {
    const [first = '', ...rest] = wrapped(`llm-semantic-cache ${name} ${glued(form)}`, width - 6);
    return [...indented([first], 2), ...indented(rest, 6)];
  });
}

/** What is in brackets is one word for wrapping, and so is a flag with its value. */
function glued(form: string): string {
  return form
    .replaceAll(/\[[^\]]*\]|\([^)]*\)/g, (part) => part.replaceAll(' ', '\u00a0'))
    .replaceAll(/(--[a-z-]+) ([A-Z|-]+)/g, '$1\u00a0$2');
}

function exampleLines({ examples }: CommandSpec): readonly string[] {
  return indented(
    examples.flatMap(({ comment, line }) => [`# ${comment}`, `llm-semantic-cache ${line}`]),
    2,
  );
}

/** Flags as help and docs/cli.md show them: how they are written, and what they mean. */
export function optionRows(flags: FlagSpecs): readonly (readonly [string, string])[] {
  return Object.entries(flags).map(([name, flag]) => [
    flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`,
    flagMeaning(flag),
  ]);
}

function flagMeaning({ meaning, choices, repeatable }: FlagSpec): string {
  const only = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${meaning}${only}${repeatable === true ? ' (repeatable)' : ''}`;
}

/** What an argument means, with the values that there are. */
export function argumentMeaning({ meaning, choices }: NonNullable<CommandSpec['argument']>): string {
  return choices === undefined ? meaning : `${meaning}: ${choices.join(', ')}`;
}

/** Every exit status and what it means for the command. */
export function exitRows({ exits }: Pick<CommandSpec, 'exits'>): readonly (readonly [string, string])[] {
  return Object.entries(EXIT_MEANINGS).map(([status, general]) => [
    status,
    exits?.[Number(status) as ExitStatus] ?? general,
  ]);
}
