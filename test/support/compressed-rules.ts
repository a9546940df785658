import { parse, stringify } from 'yaml';

/** So many times faster than in the field: 5 minutes are 2.5 seconds. */
const FACTOR = 120;
const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

interface Rule {
  readonly expr: string;
  readonly for?: string;
}

/**
 * Rules for a test that cannot wait for hours: in a copy every time is divided by FACTOR, and nothing else is changed. Times are `for`, ranges in
 * brackets, offsets, and the one threshold that is a time: that of the sweep's lag, in seconds.
 */
export function compressedRules(text: string): string {
  const file = parse(text) as { groups: { rules: Rule[] }[] };
  const groups = file.groups.map((group) => ({ ...group, rules: group.rules.map(compressed) }));
  return stringify({ groups }, { lineWidth: 0 });
}

function compressed(rule: Rule): Rule {
  const expr = rule.expr
    .replace(/(\[|offset )(\d+)([smhd])\b/g, (_, before: string, number: string, unit: string) =>
      [before, shorter(number, unit)].join(''),
    )
    .replace(/(sweep_lag_seconds\) > )(\d+)/, (_, before: string, seconds: string) =>
      [before, String(Number(seconds) / FACTOR)].join(''),
    );
  const [, number, unit] = /^(\d+)([smhd])$/.exec(rule.for ?? '') ?? [];
  return { ...rule, expr, ...(number !== undefined && unit !== undefined && { for: shorter(number, unit) }) };
}

function shorter(number: string, unit: string): string {
  return `${Math.round((Number(number) * (MS[unit] ?? NaN)) / FACTOR)}ms`;
}
