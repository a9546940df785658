import type { Place } from '../place';
import type { Piece } from './pieces';

/** An element of a policy document. */
export interface Element {
  readonly name: string;
  readonly place: Place;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly children: readonly Element[];
  /** Has text other than white space beside or between its children. */
  readonly hasText: boolean;
  content(): Span;
}

export interface Attribute {
  readonly name: string;
  readonly place: Place;
  value(): Span;
}

/** A stretch of a document, decoded. */
export interface Span {
  readonly pieces: readonly Piece[];
  /** @param offset of the document */
  readonly placeAt: (offset: number) => Place;
}
