import { readCharacter, readInterpolated, readText, readVerbatim } from './lex-text';
import { unknown, type Token } from './token';

/** Interpolated strings inside each other. */
const DEEPEST = 8;
const SPACE = /\s+/y;
const LINE_COMMENT = /\/\/[^\n\r]*/y;
const NAME = /@?[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?)(?:[uU]?[lL]|[dDfFmM])?/y;
const OPERATOR = /\?\?=?|\?\.(?!\d)|\?\[|=>|[=!<>+\-*/%]=|&&|\|\||\+\+|--|<<|[-+*/%=<>!&|^~?:;,.()[\]{}]/y;

/**
 * The token at or after `from`. Never fails: what is no token of C# is one of kind 'unknown', so that the end of an expression can be
 * told even where its inside is wrong.
 *
 * @param nesting of interpolated strings inside each other
 */
export function nextToken(text: string, from: number, nesting = 0): Token {
  const start = skipBlank(text, from);
  if (start === undefined) return unknown(text, from, text.length, 'a comment that is not closed');
  if (start >= text.length) return { kind: 'end', text: '', start: text.length, end: text.length };
  return (
    textToken(text, start, nesting) ??
    plainToken(text, start, 'name', NAME) ??
    (startsNumber(text, start) ? plainToken(text, start, 'number', NUMBER) : undefined) ??
    plainToken(text, start, 'operator', OPERATOR) ??
    unknown(text, start, start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1), 'an unexpected character')
  );
}

function textToken(text: string, start: number, nesting: number): Token | undefined {
  const two = text.slice(start, start + 2);
  const three = text.slice(start, start + 3);
  if (three === '$@"' || three === '@$"' || two === '$"') {
    if (nesting >= DEEPEST) return unknown(text, start, text.length, 'strings nested too deeply');
    return readInterpolated(text, start, two !== '$"', (from) => nextToken(text, from, nesting + 1));
  }
  if (two === '@"') return readVerbatim(text, start);
  if (text[start] === '"') return readText(text, start);
  return text[start] === "'" ? readCharacter(text, start) : undefined;
}

function startsNumber(text: string, start: number): boolean {
  const isDigit = (character: string | undefined) => character !== undefined && character >= '0' && character <= '9';
  return isDigit(text[start]) || (text[start] === '.' && isDigit(text[start + 1]));
}

function plainToken(text: string, start: number, kind: Token['kind'], pattern: RegExp): Token | undefined {
  const end = matchEnd(text, start, pattern);
  return end === undefined ? undefined : { kind, text: text.slice(start, end), start, end };
}

/** `undefined` when a comment is not closed. */
function skipBlank(text: string, from: number): number | undefined {
  let position = from;
  for (;;) {
    const after = matchEnd(text, position, SPACE) ?? matchEnd(text, position, LINE_COMMENT);
    if (after !== undefined) {
      position = after;
    } else if (text.startsWith('/*', position)) {
      const close = text.indexOf('*/', position + 2);
      if (close === -1) return undefined;
      position = close + 2;
    } else return position;
  }
}

function matchEnd(text: string, at: number, pattern: RegExp): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
