import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '../../../../src/core/errors';
import { readKeyring } from '../../../../src/store/sealed/keyring';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => 7 * i + 3));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lsc-keyring-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('readKeyring', () => {
  it.each<[string, string | Buffer]>([
    ['raw', KEY],
    [
      'raw, with bytes that look like white space at its ends',
      Buffer.concat([Buffer.of(10, 32), KEY.subarray(2, 31), Buffer.of(10)]),
    ],
    ['in hex', KEY.toString('hex')],
    ['in capital hex, with a line break', `${KEY.toString('hex').toUpperCase()}\n`],
    ['in Base64', KEY.toString('base64')],
    ['in Base64, with a line break', `${KEY.toString('base64')}\r\n`],
  ])('reads a key %s', (_, content) => {
    writeFileSync(join(dir, 'k1'), content);
    const expected = Buffer.isBuffer(content) ? content : KEY;
    expect(Buffer.from(readKeyring(dir, 'k1').keys.get('k1')!)).toEqual(expected);
  });

  it('reads all keys of a directory as Kubernetes mounts a Secret', () => {
    mkdirSync(join(dir, '..2027_01_01'));
    for (const name of ['old', 'new']) {
      writeFileSync(join(dir, '..2027_01_01', name), KEY);
      symlinkSync(join('..data', name), join(dir, name));
    }
    symlinkSync('..2027_01_01', join(dir, '..data'));
    const { active, keys } = readKeyring(dir, 'new');
    expect([active, [...keys.keys()].sort()]).toEqual(['new', ['new', 'old']]);
  });

  it.each<[string, string | Buffer]>([
    ['31 bytes', KEY.subarray(1)],
    ['33 bytes', Buffer.concat([KEY, Buffer.of(10)])],
    ['nothing', ''],
    ['63 hex digits', KEY.toString('hex').slice(1)],
    ['hex with a wrong digit', `${KEY.toString('hex').slice(1)}g`],
    ['Base64 without its end', KEY.toString('base64').slice(0, -1)],
  ])('refuses a file with %s, and names it', (_, content) => {
    writeFileSync(join(dir, 'k1'), content);
    const message = `store.encryption.keys: ${join(dir, 'k1')} is no key: must be 32 bytes, raw, in hex or in Base64`;
    expect(() => readKeyring(dir, 'k1')).toThrow(new StoreError(message));
  });

  it('names the directory or file that cannot be read', () => {
    expect(() => readKeyring(join(dir, 'none'), 'k')).toThrow(`store.encryption.keys: ${dir}/none cannot be read`);
    mkdirSync(join(dir, 'folder'));
    expect(() => readKeyring(dir, 'k')).toThrow(`store.encryption.keys: ${dir}/folder cannot be read`);
  });

  it('names the keys that are there when the active one is not', () => {
    expect(() => readKeyring(dir, 'k2')).toThrow(`store.encryption.active: no key k2 in ${dir}; there are: none`);
    writeFileSync(join(dir, 'k1'), KEY);
    expect(() => readKeyring(dir, 'k2')).toThrow('there are: k1');
  });
});
