import type { ArgumentSpec, CommandSpec, FlagSpec } from '../command-spec';

/** What a shell offers for a value. */
export type Offered =
  | { readonly kind: 'files' | 'folders' | 'keys' | 'nothing' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** By what stands for the value in the table. `undefined`: a switch. */
export function offeredFor({
  value,
  choices,
}: Pick<FlagSpec & Partial<ArgumentSpec>, 'value' | 'choices'>): Offered | undefined {
  if (choices !== undefined) return { kind: 'words', words: choices };
  switch (value) {
    case undefined:
      return undefined;
    case 'FILE':
      return { kind: 'files' };
    case 'DIR':
      return { kind: 'folders' };
    case 'KEY=VALUE':
      return { kind: 'keys' };
    default:
      return { kind: 'nothing' };
  }
}

/** First words of commands, each once, and the second words of those that have two. */
export function wordsOf(commands: readonly CommandSpec[]): ReadonlyMap<string, readonly CommandSpec[]> {
  const found = new Map<string, CommandSpec[]>();
  for (const command of commands) {
    const [first = ''] = command.name.split(' ');
    found.set(first, [...(found.get(first) ?? []), command]);
  }
  return found;
}

/** The second word of a command; `undefined` where it has one only. */
export function secondWord({ name }: CommandSpec): string | undefined {
  return name.split(' ')[1];
}
