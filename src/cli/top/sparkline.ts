const LEVELS = '▁▂▃▄▅▆▇█';

/** The last values that fit, 0 to 1, a character each; a blank where there is none. */
export function sparkline(shares: readonly (number | undefined)[], width: number): string {
  return width <= 0 ? '' : shares.slice(-width).map(level).join('');
}

function level(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return ' ';
  const clamped = Math.min(1, Math.max(0, share));
  return LEVELS[Math.min(LEVELS.length - 1, Math.floor(clamped * LEVELS.length))] ?? ' ';
}
