import type { CommandSpec } from '../command-spec';
import { offeredFor, secondWord, wordsOf, type Offered } from './values';

/** Works from bash 3.2 on, which macOS has. */
export function bashScript(commands: readonly CommandSpec[], keys: readonly string[]): string {
  const words = wordsOf(commands);
  const families = [...words].filter(([, [first]]) => first !== undefined && secondWord(first) !== undefined);
  return `# bash completion of llm-semantic-cache; printed by: llm-semantic-cache completion bash
_llm_semantic_cache_reply() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_llm_semantic_cache() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local commands="${[...words.keys(), 'help'].join(' ')}"
  local keys="${keys.map((key) => `${key}=`).join(' ')}"
  COMPREPLY=()
  if (( COMP_CWORD == 1 )); then
    _llm_semantic_cache_reply < <(compgen -W "$commands --help --version" -- "$cur")
    return
  fi
  case "$command" in
    help)
      _llm_semantic_cache_reply < <(compgen -W "$commands" -- "$cur")
      return
      ;;
${families.map(([word, family]) => familyCase(word, family)).join('\n')}
  esac
  case "$command $prev" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}

complete -F _llm_semantic_cache llm-semantic-cache
`;
}

function familyCase(word: string, family: readonly CommandSpec[]): string {
  return `    ${word})
      if (( COMP_CWORD == 2 )); then
        _llm_semantic_cache_reply < <(compgen -W "${family.map(secondWord).join(' ')}" -- "$cur")
        return
      fi
      command="${word} \${COMP_WORDS[2]}"
      ;;`;
}

/** After a flag that takes a value. */
function valueCases({ name, flags }: CommandSpec): readonly string[] {
  return Object.entries(flags).flatMap(([flag, spec]) => {
    const offered = offeredFor(spec);
    return offered === undefined ? [] : [`    "${name} --${flag}") ${replied(offered)}; return ;;`];
  });
}

/** Flags after a dash, else what the command takes. */
function commandCase({ name, flags, argument }: CommandSpec): string {
  const names = [...Object.keys(flags), 'help'].map((flag) => `--${flag}`).join(' ');
  const offered = argument === undefined ? undefined : offeredFor(argument);
  const flagged = `_llm_semantic_cache_reply < <(compgen -W "${names}" -- "$cur")`;
  if (offered === undefined) return `    "${name}") ${flagged} ;;`;
  return `    "${name}") if [[ $cur == -* ]]; then ${flagged}; else ${replied(offered)}; fi ;;`;
}

function replied(offered: Offered): string {
  switch (offered.kind) {
    case 'files':
      return 'compopt -o filenames 2>/dev/null; _llm_semantic_cache_reply < <(compgen -f -- "$cur")';
    case 'folders':
      return 'compopt -o filenames 2>/dev/null; _llm_semantic_cache_reply < <(compgen -d -- "$cur")';
    case 'keys':
      return 'compopt -o nospace 2>/dev/null; _llm_semantic_cache_reply < <(compgen -W "$keys" -- "$cur")';
    case 'words':
      return `_llm_semantic_cache_reply < <(compgen -W "${offered.words.join(' ')}" -- "$cur")`;
    case 'nothing':
      return ':';
  }
}
