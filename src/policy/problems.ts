/** What is wrong, and what is allowed but probably not meant: one line each, "place: what; what to do". */
export interface Findings {
  readonly problems: string[];
  readonly warnings: string[];
}

export function noFindings(): Findings {
  return { problems: [], warnings: [] };
}
