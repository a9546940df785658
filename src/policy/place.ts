/** Where something is written; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** "openai.xml:12:20" */
export function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** A piece of a policy as its author wrote it (entities decoded), that knows where each of its characters stands. */
export interface SourceText {
  readonly text: string;
  /** @param offset 0 to text.length */
  placeOf(offset: number): Place;
}
