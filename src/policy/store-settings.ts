import { PolicyFault } from '../core/errors';
import { LONGEST_TTL, type StoreSettings } from '../core/policy';
import type { StoreRefusal } from '../core/reason';
import type { Computed } from './computed';

/** What of a store is the same for every answer. */
interface FixedOfStore extends Omit<StoreSettings, 'durationSeconds'> {
  /** Where the duration is written, for faults. */
  readonly at: string;
  readonly ttlJitter: number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

/** What is stored for how long, given a duration in seconds: 0 keeps nothing, and what is none is a fault. */
export function storeFor(seconds: Computed<number>, fixed: FixedOfStore): Computed<StoreSettings | StoreRefusal> {
  const { at, ttlJitter, random, ...kept } = fixed;
  return {
    source: seconds.source,
    reads: seconds.reads,
    of(call) {
      const given = seconds.of(call);
      if (!Number.isInteger(given) || given < 0 || given > LONGEST_TTL) {
        throw new PolicyFault(`${at}: the duration is not a whole number of seconds from 0 to ${LONGEST_TTL}`);
      }
      if (given === 0) return 'no-duration';
      const durationSeconds = Math.max(1, Math.round(given * (1 - ttlJitter * random())));
      return { durationSeconds, ...kept };
    },
  };
}
