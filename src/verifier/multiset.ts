/** What is left of each list after equal items have been paired off. Order is kept. */
export function unpaired<T>(a: readonly T[], b: readonly T[]): { readonly a: readonly T[]; readonly b: readonly T[] } {
  return { a: leftOver(a, b), b: leftOver(b, a) };
}

/** The same items, as often, in whatever order. */
export function arePaired<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && leftOver(a, b).length === 0;
}

function leftOver<T>(of: readonly T[], other: readonly T[]): readonly T[] {
  const count = new Map<T, number>();
  for (const item of other) count.set(item, (count.get(item) ?? 0) + 1);
  return of.filter((item) => {
    const n = count.get(item) ?? 0;
    count.set(item, n - 1);
    return n <= 0;
  });
}

/** The members of `a` that `b` lacks. */
export function missing(a: Iterable<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((item) => !b.has(item));
}

/** Each has a member that the other lacks. */
export function differs(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return missing(a, b).length > 0 && missing(b, a).length > 0;
}
