import { statfsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { StoreError } from '../../core/errors';

/** Turns what LMDB or the file system raised into a StoreError that tells an operator where to look. */
export function readFailure(path: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  return new StoreError(`cannot read the store in ${path}: ${messageOf(cause)}`, { cause });
}

export function openFailure(path: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  return new StoreError(
    `cannot open the store in ${path}: ${messageOf(cause)}; the directory must exist or be creatable, and be writable`,
    {
      cause,
    },
  );
}

/** LMDB's own word for a full disk is "Input/output error", so the free space is told as well. */
export async function writeFailure(path: string, raised: unknown): Promise<StoreError> {
  if (raised instanceof StoreError) return raised;
  const cause = await commitError(raised);
  return new StoreError(`cannot write to the store in ${path}: ${messageOf(cause)} (${freeSpace(path)})`, { cause });
}

/** lmdb hands the reason of a failed commit over as a promise; unhandled, it would end the process. */
async function commitError(raised: unknown): Promise<unknown> {
  const reason = (raised as { commitError?: Promise<unknown> } | undefined)?.commitError;
  if (reason === undefined) return raised;
  const told = reason.then(
    () => raised,
    (error: unknown) => error,
  );
  return Promise.race([told, setTimeout(1000, raised, { ref: false })]);
}

function freeSpace(path: string): string {
  try {
    const { bavail, bsize } = statfsSync(path);
    return `${Math.floor((bavail * bsize) / 1024 / 1024)} MiB free on its disk`;
  } catch {
    return 'free space unknown';
  }
}

function messageOf(cause: unknown): string {
  return cause !== null && typeof cause === 'object' && 'message' in cause ? String(cause.message) : String(cause);
}
