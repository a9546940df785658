import { PolicyFault } from '../core/errors';
import type { StoreSettings } from '../core/policy';
import type { StoreRefusal } from '../core/reason';

/** The longest TTL, seconds: a year. */
const LONGEST = 365 * 86_400;

/** What is stored for how long, given a duration in seconds: 0 keeps nothing. @throws PolicyFault when it is none */
export function storeFor(
  seconds: number,
  of: Omit<StoreSettings, 'durationSeconds'> & { readonly ttlJitter: number; readonly random: () => number },
): StoreSettings | StoreRefusal {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST) {
    throw new PolicyFault(`the duration is not a whole number of seconds from 0 to ${LONGEST}`);
  }
  if (seconds === 0) return 'no-duration';
  const { ttlJitter, random, toolCalls, maxBytes } = of;
  const durationSeconds = Math.max(1, Math.round(seconds * (1 - ttlJitter * random())));
  return { durationSeconds, toolCalls, maxBytes };
}
