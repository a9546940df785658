/** Evenly spread, 0 to 1, exclusive; not for secrets. */
export const systemRandom = (): number => Math.random();
