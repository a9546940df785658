const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Consecutive numbers from `from` on, `step` apart. A name holds `_` where it has a space, `=` between spellings. */
export function counted(names: string, from = 0, step = 1): ReadonlyMap<string, number> {
  return new Map(words(names).flatMap((name, i) => name.split('=').map((spelling) => [spelling, from + i * step])));
}

/** Every ten with every unit from one to nine, joined as the language does it. */
export function composed(
  tens: ReadonlyMap<string, number>,
  units: ReadonlyMap<string, number>,
  join: (ten: string, unit: string) => string,
): ReadonlyMap<string, number> {
  const below = [...units].filter(([, unit]) => unit > 0 && unit < 10);
  return new Map(
    [...tens].flatMap(([ten, value]) => below.map(([unit, more]) => [join(ten, unit), value + more] as const)),
  );
}
