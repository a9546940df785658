import { settableKeys } from '../config/overrides';
import { bashScript } from './completion/bash';
import { fishScript } from './completion/fish';
import { zshScript } from './completion/zsh';
import { EXIT } from './exit-status';
import { readFlags, wrongUsage } from './flags';
import type { Process } from './process';
import { completionSpec, SHELLS, type Shell } from './specs/completion';
import { COMMANDS } from './table';

const SCRIPTS: Readonly<Record<Shell, typeof bashScript>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints a shell's completion script, made from the table of commands and the keys of the configuration. */
export function completion(args: readonly string[], host: Pick<Process, 'print'>): number {
  const [wanted] = readFlags(args, completionSpec).positionals;
  const shell = SHELLS.find((known) => known === wanted);
  if (shell === undefined)
    throw wrongUsage(completionSpec, `got "${wanted ?? ''}"; must be one of ${SHELLS.join(', ')}`);
  host.print(SCRIPTS[shell](COMMANDS, settableKeys()).trimEnd());
  return EXIT.well;
}
