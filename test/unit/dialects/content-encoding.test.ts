import zlib from 'node:zlib';
import { decodeBody, decodesEncoding } from '../../../src/dialects/content-encoding';

const TEXT = Buffer.from('{"model":"m"}'.repeat(100));
const LIMIT = TEXT.length;

describe('content-encodings', () => {
  it.each([
    ['', TEXT],
    ['identity', TEXT],
    ['gzip', zlib.gzipSync(TEXT)],
    ['x-gzip', zlib.gzipSync(TEXT)],
    [' GZip ', zlib.gzipSync(TEXT)],
    ['deflate', zlib.deflateSync(TEXT)],
    ['br', zlib.brotliCompressSync(TEXT)],
  ])('"%s" is undone, up to the bound', async (encoding, body) => {
    expect(decodesEncoding(encoding)).toBe(true);
    const decoded = await decodeBody(body, encoding, LIMIT);
    expect(decoded.kind === 'decoded' && Buffer.from(decoded.body).equals(TEXT)).toBe(true);
    expect(await decodeBody(body, encoding, LIMIT - 1)).toEqual({ kind: 'too-large' });
  });

  it.each(['zstd', 'compress', 'gzip, br', 'gzip;q=1', '*'])('"%s" is not known', async (encoding) => {
    expect(decodesEncoding(encoding)).toBe(false);
    expect(await decodeBody(TEXT, encoding, LIMIT)).toEqual({ kind: 'unknown-encoding' });
  });

  it.each([
    ['gzip', TEXT],
    ['deflate', zlib.gzipSync(TEXT)],
    ['br', TEXT],
    ['gzip', zlib.gzipSync(TEXT).subarray(0, -10)],
    ['gzip', Buffer.alloc(0)],
  ])('a damaged %s body is malformed', async (encoding, body) => {
    expect(await decodeBody(body, encoding, LIMIT)).toEqual({ kind: 'malformed' });
  });

  it('never holds more of a bomb than the bound', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50_000_000));
    expect(await decodeBody(bomb, 'gzip', 1000)).toEqual({ kind: 'too-large' });
  });
});
