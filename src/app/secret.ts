import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../core/errors';

const BYTES = 32;
const FILE = 'partition.key';

/**
 * The key of the partition hash, kept beside the entries: it must outlive restarts, or nobody would find their entries again, and
 * it must not be guessable, or the ids in the log would let credentials be tried out. Made at the first start.
 *
 * @throws StoreError when the file cannot be made or is damaged
 */
export async function partitionSecret(storePath: string): Promise<Uint8Array> {
  const path = join(storePath, FILE);
  try {
    await mkdir(storePath, { recursive: true });
    const secret = await readFile(path).catch(() => create(path));
    if (secret.length === BYTES) return secret;
  } catch (cause) {
    throw new StoreError(`${path} cannot be read or made: check owner and permissions of store.path`, { cause });
  }
  throw new StoreError(`${path} is damaged: remove it (the entries stored so far will then not be found again)`);
}

/** Appears whole or not at all. */
async function create(path: string): Promise<Uint8Array> {
  const secret = randomBytes(BYTES);
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(secret);
    await file.sync();
    await link(draft, path);
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return secret;
}

/**
 * The key of the partition hash of a store that several processes share, out of a file that all of them are given.
 *
 * @throws StoreError when the file cannot be read or holds too little
 */
export async function sharedSecret(path: string): Promise<Uint8Array> {
  const secret = await readFile(path).catch((cause: unknown) => {
    throw new StoreError(`store.partition-key-file: ${path} cannot be read`, { cause });
  });
  if (secret.length >= BYTES) return secret;
  throw new StoreError(`store.partition-key-file: ${path} has ${secret.length} bytes: must be ${BYTES} or more`);
}
