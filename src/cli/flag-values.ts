import { parseDuration } from '../core/units';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import type { FlagValues } from './flags';

/** `undefined` when the flag is not given. */
export function textFlag(values: FlagValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number and the rule that it has to follow. */
export interface NumberRule {
  readonly rule: string;
  readonly holds: (value: number) => boolean;
}

/** `undefined` when the flag is not given. @throws CommandError */
export function numberFlag(values: FlagValues, name: string, { rule, holds }: NumberRule): number | undefined {
  const text = textFlag(values, name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (holds(value)) return value;
  throw new CommandError(`--${name}: got "${text}"; ${rule}`, EXIT.wrongUsage);
}

/** Milliseconds; `undefined` when the flag is not given. @throws CommandError */
export function durationFlag(values: FlagValues, name: string, example: string): number | undefined {
  const text = textFlag(values, name);
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new CommandError(`wrong usage: --${name} must be a duration such as ${example}`, EXIT.wrongUsage);
}
