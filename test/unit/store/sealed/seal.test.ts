import { randomBytes } from 'node:crypto';
import type { Keyring } from '../../../../src/store/sealed/keyring';
import { seal, unseal, type Place } from '../../../../src/store/sealed/seal';

const PLACE: Place = { id: 'a'.repeat(32), partition: 'b'.repeat(32), field: 'body' };
const PLAIN = Buffer.from('an answer, für alle 🗾');
const keyring = (active: string, keys: Readonly<Record<string, Uint8Array>>): Keyring => ({
  active,
  keys: new Map(Object.entries(keys)),
});
const [k1, k2] = [randomBytes(32), randomBytes(32)];
const ring = keyring('k1', { k1 });

describe('a sealed value', () => {
  it.each([0, 1, 15, 16, 17, 1_000_000])('of %d bytes comes back as it was', (size) => {
    const plain = randomBytes(size);
    const sealed = seal(plain, PLACE, ring);
    expect(Buffer.compare(unseal(sealed, PLACE, ring), plain)).toBe(0);
  });

  it('shows nothing of what it holds, and never looks the same twice', () => {
    const [a, b] = [seal(PLAIN, PLACE, ring), seal(PLAIN, PLACE, ring)];
    expect(Buffer.from(a).includes(PLAIN.subarray(0, 8))).toBe(false);
    expect(Buffer.compare(a, b)).not.toBe(0);
  });

  it('is refused when any of its bytes was changed', () => {
    const sealed = seal(PLAIN, PLACE, ring);
    for (let i = 0; i < sealed.length; i++) {
      const changed = Uint8Array.from(sealed);
      changed[i]! ^= 1;
      expect(() => unseal(changed, PLACE, ring)).toThrow(/changed|not encrypted|not in store.encryption.keys/);
    }
  });

  it('is refused when any part of it is missing or something follows', () => {
    const sealed = Buffer.from(seal(PLAIN, PLACE, ring));
    for (let end = 0; end < sealed.length; end++) expect(() => unseal(sealed.subarray(0, end), PLACE, ring)).toThrow();
    expect(() => unseal(Buffer.concat([sealed, Buffer.of(0)]), PLACE, ring)).toThrow('changed');
  });

  it.each<[string, Partial<Place>]>([
    ['another entry', { id: 'c'.repeat(32) }],
    ['another partition', { partition: 'c'.repeat(32) }],
    ['another field', { field: 'text' }],
  ])('is refused at %s', (_, over) => {
    const sealed = seal(PLAIN, PLACE, ring);
    expect(() => unseal(sealed, { ...PLACE, ...over }, ring)).toThrow(
      'an encrypted entry was changed since it was stored',
    );
  });

  it('is read with the key that it names, whichever is active, until that key is gone', () => {
    const sealed = seal(PLAIN, PLACE, ring);
    expect(Buffer.from(unseal(sealed, PLACE, keyring('k2', { k1, k2 })))).toEqual(PLAIN);
    expect(() => unseal(sealed, PLACE, keyring('k2', { k2 }))).toThrow('a key that is not in store.encryption.keys');
    expect(() => unseal(sealed, PLACE, keyring('k1', { k1: k2 }))).toThrow('changed');
  });

  it('is read from the midst of a larger buffer', () => {
    const sealed = Buffer.from(seal(PLAIN, PLACE, ring));
    const within = Buffer.concat([randomBytes(5), sealed, randomBytes(5)]).subarray(5, 5 + sealed.length);
    expect(Buffer.from(unseal(within, PLACE, ring))).toEqual(PLAIN);
  });

  it('may name its key by 255 bytes', () => {
    const long = 'k'.repeat(255);
    const ring255 = keyring(long, { [long]: k1 });
    expect(Buffer.from(unseal(seal(PLAIN, PLACE, ring255), PLACE, ring255))).toEqual(PLAIN);
  });

  it('needs the active key', () => {
    expect(() => seal(PLAIN, PLACE, keyring('k3', { k1 }))).toThrow('no key k3');
  });
});
