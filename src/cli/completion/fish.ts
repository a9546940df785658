import type { CommandSpec } from '../command-spec';
import { offeredFor, secondWord, wordsOf, type Offered } from './values';

const COMPLETE = 'complete -c llm-semantic-cache';

export function fishScript(commands: readonly CommandSpec[], keys: readonly string[]): string {
  const words = [...wordsOf(commands)];
  return `# fish completion of llm-semantic-cache; printed by: llm-semantic-cache completion fish
${COMPLETE} -f
set -g __llm_semantic_cache_keys ${keys.map((key) => `${key}=`).join(' ')}
${words.map(([word, family]) => firstLine(word, family)).join('\n')}
${offer('__fish_use_subcommand', 'help', 'This page, or all of a command')}
${offer('__fish_seen_subcommand_from help', words.map(([word]) => word).join(' '), 'Command')}
${words.flatMap(([word, family]) => secondLines(word, family)).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`;
}

function firstLine(word: string, family: readonly CommandSpec[]): string {
  return offer('__fish_use_subcommand', word, family.map(({ summary }) => summary).join('; '));
}

function secondLines(word: string, family: readonly CommandSpec[]): readonly string[] {
  const seconds = family.map(secondWord).filter((second) => second !== undefined);
  const none = `__fish_seen_subcommand_from ${word}; and not __fish_seen_subcommand_from ${seconds.join(' ')}`;
  return family.flatMap((command) => {
    const second = secondWord(command);
    return second === undefined ? [] : [offer(none, second, command.summary)];
  });
}

function commandLines({ name, flags, argument }: CommandSpec): readonly string[] {
  const seen = name
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
  const own = `${COMPLETE} -n ${quoted(seen)}`;
  const lines = Object.entries(flags).map(([flag, spec]) => {
    const offered = offeredFor(spec);
    return `${own} -l ${flag}${offered === undefined ? '' : ` ${taken(offered)}`} -d ${quoted(spec.meaning)}`;
  });
  const offered = argument === undefined ? undefined : offeredFor(argument);
  return [
    ...lines,
    `${own} -l help -d 'All of this command'`,
    ...(offered === undefined ? [] : [`${own} ${given(offered)}`]),
  ];
}

/** Of a flag's value. */
function taken(offered: Offered): string {
  return offered.kind === 'files' ? '-r -F' : `-x ${given(offered)}`.trimEnd();
}

function given(offered: Offered): string {
  switch (offered.kind) {
    case 'files':
      return '-F';
    case 'folders':
      return "-a '(__fish_complete_directories (commandline -ct))'";
    case 'keys':
      return "-a '$__llm_semantic_cache_keys'";
    case 'words':
      return `-a '${offered.words.join(' ')}'`;
    case 'nothing':
      return '';
  }
}

function offer(when: string, words: string, summary: string): string {
  return `${COMPLETE} -n ${quoted(when)} -a ${quoted(words)} -d ${quoted(summary)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
