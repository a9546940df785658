export interface Token {
  readonly kind: 'name' | 'number' | 'operator' | 'text' | 'interpolated' | 'char' | 'end' | 'unknown';
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What a text or char token means. */
  readonly value?: string;
  readonly parts?: readonly InterpolatedPart[];
  /** What is wrong with it; a token with a problem is 'unknown'. */
  readonly problem?: string;
}

export type InterpolatedPart =
  string | { readonly tokens: readonly Token[]; readonly format?: { readonly text: string; readonly at: number } };

export function unknown(text: string, start: number, end: number, problem: string): Token {
  return { kind: 'unknown', text: text.slice(start, end), start, end, problem };
}
