/** A fair sample of what comes, however much that is (Vitter's algorithm R, 1985). */
export interface Sample<T> {
  /** `make` is called only for what is taken; `undefined` counts as not having come. */
  offer(make: () => Promise<T | undefined>): Promise<void>;
  readonly taken: readonly T[];
  /** How many have come. */
  readonly offered: number;
}

/** @param random 0 to 1, exclusive */
export function fairSample<T>(size: number, random: () => number): Sample<T> {
  const taken: T[] = [];
  let offered = 0;
  return {
    taken,
    get offered() {
      return offered;
    },
    async offer(make) {
      const place = offered < size ? offered : Math.floor(random() * (offered + 1));
      if (place >= size) {
        offered += 1;
        return;
      }
      const made = await make();
      if (made === undefined) return;
      taken[place] = made;
      offered += 1;
    },
  };
}
