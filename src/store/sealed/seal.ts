import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EntryKey } from '../../core/entry';
import { StoreError } from '../../core/errors';
import type { Keyring } from './keyring';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Ties a sealed value to its place, so that it cannot be moved to another entry. */
export interface Place extends EntryKey {
  readonly field: 'text' | 'body';
}

/** Layout: length of the key's id (1 byte), the id, nonce, tag, ciphertext (AES-256-GCM, NIST SP 800-38D). */
export function seal(plain: Uint8Array, place: Place, { active, keys }: Keyring): Uint8Array {
  const key = keys.get(active);
  if (key === undefined) throw new StoreError(`no key ${active}`);
  const id = Buffer.from(active);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(nameOf(place));
  const sealed = [cipher.update(plain), cipher.final()];
  return Buffer.concat([Buffer.of(id.length), id, nonce, cipher.getAuthTag(), ...sealed]);
}

/** @throws StoreError when the key is not there, or the value was changed or moved */
export function unseal(sealed: Uint8Array, place: Place, { keys }: Keyring): Uint8Array {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const idEnd = 1 + (bytes[0] ?? 0);
  const nonceEnd = idEnd + NONCE_BYTES;
  const tagEnd = nonceEnd + TAG_BYTES;
  if (bytes.length < tagEnd) throw new StoreError('an entry is not encrypted, or damaged');
  const key = keys.get(bytes.toString('utf8', 1, idEnd));
  if (key === undefined) throw new StoreError('an entry is encrypted with a key that is not in store.encryption.keys');
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(idEnd, nonceEnd));
    decipher.setAAD(nameOf(place)).setAuthTag(bytes.subarray(nonceEnd, tagEnd));
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]));
  } catch (cause) {
    throw new StoreError('an encrypted entry was changed since it was stored', { cause });
  }
}

function nameOf({ id, partition, field }: Place): Buffer {
  return Buffer.from([id, partition, field].join('\n'));
}
