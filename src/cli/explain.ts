import { CommandError } from './command-error';
import { explainPair, PAIR_FLAGS } from './explain-pair';
import { explainRequest, REQUEST_FLAGS } from './explain-request';
import { readFlags, type FlagSpec } from './flags';
import type { PipedProcess } from './process';

/** Says whether a text would be answered from another one's entry, or what a running server would do with a call, and why. */
export async function explain(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, { ...PAIR_FLAGS, ...REQUEST_FLAGS });
  const given = Object.keys(flags.values);
  if (given.includes('request')) {
    refuse(given, REQUEST_FLAGS, 'goes with --a and --b, not with --request');
    return explainRequest(flags, host);
  }
  if (!given.includes('a') && !given.includes('b')) {
    throw new CommandError('wrong usage: explain needs --a TEXT and --b TEXT, or --request FILE', 2);
  }
  refuse(given, PAIR_FLAGS, 'goes with --request, not with --a and --b');
  return explainPair(flags, host);
}

/** @throws CommandError when a flag is given that this form does not know */
function refuse(given: readonly string[], known: FlagSpec, why: string): void {
  const other = given.find((name) => !(name in known));
  if (other !== undefined) throw new CommandError(`wrong usage: --${other} ${why}`, 2);
}
