import type { CommandSpec } from '../command-spec';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const completionSpec: CommandSpec = {
  name: 'completion',
  group: 'try',
  summary: 'Prints a script with which a shell completes commands, flags and keys',
  usage: ['SHELL'],
  meaning: ['The script needs nothing at run time: print it again after an update.'],
  argument: { value: 'SHELL', meaning: 'Whose script', count: 'one', choices: SHELLS },
  flags: {},
  examples: [
    { comment: 'bash, in ~/.bashrc', line: 'completion bash > ~/.llm-semantic-cache.bash' },
    { comment: 'zsh, in a folder of $fpath', line: 'completion zsh > ~/.zfunc/_llm-semantic-cache' },
    { comment: 'fish', line: 'completion fish > ~/.config/fish/completions/llm-semantic-cache.fish' },
  ],
};
