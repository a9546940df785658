import { z } from 'zod';
import { formatDuration, formatSize, parseDuration, parseSize } from '../../core/units';

/** A duration within bounds (ms), as ms. */
export function duration(min: number, max: number): z.ZodType<number> {
  return quantity(
    parseDuration,
    { min, max },
    `must be a duration from ${formatDuration(min)} to ${formatDuration(max)}, such as 250ms, 30s, 5m, 1h or 7d (a bare number is seconds)`,
  );
}

/** A size within bounds (bytes), as bytes. */
export function size(min: number, max: number): z.ZodType<number> {
  return quantity(
    parseSize,
    { min, max },
    `must be a size from ${formatSize(min)} to ${formatSize(max)}, such as 512KiB, 64MiB or 1GiB (a bare number is bytes)`,
  );
}

function quantity(
  parse: (value: number | string) => number | undefined,
  { min, max }: { min: number; max: number },
  rule: string,
): z.ZodType<number> {
  return z.union([z.number(), z.string()], { error: rule }).transform((value, context) => {
    const parsed = parse(value);
    if (parsed !== undefined && parsed >= min && parsed <= max) return parsed;
    context.addIssue({ code: 'custom', message: rule });
    return z.NEVER;
  });
}
