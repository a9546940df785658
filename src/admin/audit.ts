import { appendFile } from 'node:fs/promises';
import type { AuditRecord } from '../core/access';
import type { Clock } from '../core/clock';

/** What GET /audit can show. */
const KEPT = 200;
/** Attempts of strangers in a minute that are recorded one by one: nobody without a right may fill the disk. */
const STRANGERS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** A change while it is being made: what stands here is what the audit log will say, however it ends. */
export interface Change {
  readonly what: Record<string, unknown>;
  readonly outcome: Record<string, unknown>;
  /** Nothing is to be changed, so nothing is recorded. */
  dryRun: boolean;
}

export function newChange(): Change {
  return { what: {}, outcome: {}, dryRun: false };
}

export interface AuditOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Writes a line that no log level silences. */
  readonly log: (record: AuditRecord) => void;
  /** Appended to besides; `undefined`: the log is all there is. */
  readonly file: string | undefined;
  /** The file could not be written. */
  readonly failed: (error: unknown) => void;
}

export interface Audit {
  /** Resolves when it is written, or could not be. */
  record(change: Omit<AuditRecord, 'at'>): Promise<void>;
  /** Of somebody who has no right to it: beyond some a minute they are only counted, in the next one that is recorded. */
  refused(change: Omit<AuditRecord, 'at' | 'result'>): Promise<void>;
  /** Newest first. */
  latest(): readonly AuditRecord[];
}

export function createAudit({ clock, log, file, failed }: AuditOptions): Audit {
  const kept: AuditRecord[] = [];
  let minute = { from: -Infinity, recorded: 0 };
  let unrecorded = 0;
  let writing = Promise.resolve();

  /** By path, each time: a file that was renamed away is begun anew. In order. */
  function append(path: string, record: AuditRecord): Promise<void> {
    writing = writing.then(() => appendFile(path, `${JSON.stringify(record)}\n`, { mode: 0o600 })).catch(failed);
    return writing;
  }

  async function record(change: Omit<AuditRecord, 'at'>): Promise<void> {
    const made = { at: clock.now(), ...change };
    kept.push(made);
    if (kept.length > KEPT) kept.shift();
    log(made);
    if (file !== undefined) await append(file, made);
  }

  return {
    record,
    async refused(change) {
      const now = clock.monotonic();
      if (now - minute.from >= MINUTE_MS) minute = { from: now, recorded: 0 };
      if (minute.recorded >= STRANGERS_PER_MINUTE) {
        unrecorded += 1;
        return;
      }
      minute.recorded += 1;
      const more = unrecorded === 0 ? {} : { unrecorded };
      unrecorded = 0;
      await record({ ...change, result: 'refused', outcome: { ...change.outcome, ...more } });
    },
    latest: () => kept.toReversed(),
  };
}
