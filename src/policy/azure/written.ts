import type { Place, SourceText } from '../place';
import type { Findings } from '../problems';
import type { Span } from './element';
import { putInNamedValues, type PutIn } from './named-values';
import { joined, originOf, type Piece } from './pieces';

/** An attribute's value or an element's text. */
export interface Written extends SourceText {
  /** In one line, with named values still named: what messages and meanings may show. */
  readonly shown: string;
  readonly place: Place;
  readonly putIn: readonly PutIn[];
}

/** Without the white space around it, with its named values put in. */
export function readWritten(span: Span, named: Readonly<Record<string, string>>, findings: Findings): Written {
  const { pieces, putIn } = putInNamedValues(span, named, findings);
  const whole = joined(pieces);
  const skipped = whole.length - whole.trimStart().length;
  return {
    text: whole.trim(),
    shown: joined(span.pieces).trim().replace(/\s+/g, ' '),
    place: placeOf(pieces, span, skipped),
    putIn,
    placeOf: (offset) => placeOf(pieces, span, offset + skipped),
  };
}

function placeOf(pieces: readonly Piece[], { placeAt }: Span, offset: number): Place {
  return placeAt(originOf(pieces, offset));
}

export function isExpression({ text }: SourceText): boolean {
  return text.startsWith('@(') || text.startsWith('@{');
}
