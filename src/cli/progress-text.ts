const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Such as "12 entries" or, of bytes, "4.5 MiB". */
export function amountText(amount: number, unit: string): string {
  return unit === 'bytes' ? sizeText(amount) : `${amount} ${unit}`;
}

/** Rounded for people, unlike `formatSize`, which is exact. */
export function sizeText(bytes: number): string {
  let [value, step] = [bytes, 0];
  while (Math.abs(value) >= 1024 && step < SIZES.length - 1) [value, step] = [value / 1024, step + 1];
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${SIZES[step] ?? ''}`;
}

/** Such as "45 s", "3 min", "2 h 5 min", "4 d 3 h", rounded. */
export function timeText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(large: number, of: string, small: number, unit: string): string {
  return small === 0 ? `${large} ${of}` : `${large} ${of} ${small} ${unit}`;
}
