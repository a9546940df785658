import { VERSION } from '../app/version';
import { GROUPS, type CommandSpec, type Group } from './command-spec';
import { optionRows } from './command-help';
import { EXIT_MEANINGS } from './exit-status';

import { ADMIN_FLAGS, CONFIGURATION_FLAGS, JSON_FLAG, QUIET_FLAG } from './shared-flags';
import { COMMANDS } from './table';
import { definitions, indented, wrapped } from './wrap';

const WHAT =
  'Answers calls of LLM APIs from a store when the same was asked before, in the same words or in others: an external-processing server for Envoy. Every outcome has a reason; what it cannot decide goes to the upstream.';

const MORE = [
  'llm-semantic-cache COMMAND --help says all of a command, with examples.',
  'docs/configuration.md lists every key, and the LSC_… variables that set them; docs/cli.md has all of this as a page.',
];

/** The page that one reads first. @param width of the terminal */
export function overviewHelp(width: number): readonly string[] {
  const shared = { ...CONFIGURATION_FLAGS, ...ADMIN_FLAGS, ...JSON_FLAG, ...QUIET_FLAG };
  return [
    `llm-semantic-cache ${VERSION}`,
    '',
    ...wrapped(WHAT, width),
    '',
    'Usage: llm-semantic-cache COMMAND [FLAGS]',
    ...Object.keys(GROUPS).flatMap((group) => groupLines(group as Group, width)),
    '',
    'Flags that many commands have:',
    ...indented(definitions(optionRows(shared), width - 2), 2),
    '',
    'Exit status:',
    ...indented(definitions(Object.entries(EXIT_MEANINGS), width - 2), 2),
    '',
    ...MORE.flatMap((line) => wrapped(line, width)),
  ];
}

function groupLines(group: Group, width: number): readonly string[] {
  const rows = COMMANDS.filter((command) => command.group === group).map(rowOf);
  const extra = group === 'try' ? [['help [COMMAND]', 'This page, or all of a command'] as const] : [];
  return ['', `${GROUPS[group]}:`, ...indented(definitions([...rows, ...extra], width - 2), 2)];
}

function rowOf({ name, summary }: CommandSpec): readonly [string, string] {
  return [name, summary];
}
