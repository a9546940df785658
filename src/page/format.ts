/** How numbers and times are written, the same everywhere on the page. */

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** 12,345 */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** "1 entry", "12,345 entries". */
export function counted(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}

/** 12.3K */
export function short(value: number): string {
  return value < 10_000 ? count(value) : SHORT.format(value);
}

/** @param share 0 to 1 */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value > 99.9 && value < 100) return '> 99.9 %';
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} %`;
}

/** Of a bound or rate, as it was configured or estimated: 0.5 %, 12.3 %. @param share 0 to 1 */
export function rate(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** Small amounts keep the digits that say something. */
export function money(amount: number, currency: string): string {
  const small = amount !== 0 && Math.abs(amount) < 1;
  const digits = small ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code', ...digits }).format(
    amount,
  );
}

/** 0.31 ms, 12 ms, 1.4 s */
export function seconds(value: number): string {
  const milliseconds = value * 1000;
  if (milliseconds < 1000) return `${Number(milliseconds.toPrecision(2))} ms`;
  return value < 60 ? `${Number(value.toPrecision(2))} s` : duration(value);
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** The two greatest units: "2 d 3 h", "5 min 12 s". @param value seconds */
export function duration(value: number): string {
  const whole = Math.max(0, Math.round(value));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first === -1) return '0 s';
  let rest = whole;
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const units = Math.floor(rest / size);
    rest -= units * size;
    return units === 0 ? '' : `${units} ${unit}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${Number((value / 1024 ** power).toPrecision(3))} ${units[power] ?? 'B'}`;
}

/** @param at ms since the epoch */
export function moment(at: number): string {
  return MOMENT.format(at);
}

/** @param at ms since the epoch */
export function clock(at: number): string {
  return CLOCK.format(at);
}

/** A similarity or score. */
export function decimal(value: number | null | undefined): string {
  return value === undefined || value === null ? '–' : value.toFixed(3);
}
