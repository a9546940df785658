import type { IncomingMessage } from 'node:http';

/** A body that is not whole by then is given up, ms. */
const TIMEOUT_MS = 5000;

/** The whole body; `undefined` when it has more than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const timer = setTimeout(() => request.destroy(new Error('the body took too long')), TIMEOUT_MS);
  try {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    // What is left is taken by whoever answers.
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > most) return undefined;
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } finally {
    clearTimeout(timer);
  }
}
