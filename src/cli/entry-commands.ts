import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { adminClient, type AskAdmin } from './admin-client';
import { CommandError } from './command-error';
import { queryOf, readFlags, type Flags, type FlagSpec } from './flags';
import type { PipedProcess } from './process';
import { sampleLines } from './sample-lines';

const ADMIN = { admin: { type: 'string' } } as const satisfies FlagSpec;

/** Named as the parameters of the admin server, which judges their values. */
const FILTERS = {
  id: { type: 'string', multiple: true },
  partition: { type: 'string' },
  policy: { type: 'string' },
  model: { type: 'string' },
  tag: { type: 'string' },
  'older-than': { type: 'string' },
} as const satisfies FlagSpec;

/** Removes the entries that the flags pick from a running server's store. */
export async function purge(args: readonly string[], host: PipedProcess): Promise<number> {
  const spec = { ...ADMIN, ...FILTERS, all: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
  const { ask, query } = connect(readFlags(args, spec), host);
  const result = (await json(await ask({ method: 'POST', path: `/entries/purge${query}` }))) as PurgeResult;
  for (const line of describePurge(result)) host.print(line);
  return 0;
}

interface PurgeResult {
  readonly dryRun: boolean;
  readonly matched: number;
  readonly removed: number;
  readonly sample: readonly string[];
}

function describePurge({ dryRun, matched, removed, sample }: PurgeResult): readonly string[] {
  if (!dryRun) return [`removed ${removed} of ${matched} matching ${matched === 1 ? 'entry' : 'entries'}`];
  return [
    `${matched} ${matched === 1 ? 'entry matches' : 'entries match'}; nothing was removed`,
    ...sampleLines(sample, matched),
  ];
}

/** Writes the entries that the flags pick to standard output, a JSON object a line. */
export async function exportEntries(args: readonly string[], host: PipedProcess): Promise<number> {
  const { ask, query } = connect(readFlags(args, { ...ADMIN, ...FILTERS }), host);
  const answer = await ask({ method: 'GET', path: `/entries${query}` });
  for await (const bytes of whole(answer)) {
    await host.write(bytes).catch((cause: unknown) => {
      throw new CommandError(`standard output: ${(cause as Error).message}`, 1, { cause });
    });
  }
  return 0;
}

async function* whole(answer: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  try {
    yield* answer as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw new CommandError('the server broke off: the output is not complete', 1, { cause });
  }
}

/** Puts the entries of a file of JSON lines into a running server's store. The exit status is 1 when a line was refused. */
export async function importEntries(args: readonly string[], host: PipedProcess): Promise<number> {
  const flags = readFlags(args, { ...ADMIN, tag: { type: 'string' } }, 'one');
  const { ask, query } = connect(flags, host);
  const body = await source(flags.positionals[0] ?? '-', host);
  const answer = await ask({ method: 'POST', path: `/entries/import${query}`, body });
  const { imported, skipped, refused, refusedTotal } = (await json(answer)) as ImportResult;
  host.print(`imported ${imported}, skipped ${skipped} (expired), refused ${refusedTotal}`);
  for (const { line, problem } of refused) host.printError(`line ${line}: ${problem}`);
  if (refusedTotal > refused.length) host.printError(`and ${refusedTotal - refused.length} more`);
  return refusedTotal === 0 ? 0 : 1;
}

interface ImportResult {
  readonly imported: number;
  readonly skipped: number;
  readonly refused: readonly { readonly line: number; readonly problem: string }[];
  readonly refusedTotal: number;
}

/** A file's bytes, or standard input's for `-`. Opened before anything is done, for a file that is not there. */
export async function source(file: string, host: Pick<PipedProcess, 'stdin'>): Promise<Readable> {
  if (file === '-') return host.stdin;
  try {
    return (await open(file)).createReadStream();
  } catch (cause) {
    throw new CommandError(`${file}: cannot be read: ${(cause as Error).message}`, 1, { cause });
  }
}

function connect({ values, configuration }: Flags, { env }: PipedProcess): { ask: AskAdmin; query: string } {
  const { admin, ...rest } = values;
  const ask = adminClient({ argv: configuration, env }, typeof admin === 'string' ? admin : undefined);
  return { ask, query: queryOf(rest) };
}
