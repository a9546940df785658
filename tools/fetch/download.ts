import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sha256 } from './cache';

/** A server that does not begin to answer within this time counts as unreachable. */
const CONNECT_MS = 20_000;

/** Downloads a public file; with `digest` (SHA-256, hex) it is refused unless it is exactly that file. */
export async function download(url: string, file: string, digest?: string): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort(new Error(`no answer from ${new URL(url).host}`));
  }, CONNECT_MS);
  const response = await fetch(url, { signal: patience.signal }).finally(() => {
    clearTimeout(timer);
  });
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  if (digest !== undefined && (await sha256(file)) !== digest) throw new Error(`${url} is not the pinned file`);
}
