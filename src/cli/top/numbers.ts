const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** Such as 12,345. */
export function whole(value: number): string {
  return Number.isFinite(value) ? WHOLE.format(value) : '-';
}

/** Such as 12.3 %; a dash where there is none. */
export function share(value: number | undefined, digits = 1): string {
  return value === undefined || !Number.isFinite(value) ? '-' : `${(100 * value).toFixed(digits)} %`;
}

/** Milliseconds of seconds, as many digits as mean something. */
export function milliseconds(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return '-';
  const ms = 1000 * seconds;
  return ms >= 100 ? whole(ms) : ms.toFixed(ms >= 10 ? 1 : 2);
}

/** Such as USD 1,234.56; small amounts with four digits, for a hit may spare less than a cent. */
export function money(currency: string, amount: number): string {
  const digits = Math.abs(amount) < 1 ? 4 : 2;
  const format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${currency} ${Number.isFinite(amount) ? format.format(amount) : '-'}`;
}
