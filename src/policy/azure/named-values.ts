import { formatPlace } from '../place';
import type { Findings } from '../problems';
import type { Span } from './element';
import { nearest } from '../../core/nearest';
import type { Piece } from './pieces';

const REFERENCE = /\{\{\s*([\w.-]{1,256})\s*\}\}/g;
/** Characters that all named values may bring into one text. */
const MAX_PUT_IN = 262_144;
/** Names that a message lists. */
const LISTED = 20;

/** A named value that was put into a text. It may be a secret, so no message shows it. */
export interface PutIn {
  readonly name: string;
  readonly value: string;
}

/** Named values are put in as text, once: what they hold is not looked through again. An unknown name is a problem. */
export function putInNamedValues(
  span: Span,
  named: Readonly<Record<string, string>>,
  findings: Findings,
): { readonly pieces: readonly Piece[]; readonly putIn: readonly PutIn[] } {
  if (!span.pieces.some(({ text }) => text.includes('{{'))) return { pieces: span.pieces, putIn: [] };
  const putIn: PutIn[] = [];
  let room = MAX_PUT_IN;
  const valueOf = (name: string, from: number): string | undefined => {
    if (!Object.hasOwn(named, name)) {
      findings.problems.push(`${formatPlace(span.placeAt(from))}: ${unknownName(name, named)}`);
      return undefined;
    }
    const value = named[name] ?? '';
    room -= value.length;
    if (room < 0) {
      const what = `named values bring more than ${MAX_PUT_IN} characters into one text`;
      findings.problems.push(`${formatPlace(span.placeAt(from))}: ${what}`);
      return undefined;
    }
    putIn.push({ name, value });
    return value;
  };
  return { pieces: span.pieces.flatMap((piece) => substituted(piece, valueOf)), putIn };
}

function substituted(piece: Piece, valueOf: (name: string, from: number) => string | undefined): readonly Piece[] {
  if (!piece.verbatim) return [piece];
  const pieces: Piece[] = [];
  const rest = (start: number, end: number): Piece => ({
    text: piece.text.slice(start, end),
    from: piece.from + start,
    verbatim: true,
  });
  let done = 0;
  for (const match of piece.text.matchAll(REFERENCE)) {
    const from = piece.from + match.index;
    const value = valueOf(match[1] ?? '', from);
    if (value === undefined) continue;
    pieces.push(rest(done, match.index), { text: value, from, verbatim: false });
    done = match.index + match[0].length;
  }
  return [...pieces, rest(done, piece.text.length)];
}

function unknownName(name: string, named: Readonly<Record<string, string>>): string {
  const names = Object.keys(named);
  if (names.length === 0) return `{{${name}}} is no named value, and none is given; give it in azure.named-values`;
  const near = nearest(name, names);
  const more = names.length > LISTED ? `, … ${names.length - LISTED} more` : '';
  const listed = `there are: ${names.slice(0, LISTED).join(', ')}${more}`;
  return `{{${name}}} is no named value${near === undefined ? '' : ` (did you mean {{${near}}}?)`}; ${listed}`;
}
