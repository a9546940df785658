import type { CommandSpec, FlagSpec } from '../command-spec';
import { offeredFor, secondWord, wordsOf, type Offered } from './values';

/** A file for a folder of $fpath, or to be read by `source` after compinit. */
export function zshScript(commands: readonly CommandSpec[], keys: readonly string[]): string {
  const words = [...wordsOf(commands)];
  const families = words.filter(([, [first]]) => first !== undefined && secondWord(first) !== undefined);
  const firsts = words.map(([word, family]) => described(word, family.map(({ summary }) => summary).join('; ')));
  return `#compdef llm-semantic-cache
# zsh completion of llm-semantic-cache; printed by: llm-semantic-cache completion zsh
_llm-semantic-cache_keys() {
  local -a keys
  keys=(${keys.join(' ')})
  compadd -S '=' -a keys
}

_llm-semantic-cache() {
  local -a commands
  commands=(
${[...firsts, described('help', 'This page, or all of a command')].map((line) => `    ${line}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command="$words[2]"
  case "$command" in
    help)
      _describe -t commands command commands
      return
      ;;
${families.map(([word, family]) => familyCase(word, family)).join('\n')}
  esac
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}

if [[ "$funcstack[1]" == _llm-semantic-cache ]]; then
  _llm-semantic-cache "$@"
else
  compdef _llm-semantic-cache llm-semantic-cache
fi
`;
}

function familyCase(word: string, family: readonly CommandSpec[]): string {
  const seconds = family.map((command) => described(secondWord(command) ?? '', command.summary));
  return `    ${word})
      if (( CURRENT == 3 )); then
        commands=(${seconds.join(' ')})
        _describe -t commands command commands
        return
      fi
      command="${word} $words[3]"
      shift words
      (( CURRENT-- ))
      ;;`;
}

function commandCase({ name, flags, argument }: CommandSpec): string {
  const specs = Object.entries(flags).map(([flag, spec]) => flagSpec(flag, spec));
  const offered = argument === undefined ? undefined : offeredFor(argument);
  const place = argument?.count === 'many' ? '*' : '1';
  const rest =
    argument === undefined || offered === undefined ? [] : [`'${place}:${argument.value}:${action(offered)}'`];
  return `    '${name}') _arguments ${[...specs, "'--help[All of this command]'", ...rest].join(' ')} ;;`;
}

function flagSpec(name: string, spec: FlagSpec): string {
  const offered = offeredFor(spec);
  const value = offered === undefined ? '' : `:${escaped(spec.value ?? '')}:${action(offered)}`;
  return quoted(`${spec.repeatable === true ? '*' : ''}--${name}[${escaped(spec.meaning)}]${value}`);
}

function action(offered: Offered): string {
  switch (offered.kind) {
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'keys':
      return '_llm-semantic-cache_keys';
    case 'words':
      return `(${offered.words.join(' ')})`;
    case 'nothing':
      return ' ';
  }
}

function described(word: string, summary: string): string {
  return quoted(`${word}:${escaped(summary)}`);
}

/** Of what _arguments and _describe read as their own. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
