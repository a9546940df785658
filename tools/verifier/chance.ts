import { seededRandom } from '../../src/evaluation/random';

/** A seeded source of chance: the same training data on every machine. */
export interface Chance {
  /** 0 to 1, exclusive. */
  next(): number;
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function chance(seed: number): Chance {
  const next = seededRandom(seed);
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    pick: (list) => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new Error('picked from nothing');
      return picked;
    },
    shuffled: (list) =>
      list
        .map((item) => ({ item, at: next() }))
        .sort((x, y) => x.at - y.at)
        .map(({ item }) => item),
  };
}
