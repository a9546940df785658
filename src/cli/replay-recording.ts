import { open, stat, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { systemClock } from '../core/clock';
import { inOrder, type PlacedInTime } from '../replay/in-order';
import { batchAnswer } from '../replay/openai-batch';
import { readRecording } from '../replay/read-recording';
import { RecordingError, type Fault, type RecordedAnswer, type RecordedCall } from '../replay/recorded-call';
import { CommandError } from './command-error';
import { source } from './entry-commands';
import { EXIT } from './exit-status';
import type { PipedProcess } from './process';
import { progressBar } from './progress';
import type { ReplayFlags } from './replay-options';

/** Lines that are shown; the others are counted. */
const MOST_FAULTS = 10;
/** Callers that are told apart in the report. */
const MOST_CALLERS = 10_000;

/** What was found in a recording besides its calls. */
export interface RecordingFacts {
  readonly calls: number;
  readonly faults: { readonly total: number; readonly shown: readonly Fault[] };
  /** Milliseconds since the epoch; `undefined`: there was no call. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Calls of which it is recorded. */
  readonly withTime: number;
  readonly withAnswer: number;
  readonly withUpstreamTime: number;
  /** Calls whose parameters other than the messages are not recorded. */
  readonly messagesOnly: number;
  /** Calls that came too late in the recording to be put in their place. */
  readonly late: number;
  /** Calls that say who called. */
  readonly withCaller: number;
  /** How many they are, at most 10,000 counted. */
  readonly callers: number;
}

export interface Recording {
  readonly calls: AsyncIterable<PlacedInTime>;
  /** As far as it was read. */
  facts(): RecordingFacts;
  close(): Promise<void>;
}

/** @param credentialHeaders headers that say who calls @throws CommandError */
export async function openRecording(
  flags: ReplayFlags,
  host: PipedProcess,
  credentialHeaders: readonly string[],
): Promise<Recording> {
  const { file, responses, strict } = flags;
  const name = file === '-' ? 'standard input' : file;
  const bytes = await source(file, host);
  const answers = responses === undefined ? undefined : await openAnswers(responses, host);
  const total = file === '-' ? undefined : (await stat(file)).size;
  const bar = progressBar(host, { label: 'replaying', unit: 'bytes', total, quiet: flags.quiet || flags.json });
  const facts = {
    ...{ calls: 0, withTime: 0, withAnswer: 0, withUpstreamTime: 0, messagesOnly: 0, late: 0, withCaller: 0 },
    ...{ from: undefined as number | undefined, to: undefined as number | undefined },
    faults: { total: 0, shown: [] as Fault[] },
  };
  const callers = new Set<string>();

  async function* watched(): AsyncGenerator<Uint8Array, void> {
    let read = 0;
    for await (const piece of bytes as AsyncIterable<Uint8Array>) {
      read += piece.length;
      bar.at(read, `${facts.calls} calls`);
      yield typeof piece === 'string' ? Buffer.from(piece) : piece;
    }
  }

  function fault(of: Fault): void {
    if (strict) throw new CommandError(`${name}:${of.number}: ${of.problem}`, EXIT.failed);
    facts.faults.total += 1;
    if (facts.faults.shown.length < MOST_FAULTS) facts.faults.shown.push(of);
  }

  async function* calls(): AsyncGenerator<RecordedCall, void> {
    const plain = file.endsWith('.gz') ? unpacked(watched()) : watched();
    const answerTo = (id: string): Promise<RecordedAnswer | undefined> => answers?.of(id) ?? Promise.resolve(undefined);
    for await (const recorded of readRecording(plain, { ...flags, answerTo })) {
      if ('fault' in recorded) {
        fault(recorded.fault);
        continue;
      }
      count(recorded.call);
      yield recorded.call;
    }
  }

  function count({ time, answer, upstreamMs, messagesOnly, head }: RecordedCall): void {
    facts.calls += 1;
    if (time !== undefined) facts.withTime += 1;
    if (answer !== undefined) facts.withAnswer += 1;
    if (upstreamMs !== undefined) facts.withUpstreamTime += 1;
    if (messagesOnly) facts.messagesOnly += 1;
    const credentials = credentialHeaders.map((header) => head.headers.get(header));
    if (credentials.every((value) => value === undefined)) return;
    facts.withCaller += 1;
    if (callers.size < MOST_CALLERS) callers.add(credentials.join('\n'));
  }

  async function* placed(): AsyncGenerator<PlacedInTime, void> {
    try {
      for await (const each of inOrder(calls(), { gapMs: flags.intervalMs, begin: systemClock.now() })) {
        facts.from ??= each.at;
        facts.to = each.at;
        if (each.late) facts.late += 1;
        yield each;
      }
    } catch (cause) {
      if (cause instanceof CommandError) throw cause;
      if (!(cause instanceof RecordingError) && !isReadFault(cause)) throw cause;
      throw new CommandError(`${name}: ${(cause as Error).message}`, EXIT.failed, { cause });
    } finally {
      bar.end();
    }
  }

  return {
    calls: placed(),
    facts: () => ({ ...facts, callers: callers.size }),
    close: async () => {
      bytes.destroy();
      await answers?.close();
    },
  };
}

function unpacked(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  // What goes wrong is told to who reads from it.
  pipeline(pieces, gunzip, () => undefined);
  return gunzip;
}

/** Of the file system, or of the compression. */
function isReadFault(cause: unknown): boolean {
  return (
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && /^[EZ][A-Z]?_?/.test(cause.code)
  );
}

interface Answers {
  of(id: string): Promise<RecordedAnswer | undefined>;
  close(): Promise<void>;
}

const NEWLINE = 0x0a;

/** Remembers where in the file each answer is, not what it is. @throws CommandError */
async function openAnswers(file: string, host: PipedProcess): Promise<Answers> {
  const places = new Map<string, { readonly at: number; readonly length: number }>();
  for await (const { line, at } of linesWithPlaces(file, host)) {
    const found = answerIn(line);
    if (found !== undefined) places.set(found.id, { at, length: line.length });
  }
  if (places.size === 0) {
    throw new CommandError(
      `--responses ${file}: has no line {"custom_id", "response": {"status_code", "body"}}`,
      EXIT.failed,
    );
  }
  const handle = await open(file);
  return {
    async of(id) {
      const place = places.get(id);
      return place && answerIn(await readAt(handle, place))?.answer;
    },
    close: () => handle.close(),
  };
}

async function* linesWithPlaces(
  file: string,
  host: PipedProcess,
): AsyncGenerator<{ readonly line: Buffer; readonly at: number }, void> {
  if (file === '-') throw new CommandError('--responses: must be a file', EXIT.wrongUsage);
  let held: Buffer = Buffer.alloc(0);
  let at = 0;
  for await (const piece of (await source(file, host)) as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, piece]);
    for (let end = held.indexOf(NEWLINE); end >= 0; end = held.indexOf(NEWLINE)) {
      yield { line: held.subarray(0, end), at };
      held = held.subarray(end + 1);
      at += end + 1;
    }
  }
  if (held.length > 0) yield { line: held, at };
}

async function readAt(handle: FileHandle, { at, length }: { at: number; length: number }): Promise<Buffer> {
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer;
}

function answerIn(line: Buffer): ReturnType<typeof batchAnswer> {
  try {
    return batchAnswer(JSON.parse(line.toString('utf8')));
  } catch {
    return undefined;
  }
}
