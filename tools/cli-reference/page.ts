import { argumentMeaning, exitRows, optionRows } from '../../src/cli/command-help';
import { GROUPS, type CommandSpec, type Group } from '../../src/cli/command-spec';
import { EXIT_MEANINGS } from '../../src/cli/exit-status';
import { COMMANDS } from '../../src/cli/table';

const HEAD = `<!-- Made by tools/cli-reference from src/cli/table.ts: npm run schemas -->

# Command line

\`llm-semantic-cache --help\` is a page of all commands, \`llm-semantic-cache COMMAND --help\` all of one. An unknown command or flag is refused
with the nearest one that there is.
`;

const RULES = `## What every command keeps to

**Exit status.** The same for every command; what more a command means by one is told with it.

${markdownTable(['status', 'meaning'], Object.entries(EXIT_MEANINGS))}

**JSON.** With \`--json\` a command that did its work prints one JSON object to standard output, whatever the exit status, and nothing else there;
\`export\` prints JSON lines anyway. One that could not do its work prints nothing there, and \`{"error": "…"}\` to standard error; of a wrong
configuration the object has \`problems\`, too, a text each. Unknown figures are null or absent.

**Streams.** What is asked for goes to standard output; errors, warnings and progress go to standard error.

**Progress** of long work is shown in one line of standard error, and taken away at the end: only on a terminal, and not with \`--quiet\`, \`--json\`,
\`NO_COLOR\`, \`CI\` or \`TERM=dumb\`.

**Where the configuration comes from.** \`--set\` over \`LSC_…\` variables over the file over the defaults: [configuration.md](configuration.md).

**Admin server.** Commands that ask a running service find it at \`--admin\`, else at \`admin.address\` of the configuration, and take the token of
\`--token-file\`, else the one of the configuration that suffices. \`top\` needs none on the service's own machine.
`;

/** docs/cli.md: every command, as its help has it. */
export function cliPage(): string {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => [
    `## ${title}\n`,
    ...COMMANDS.filter((command) => command.group === (group as Group)).map(section),
  ]);
  return [HEAD, contents(), RULES, ...groups].join('\n');
}

function contents(): string {
  const rows = COMMANDS.map(({ name, summary }) => [`[\`${name}\`](#${name.replaceAll(' ', '-')})`, summary] as const);
  return `${markdownTable(['command', ''], rows)}\n`;
}

function section(command: CommandSpec): string {
  const { name, summary, usage, meaning, argument, flags, examples, exits, more } = command;
  const taken = [
    ...(argument === undefined ? [] : [[argument.value, argumentMeaning(argument)] as const]),
    ...optionRows(flags),
  ].map(([form, what]) => [`\`${form}\``, what] as const);
  return [
    `### ${name}`,
    `${summary}.`,
    fenced(usage.map((form) => `llm-semantic-cache ${name} ${form}`.trimEnd())),
    ...meaning,
    ...(taken.length === 0 ? [] : [markdownTable(['flag', 'meaning'], taken)]),
    fenced(examples.flatMap(({ comment, line }) => [`# ${comment}`, `llm-semantic-cache ${line}`])),
    ...(exits === undefined ? [] : [`Exit status: ${exitText(command)}.`]),
    ...(more === undefined ? [] : [`More: [${more}](${more}).`]),
    '',
  ].join('\n\n');
}

function exitText(command: CommandSpec): string {
  return exitRows(command)
    .filter(([status]) => command.exits?.[Number(status) as 0 | 1 | 2] !== undefined)
    .map(([status, meaning]) => `${status}, ${meaning}`)
    .join('; ');
}

function fenced(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n');
}

function markdownTable(head: readonly [string, string], rows: readonly (readonly [string, string])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), '|---|---|', ...rows.map(line)].join('\n');
}
