import { PolicyFault } from '../../core/errors';
import { castTo } from './convert';
import { EvaluationFault, freshBudget } from './run';
import { textOf } from './to-text';
import { isKind, typeOf, type Json } from './values';

/**
 * An expression's value where text is needed: C#'s ToString() in the invariant culture (true is "True"), null for null.
 *
 * @throws PolicyFault (without a place) for what has no text, such as `context.Request`
 */
export function toText(value: unknown): string | null {
  return faultless(() => textOf(freshBudget(), value));
}

/** Where a condition is needed; only bool is one. @throws PolicyFault (without a place) */
export function toBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new PolicyFault(`gives a value of type ${typeOf(value)} where true or false is needed`);
}

/** A whole number of seconds from an int, a double without fraction or the text of an integer. @throws PolicyFault (without a place) */
export function toSeconds(value: unknown): number {
  const plain = isKind<Json>(value, 'JToken') ? faultless(() => castTo(freshBudget(), 'double', value)) : value;
  const isText = typeof plain === 'string' && /^\s*\d{1,15}\s*$/.test(plain);
  const seconds = isText || typeof plain === 'bigint' || typeof plain === 'number' ? Number(plain) : Number.NaN;
  if (!Number.isSafeInteger(seconds))
    throw new PolicyFault(`gives a value of type ${typeOf(value)} that is no whole number of seconds`);
  return seconds;
}

function faultless<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof EvaluationFault ? new PolicyFault(error.message) : error;
  }
}
