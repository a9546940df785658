/** UTF-16 code units; a few sentences, so that a replay looks like a stream and costs little more than the text. */
const PIECE_LENGTH = 200;

/**
 * A text in the pieces of its stream; none for "". No piece ends between the halves of a surrogate pair: each has to be valid
 * UTF-8 by itself.
 */
export function pieces(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = Math.min(start + PIECE_LENGTH, text.length);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    found.push(text.slice(start, end));
  }
  return found;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
