import { nearestKey } from '../config/nearest-key';
import { CommandError } from './command-error';
import type { CommandSpec } from './command-spec';
import { EXIT } from './exit-status';
import { COMMANDS } from './table';

export interface FoundCommand {
  readonly command: CommandSpec;
  /** What follows its name. */
  readonly args: readonly string[];
}

/** The command that the words begin with. @throws CommandError that names the nearest one, or what must follow */
export function findCommand(words: readonly string[]): FoundCommand {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = COMMANDS.find((known) => known.name === name);
    if (command !== undefined) return { command, args: words.slice(length) };
  }
  throw new CommandError(`wrong usage: ${faultOf(words[0] ?? '')}; see llm-semantic-cache --help`, EXIT.wrongUsage);
}

/** The commands whose name begins with the word, such as "policy". */
export function commandsOf(word: string): readonly CommandSpec[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${word} `));
}

function faultOf(word: string): string {
  const seconds = commandsOf(word).map(({ name }) => name.slice(word.length + 1));
  if (seconds.length > 0) return `${word} needs ${seconds.join(' or ')}`;
  const names = COMMANDS.map(({ name }) => name);
  const near = nearestKey(word, [...names, ...names.map((name) => name.split(' ')[0] ?? '')]);
  return `there is no command "${word}"${near === undefined ? '' : ` (did you mean llm-semantic-cache ${near}?)`}`;
}
