import { open, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { json as jsonOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Right } from '../core/access';
import type { Overview } from '../core/overview';
import { adminClient, adminWish, type AskAdmin } from './admin-client';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { queryOf, readFlags, type Flags } from './flags';
import type { PipedProcess } from './process';
import { isWatched, progressBar, type ProgressBar } from './progress';
import { sampleLines } from './sample-lines';
import { ADMIN_FLAGS, JSON_FLAG, QUIET_FLAG } from './shared-flags';
import { exportSpec } from './specs/export';
import { importSpec } from './specs/import';
import { purgeSpec } from './specs/purge';

/** Removes the entries that the flags pick from a running server's store. */
export async function purge(args: readonly string[], host: PipedProcess): Promise<number> {
  const { ask, query, json } = connect(readFlags(args, purgeSpec), host, 'change');
  const result = (await jsonOf(await ask({ method: 'POST', path: `/entries/purge${query}` }))) as PurgeResult;
  if (json) host.print(JSON.stringify(result));
  else for (const line of describePurge(result)) host.print(line);
  return EXIT.well;
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
  const { ask, query, quiet } = connect(readFlags(args, exportSpec), host, 'read');
  // On the terminal that shows the entries a bar would be in their way.
  const unseen = quiet || host.screen !== undefined;
  const total = query === '' && isWatched(host, unseen) ? await storedEntries(ask) : undefined;
  const bar = progressBar(host, { label: 'exporting', unit: 'entries', total, quiet: unseen });
  const answer = await ask({ method: 'GET', path: `/entries${query}` });
  let lines = 0;
  try {
    for await (const bytes of whole(answer)) {
      await host.write(bytes).catch((cause: unknown) => {
        throw new CommandError(`standard output: ${(cause as Error).message}`, 1, { cause });
      });
      bar.at((lines += linesIn(bytes)));
    }
  } finally {
    bar.end();
  }
  return EXIT.well;
}

/** For the bar alone: a server that does not say is none the worse. */
async function storedEntries(ask: AskAdmin): Promise<number | undefined> {
  try {
    const { store } = (await jsonOf(await ask({ method: 'GET', path: '/overview' }))) as Pick<Overview, 'store'>;
    return store.holds?.entries;
  } catch {
    return undefined;
  }
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
  const flags = readFlags(args, importSpec);
  const { ask, query, json, quiet } = connect(flags, host, 'change');
  const file = flags.positionals[0] ?? '-';
  const body = await source(file, host);
  const bar = progressBar(host, { label: 'importing', unit: 'bytes', total: await sizeOf(file), quiet });
  const result = await putting(ask, `/entries/import${query}`, counted(body, bar)).finally(() => {
    bar.end();
  });
  if (json) host.print(JSON.stringify(result));
  else tellImport(result, host);
  return result.refusedTotal === 0 ? EXIT.well : EXIT.failed;
}

async function putting(ask: AskAdmin, path: string, body: Readable): Promise<ImportResult> {
  return (await jsonOf(await ask({ method: 'POST', path, body }))) as ImportResult;
}

function tellImport({ imported, skipped, refused, refusedTotal }: ImportResult, host: PipedProcess): void {
  host.print(`imported ${imported}, skipped ${skipped} (expired), refused ${refusedTotal}`);
  for (const { line, problem } of refused) host.printError(`line ${line}: ${problem}`);
  if (refusedTotal > refused.length) host.printError(`and ${refusedTotal - refused.length} more`);
}

/** `undefined` for standard input, a pipe and the like. */
async function sizeOf(file: string): Promise<number | undefined> {
  if (file === '-') return undefined;
  const found = await stat(file);
  return found.isFile() ? found.size : undefined;
}

/** The same bytes, telling the bar how many the server has taken. */
function counted(body: Readable, bar: ProgressBar): Readable {
  let bytes = 0;
  let lines = 0;
  const through = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      const data = Buffer.from(chunk);
      bar.at((bytes += data.length), `${(lines += linesIn(data))} lines`);
      done(undefined, data);
    },
  });
  // A body that breaks off breaks the request off.
  pipeline(body, through).catch(() => undefined);
  return through;
}

function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

const NEWLINE = 0x0a;

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

/** Those that are no parameters of the admin server. */
const OWN_FLAGS: ReadonlySet<string> = new Set(Object.keys({ ...JSON_FLAG, ...QUIET_FLAG, ...ADMIN_FLAGS }));

interface Connection {
  readonly ask: AskAdmin;
  readonly query: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

function connect({ values, configuration }: Flags, { env }: PipedProcess, right: Right): Connection {
  const { json, quiet } = values;
  const asked = Object.fromEntries(Object.entries(values).filter(([name]) => !OWN_FLAGS.has(name)));
  const ask = adminClient({ argv: configuration, env }, adminWish(values, right));
  return { ask, query: queryOf(asked), json: json === true, quiet: quiet === true || json === true };
}
