const NEWLINE = 0x0a;

/** A line of a text that comes in pieces; without `text` it was too long, or not UTF-8. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string | undefined;
}

/** Splits at line feeds. Of a line above `maxBytes` no more than that is held in memory. */
export async function* readLines(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line, void> {
  let number = 0;
  let held: Uint8Array[] = [];
  let bytes = 0;
  const hold = (piece: Uint8Array): void => {
    bytes += piece.length;
    if (bytes <= maxBytes) held.push(piece);
    else held = [];
  };
  const take = (): Line => {
    number += 1;
    const line = { number, text: bytes <= maxBytes ? decoded(held) : undefined };
    held = [];
    bytes = 0;
    return line;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      hold(piece.subarray(from, at));
      yield take();
      from = at + 1;
    }
    hold(piece.subarray(from));
  }
  if (bytes > 0) yield take();
}

function decoded(pieces: readonly Uint8Array[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
