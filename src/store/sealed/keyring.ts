import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../core/errors';

const KEY_BYTES = 32;

/** Keys of AES-256 by their ids. */
export interface Keyring {
  /** Id of the key that encrypts. */
  readonly active: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a directory with a file for each key, as a mounted Kubernetes Secret is one: 32 raw bytes, or 64 hex digits, or 44 characters of
 * Base64. Keep the old key beside the new one until what it encrypted has expired.
 *
 * @throws StoreError naming the file that is wrong
 */
export function readKeyring(directory: string, active: string): Keyring {
  const keys = new Map(names(directory).map((name) => [name, readKey(join(directory, name))]));
  if (keys.has(active)) return { active, keys };
  throw new StoreError(
    `store.encryption.active: no key ${active} in ${directory}; there are: ${[...keys.keys()].join(', ') || 'none'}`,
  );
}

function names(directory: string): string[] {
  try {
    // Kubernetes keeps its own links there, under names with a dot.
    return readdirSync(directory).filter((name) => !name.startsWith('.'));
  } catch (cause) {
    throw new StoreError(`store.encryption.keys: ${directory} cannot be read`, { cause });
  }
}

function readKey(path: string): Uint8Array {
  try {
    const content = readFileSync(path);
    if (content.length === KEY_BYTES) return content;
    const text = content.toString('latin1').trim();
    if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
    if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return Buffer.from(text, 'base64');
  } catch (cause) {
    throw new StoreError(`store.encryption.keys: ${path} cannot be read`, { cause });
  }
  throw new StoreError(`store.encryption.keys: ${path} is no key: must be 32 bytes, raw, in hex or in Base64`);
}
