/** Words in a row that mean one thing. */
export interface Phrase<T> {
  readonly words: readonly string[];
  readonly value: T;
}

/** Phrases by their first word, the longest first. */
export type Phrases<T> = ReadonlyMap<string, readonly Phrase<T>[]>;

/** Of phrases as word lists write them: words joined by `_`, or by a hyphen. A phrase given twice has its first value. */
export function phrases<T>(entries: Iterable<readonly [string, T]>): Phrases<T> {
  const table = new Map<string, Phrase<T>[]>();
  for (const [written, value] of entries) {
    const words = written.split(/[_-]/);
    const first = words[0] ?? '';
    const known = table.get(first) ?? [];
    table.set(first, [...known, { words, value }]);
  }
  for (const list of table.values()) list.sort((a, b) => b.words.length - a.words.length);
  return table;
}

/** The values of all phrases that stand somewhere in the words, compared by text. */
export function valuesNamed<T>(table: Phrases<T>, words: readonly Readonly<Record<'text', string>>[]): ReadonlySet<T> {
  const found = new Set<T>();
  words.forEach((_, at) => {
    const phrase = phraseAt(table, words, at);
    if (phrase) found.add(phrase.value);
  });
  return found;
}

/** The longest phrase that the words from `at` on begin with; compared by text, or by stem. */
export function phraseAt<T, K extends 'text' | 'stem' = 'text'>(
  table: Phrases<T>,
  words: readonly Readonly<Record<K, string>>[],
  at: number,
  by: K = 'text' as K,
): Phrase<T> | undefined {
  const candidates = table.get(words[at]?.[by] ?? '');
  if (candidates === undefined) return undefined;
  return candidates.find((phrase) => phrase.words.every((word, i) => words[at + i]?.[by] === word));
}
