const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/**
 * A duration in ms from what a user writes: a number of seconds, or a number with one of ms, s, m, h, d.
 * `undefined` when it is neither, or finer than a millisecond.
 */
export function parseDuration(value: number | string): number | undefined {
  return scaled(value, MILLISECONDS, 's');
}

/** Bytes from a plain number or a number with one of B, KiB, MiB, GiB, TiB. `undefined` when it is neither. */
export function parseSize(value: number | string): number | undefined {
  return scaled(value, BYTES, 'B');
}

/** The shortest spelling that `parseDuration` reads back as the same. */
export function formatDuration(ms: number): string {
  return shortest(ms, MILLISECONDS);
}

/** The shortest spelling that `parseSize` reads back as the same. */
export function formatSize(bytes: number): string {
  return shortest(bytes, BYTES);
}

function scaled<U extends string>(
  value: number | string,
  units: Readonly<Record<U, number>>,
  bare: U,
): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(String(value).trim());
  if (match === null) return undefined;
  const unit = match[2] === '' ? bare : match[2];
  if (!Object.hasOwn(units, unit as PropertyKey)) return undefined;
  const product = Number(match[1]) * units[unit as U];
  // 0.1 s is 100.00000000000001 ms in floating point; a thousandth of the base unit is far below any meaning.
  const rounded = Math.round(product);
  return Math.abs(product - rounded) < 1e-3 ? rounded : undefined;
}

function shortest(amount: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).filter(([, factor]) => amount % factor === 0 && amount >= factor);
  const [unit, factor] = fitting.at(-1) ?? Object.entries(units)[0] ?? ['', 1];
  return `${amount / factor}${unit}`;
}
