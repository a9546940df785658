import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = `usage: npm run bench -- [--seconds N] [--clients N,N,...] [--json FILE] [--cpu-prof DIR]
  --seconds N      length of one measurement (default 1); each row is measured in five rounds
  --clients N,...  clients at a time (default 1,16,64)
  --json FILE      write the figures, with the machine's description
  --cpu-prof DIR   write a CPU profile of the cache server
       npm run bench -- stores [--help]: the stores without a server around them
       npm run bench -- watch [--help]: what somebody who watches costs
       npm run bench -- policies: what policies cost a call, and loading many of them
       npm run bench -- dialects: what reading requests and answers costs`;

export interface BenchOptions {
  readonly help: boolean;
  readonly seconds: number;
  /** Ascending. */
  readonly clients: readonly number[];
  readonly jsonFile: string | undefined;
  readonly profileDir: string | undefined;
}

/** @throws Error that says what is wrong with the flags. */
export function benchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      seconds: { type: 'string', default: '1' },
      clients: { type: 'string', default: '1,16,64' },
      json: { type: 'string' },
      'cpu-prof': { type: 'string' },
    },
  });
  const counts = values.clients.split(',').map((text) => number('--clients', text, { least: 1, most: 128 }));
  if (!counts.every(Number.isInteger)) throw new Error('--clients: must be whole numbers');
  const profileDir = values['cpu-prof'];
  return {
    help: values.help,
    seconds: number('--seconds', values.seconds, { least: 0.2, most: 600 }),
    clients: [...new Set(counts)].sort((a, b) => a - b),
    jsonFile: values.json === undefined ? undefined : resolve(values.json),
    profileDir: profileDir === undefined ? undefined : resolve(profileDir),
  };
}

function number(flag: string, text: string, { least, most }: { least: number; most: number }): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new Error(`${flag} ${text}: must be a number from ${least} to ${most}`);
}
