import { explainPair } from './explain-pair';
import { explainRequest } from './explain-request';
import type { FlagSpecs } from './command-spec';
import { readFlags, wrongUsage } from './flags';
import type { PipedProcess } from './process';
import { explainSpec, PAIR_FLAGS, REQUEST_FLAGS } from './specs/explain';

/** Says whether a text would be answered from another one's entry, or what a running server would do with a call, and why. */
export async function explain(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, explainSpec);
  const given = Object.keys(flags.values);
  if (given.includes('request')) {
    refuse(given, REQUEST_FLAGS, 'goes with --a and --b, not with --request');
    return explainRequest(flags, host);
  }
  if (!given.includes('a') && !given.includes('b')) {
    throw wrongUsage(explainSpec, 'explain needs --a TEXT and --b TEXT, or --request FILE');
  }
  refuse(given, PAIR_FLAGS, 'goes with --request, not with --a and --b');
  return explainPair(flags, host);
}

/** @throws CommandError when a flag is given that this form does not know */
function refuse(given: readonly string[], known: FlagSpecs, why: string): void {
  const other = given.find((name) => !(name in known));
  if (other !== undefined) throw wrongUsage(explainSpec, `--${other} ${why}`);
}
