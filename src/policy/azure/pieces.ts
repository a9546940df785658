/**
 * A text in pieces that know where they come from. A verbatim piece is a slice of the document; another stands as a whole for what is
 * written at `from`, such as "<" for "&lt;".
 */
export interface Piece {
  readonly text: string;
  readonly from: number;
  readonly verbatim: boolean;
}

const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const CDATA_OPEN = '<![CDATA[';

export function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** The document's offset of a character of the joined text. */
export function originOf(pieces: readonly Piece[], offset: number): number {
  let left = offset;
  let end = 0;
  for (const { text, from, verbatim } of pieces) {
    if (left < text.length) return verbatim ? from + left : from;
    left -= text.length;
    end = verbatim ? from + text.length : from;
  }
  return end;
}

/** With the five entities of XML and numeric references decoded; what is no such reference stays as it is. */
export function decode(raw: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  const text = raw.slice(start, end);
  let done = 0;
  for (const match of text.matchAll(ENTITY)) {
    const character = characterOf(match);
    if (character === undefined) continue;
    if (match.index > done) pieces.push(slice(raw, start + done, start + match.index));
    pieces.push({ text: character, from: start + match.index, verbatim: false });
    done = match.index + match[0].length;
  }
  if (start + done < end || pieces.length === 0) pieces.push(slice(raw, start + done, end));
  return pieces;
}

function characterOf([, name, decimal, hex]: RegExpMatchArray): string | undefined {
  if (name !== undefined) return NAMED.get(name);
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/**
 * The text between an element's tags: comments and processing instructions left out, CDATA as it stands.
 *
 * @param masked the document with its expressions blanked out, so that nothing in them looks like markup
 */
export function decodeContent(raw: string, masked: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  let at = start;
  while (at < end) {
    const open = masked.indexOf('<', at);
    const until = open < 0 || open > end ? end : open;
    if (until > at) for (const piece of decode(raw, at, until)) pieces.push(piece);
    at = until;
    if (at >= end) break;
    const cdata = masked.startsWith(CDATA_OPEN, at);
    const [close, from] = cdata ? [']]>', at + CDATA_OPEN.length] : masked[at + 1] === '?' ? ['?>', at] : ['-->', at];
    const closeAt = masked.indexOf(close, from);
    if (closeAt < 0) break;
    if (cdata) pieces.push(slice(raw, from, closeAt));
    at = closeAt + close.length;
  }
  return pieces.length > 0 ? pieces : [slice(raw, start, start)];
}

function slice(raw: string, start: number, end: number): Piece {
  return { text: raw.slice(start, end), from: start, verbatim: true };
}
