import { RecordingError } from './recorded-call';

const [NEWLINE, QUOTE, COMMA, BACKSLASH] = [0x0a, 0x22, 0x2c, 0x5c];
const [ARRAY_OPENS, ARRAY_CLOSES, OPENS, CLOSES] = [0x5b, 0x5d, 0x7b, 0x7d];
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d, NEWLINE]);
/** A text of UTF-8 may begin with it, and then means nothing. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** One object of a recording; without `text` it was too long, or not UTF-8. */
export interface JsonText {
  /** Of the line, or of the element, from 1. */
  readonly number: number;
  readonly text: string | undefined;
}

/**
 * The objects of a file of JSON lines, or of one JSON array (however it is broken into lines), as they come. Of one above `maxBytes` no more
 * than that is held in memory. @throws RecordingError when an array does not end, or has elements that are no objects
 */
export async function* jsonTexts(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<JsonText, void> {
  let split: Splitter | undefined;
  /** What comes before the first object tells nothing, but blank lines count as lines. */
  let before: Uint8Array[] = [];
  for await (const piece of pieces) {
    if (split === undefined) {
      before.push(piece);
      const first = piece.find((byte) => !isIgnored(byte));
      if (first === undefined) continue;
      split = first === ARRAY_OPENS ? elements(maxBytes) : lines(maxBytes);
      for (const each of before) yield* split.take(each);
      before = [];
    } else yield* split.take(piece);
  }
  if (split !== undefined) yield* split.end();
}

function isIgnored(byte: number): boolean {
  return BLANKS.has(byte) || (BYTE_ORDER_MARK as readonly number[]).includes(byte);
}

interface Splitter {
  take(piece: Uint8Array): readonly JsonText[];
  end(): readonly JsonText[];
}

/** Pieces of one text, bounded. */
function holder(maxBytes: number): { hold(piece: Uint8Array): void; take(): string | undefined; bytes(): number } {
  let held: Uint8Array[] = [];
  let bytes = 0;
  return {
    hold(piece) {
      bytes += piece.length;
      if (bytes <= maxBytes) held.push(piece);
      else held = [];
    },
    take() {
      const text = bytes <= maxBytes ? decoded(held) : undefined;
      held = [];
      bytes = 0;
      return text;
    },
    bytes: () => bytes,
  };
}

function lines(maxBytes: number): Splitter {
  const held = holder(maxBytes);
  let number = 0;
  const line = (): readonly JsonText[] => {
    number += 1;
    const text = held.take();
    return text?.trim() === '' ? [] : [{ number, text }];
  };
  return {
    take(piece) {
      const found: JsonText[] = [];
      let from = 0;
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
        held.hold(piece.subarray(from, at));
        found.push(...line());
        from = at + 1;
      }
      held.hold(piece.subarray(from));
      return found;
    },
    end: () => (held.bytes() === 0 ? [] : line()),
  };
}

function elements(maxBytes: number): Splitter {
  const held = holder(maxBytes);
  let number = 0;
  /** -1: before the array; 0: in it, between two objects. */
  let depth = -1;
  let inText = false;
  let escaped = false;
  let ended = false;

  const between = (byte: number): void => {
    if (isIgnored(byte)) return;
    if (ended) throw new RecordingError('something follows the array; must be one array, or an object a line');
    if (depth < 0 && byte === ARRAY_OPENS) depth = 0;
    else if (byte === OPENS) depth = 1;
    else if (byte === ARRAY_CLOSES) ended = true;
    else if (byte !== COMMA) throw new RecordingError(`element ${number + 1}: must be an object`);
  };
  const within = (byte: number): void => {
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPENS) depth += 1;
    else if (byte === CLOSES) depth -= 1;
  };
  return {
    take(piece) {
      const found: JsonText[] = [];
      let from = 0;
      for (const [at, byte] of piece.entries()) {
        if (depth > 0) within(byte);
        else {
          between(byte);
          from = at;
          continue;
        }
        if (depth > 0) continue;
        held.hold(piece.subarray(from, at + 1));
        number += 1;
        found.push({ number, text: held.take() });
      }
      if (depth > 0) held.hold(piece.subarray(from));
      return found;
    },
    end() {
      if (!ended) throw new RecordingError(`the array ends in the middle, after element ${number}`);
      return [];
    },
  };
}

function decoded(pieces: readonly Uint8Array[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    return undefined;
  }
}
