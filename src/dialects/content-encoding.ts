import { promisify } from 'node:util';
import zlib from 'node:zlib';

type Decoder = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

/** A body without its content-encoding, or why it cannot be had. */
export type Decoded =
  | { readonly kind: 'decoded'; readonly body: Uint8Array }
  | { readonly kind: 'unknown-encoding' | 'too-large' | 'malformed' };

const identity: Decoder = (body) => Promise.resolve(body);
const gunzip: Decoder = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** By the names of RFC 9110 8.4.1. zlib works in its own threads. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['', identity],
  ['identity', identity],
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate)],
  ['br', promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)],
]);

/** Whether {@link decodeBody} knows this content-encoding. Several encodings on top of each other it does not. */
export function decodesEncoding(encoding: string): boolean {
  return decoderOf(encoding) !== undefined;
}

/** Undoes a content-encoding; more than `maxBytes` decoded bytes are never held. */
export async function decodeBody(body: Uint8Array, encoding: string, maxBytes: number): Promise<Decoded> {
  const decode = decoderOf(encoding);
  if (decode === undefined) return { kind: 'unknown-encoding' };
  try {
    const decoded = await decode(body, { maxOutputLength: maxBytes });
    return decoded.byteLength > maxBytes ? { kind: 'too-large' } : { kind: 'decoded', body: decoded };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: tooLarge ? 'too-large' : 'malformed' };
  }
}

function decoderOf(encoding: string): Decoder | undefined {
  return DECODERS.get(encoding.trim().toLowerCase());
}
