import { unknown, type InterpolatedPart, type Token } from './token';

/** Reads the token at or after an offset. */
type Next = (from: number) => Token;

const ESCAPES = new Map(
  Object.entries({
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    '"': '"',
    "'": "'",
    0: '\0',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  }),
);
const OPENING = new Set(['(', '[', '{', '?[']);
const CLOSING = new Set([')', ']', '}']);
const NOT_CLOSED = 'a string that is not closed';
const HEX_ESCAPE = /\\(?:x([0-9a-fA-F]{1,4})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** "…" with escapes; it ends on its line. */
export function readText(text: string, start: number): Token {
  let value = '';
  let problem: string | undefined;
  let at = start + 1;
  while (at < text.length && !isLineEnd(text[at])) {
    if (text[at] === '"') return finish(text, start, at + 1, { value, problem });
    const piece = readPiece(text, at);
    value += piece.value;
    problem ??= piece.problem;
    at = piece.end;
  }
  return unknown(text, start, Math.min(at, text.length), NOT_CLOSED);
}

/** @"…" where "" stands for one quote. */
export function readVerbatim(text: string, start: number): Token {
  let at = start + 2;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return unknown(text, start, text.length, NOT_CLOSED);
    if (text[quote + 1] !== '"') {
      const value = text.slice(start + 2, quote).replaceAll('""', '"');
      return finish(text, start, quote + 1, { value, problem: undefined });
    }
    at = quote + 2;
  }
}

export function readCharacter(text: string, start: number): Token {
  const piece = readPiece(text, start + 1);
  if (text[start + 1] === "'" || text[piece.end] !== "'") {
    return unknown(text, start, start + 1, 'a character literal that is not closed');
  }
  const end = piece.end + 1;
  if (piece.problem !== undefined) return unknown(text, start, end, piece.problem);
  return { kind: 'char', text: text.slice(start, end), start, end, value: piece.value };
}

/** $"…{value:format}…" and its verbatim form. */
export function readInterpolated(text: string, start: number, verbatim: boolean, next: Next): Token {
  const parts: InterpolatedPart[] = [];
  let literal = '';
  let problem: string | undefined;
  let at = start + (verbatim ? 3 : 2);
  while (at < text.length && (verbatim || !isLineEnd(text[at]))) {
    const two = text.slice(at, at + 2);
    if (two === '{{' || two === '}}' || (verbatim && two === '""')) {
      literal += two.slice(1);
      at += 2;
    } else if (text[at] === '"') {
      const token = finish(text, start, at + 1, { value: '', problem });
      return token.kind === 'unknown' ? token : { ...token, kind: 'interpolated', parts: [...parts, literal] };
    } else if (text[at] === '{') {
      const hole = readHole(text, at + 1, next);
      problem ??= hole.problem;
      parts.push(literal, hole.part);
      literal = '';
      at = hole.end;
    } else {
      const piece = verbatim ? { value: text.charAt(at), end: at + 1, problem: undefined } : readPiece(text, at);
      problem ??= piece.problem;
      literal += piece.value;
      at = piece.end;
    }
  }
  return unknown(text, start, Math.min(at, text.length), NOT_CLOSED);
}

function readHole(text: string, from: number, next: Next) {
  const tokens: Token[] = [];
  let open = 0;
  for (let at = from; ;) {
    const token = next(at);
    at = token.end;
    const closes = open === 0 && (token.text === '}' || token.text === ':');
    if (closes || token.kind === 'end') return closeHole(text, tokens, token);
    if (OPENING.has(token.text)) open++;
    if (CLOSING.has(token.text)) open--;
    tokens.push(token);
  }
}

function closeHole(text: string, before: readonly Token[], last: Token) {
  const tokens = [...before, { kind: 'end' as const, text: '', start: last.start, end: last.start }];
  if (last.text === '}') return { part: { tokens }, end: last.end, problem: undefined };
  const close = last.kind === 'end' ? -1 : text.indexOf('}', last.end);
  if (close === -1) return { part: { tokens }, end: text.length, problem: 'a "{" in a string that is not closed' };
  const format = { text: text.slice(last.end, close), at: last.end };
  return { part: { tokens, format }, end: close + 1, problem: undefined };
}

/** One character or escape. */
function readPiece(text: string, at: number): { value: string; end: number; problem: string | undefined } {
  if (text[at] !== '\\') return { value: text[at] ?? '', end: at + 1, problem: undefined };
  const plain = ESCAPES.get(text[at + 1] ?? '');
  if (plain !== undefined) return { value: plain, end: at + 2, problem: undefined };
  HEX_ESCAPE.lastIndex = at;
  const match = HEX_ESCAPE.exec(text);
  const code = match && Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16);
  if (!match || code === null || code > 0x10ffff) {
    return { value: '', end: at + 2, problem: `an escape that C# does not have, ${text.slice(at, at + 2)}` };
  }
  return { value: String.fromCodePoint(code), end: at + match[0].length, problem: undefined };
}

function finish(
  text: string,
  start: number,
  end: number,
  { value, problem }: { value: string; problem: string | undefined },
): Token {
  if (problem !== undefined) return unknown(text, start, end, problem);
  return { kind: 'text', text: text.slice(start, end), start, end, value };
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}
