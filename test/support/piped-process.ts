import { Readable } from 'node:stream';
import type { Command } from '../../src/cli/command';
import { CommandError } from '../../src/cli/command-error';
import { ConfigurationError } from '../../src/core/errors';

/** What a command did, as a shell would see it. */
export interface Ran {
  readonly status: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs one command by itself, without the others that src/cli/cli.ts knows. */
export async function ran(command: Command, args: readonly string[], stdin = ''): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const host = {
    env: {},
    stdin: Readable.from([stdin]),
    print: (line: string) => void out.push(line),
    printError: (line: string) => void err.push(line),
    write: () => Promise.reject(new Error('not asked for')),
    stopSignal: () => Promise.reject(new Error('not asked for')),
  };
  try {
    return { status: await command(args, host), out, err };
  } catch (error) {
    if (error instanceof ConfigurationError) return { status: 2, out, err: [...err, error.message] };
    if (error instanceof CommandError) return { status: error.status, out, err: [...err, error.message] };
    throw error;
  }
}
