import type { z } from 'zod';

/** Something wrong in a table, at a path below it as zod writes paths. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly message: string;
}

export function report(faults: readonly Fault[], context: z.core.$RefinementCtx): void {
  for (const { path, value, message } of faults) {
    context.addIssue({ code: 'custom', path: [...path], input: value, message });
  }
}

/** Keys that two rows of a table have, or one row twice. */
export function duplicates<T>(
  table: readonly (string | number)[],
  rows: readonly T[],
  keysOf: (row: T) => readonly string[],
  what: string,
): readonly Fault[] {
  const seen = new Map<string, number>();
  const faults: Fault[] = [];
  for (const [i, row] of rows.entries()) {
    for (const key of keysOf(row)) {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, i);
      else faults.push({ path: [...table, i, what], value: key, message: `must be unique, and [${first}] has it too` });
    }
  }
  return faults;
}
