import { setTimeout as pause } from 'node:timers/promises';
import type { BreakerState, StoreObserver } from '../../core/decision';
import { StoreUnavailableError } from '../../core/errors';
import { MAX_READS } from './connect';
import { asFailure, type FailureKind } from './failure';

/** Failed reads in a row that open it. */
const FAILURES = 3;
/** A read that had less time than this says nothing about the cluster when it is late, ms. */
const TELLING_MS = 25;
/** From one try to the next while it is open, ms; doubled each time. */
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;

/**
 * Keeps calls from waiting for a cluster that does not answer. A few failed reads open it; then no call asks any more, and the
 * cluster is tried in the background, so that no call pays for finding out that it is back.
 */
export interface Breaker {
  /** Runs a read. @throws StoreUnavailableError at once while it is open or too many reads are under way */
  read<T>(doing: string, withinMs: number, run: () => Promise<T>): Promise<T>;
  /** Opens it without waiting for more failures. */
  readonly trip: (why: unknown) => void;
  /** @throws StoreUnavailableError unless it is closed */
  readonly assertClosed: () => void;
  /** Gives up a try under way; resolves when it has ended. No other one starts. */
  stop(): Promise<void>;
}

export function createBreaker(options: {
  /** Makes sure that the store can be used again; rejects when it cannot, or is not to be waited for any more. */
  readonly tryAgain: (stopped: AbortSignal) => Promise<void>;
  readonly observer: Pick<StoreObserver, 'breaker'>;
}): Breaker {
  let state: BreakerState = 'closed';
  let why = '';
  let failures = 0;
  let reading = 0;
  /** Grows also over several times of being open, until a read succeeds: a cluster that only seems to be back is not asked too often. */
  let retryMs = FIRST_RETRY_MS;
  let trying: Promise<void> | undefined;
  const stopping = new AbortController();

  function become(next: BreakerState, reason?: unknown): void {
    state = next;
    options.observer.breaker(next, reason);
  }

  function trip(reason: unknown): void {
    why = reason instanceof Error ? reason.message : String(reason);
    if (state !== 'closed' || stopping.signal.aborted) return;
    become('open', reason);
    trying = recover().catch(() => undefined);
  }

  async function recover(): Promise<void> {
    while (state !== 'closed') {
      await pause(retryMs, undefined, { signal: stopping.signal, ref: false });
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
      become('half-open');
      try {
        await options.tryAgain(stopping.signal);
        failures = 0;
        become('closed');
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
        become('open', error);
      }
    }
  }

  function heed(kind: FailureKind, withinMs: number, error: unknown): void {
    if (kind === 'unreachable' || kind === 'overloaded') {
      if (withinMs < TELLING_MS) return;
      failures += 1;
      if (failures >= FAILURES) trip(error);
    } else {
      // A read that is refused means that the index is not what it was.
      trip(error);
    }
  }

  /** A read that began before it opened says nothing about now. */
  function succeeded(): void {
    if (state !== 'closed') return;
    failures = 0;
    retryMs = FIRST_RETRY_MS;
  }

  function assertClosed(): void {
    if (state !== 'closed') throw new StoreUnavailableError(`Elasticsearch is not asked now: ${why}`);
  }

  return {
    trip,
    assertClosed,
    async read(doing, withinMs, run) {
      assertClosed();
      if (reading >= MAX_READS) {
        throw new StoreUnavailableError(`${reading} reads of Elasticsearch are under way already`);
      }
      reading += 1;
      try {
        const result = await run();
        succeeded();
        return result;
      } catch (error) {
        const failure = asFailure(doing, error);
        heed(failure.kind, withinMs, failure);
        throw failure;
      } finally {
        reading -= 1;
      }
    },
    async stop() {
      stopping.abort();
      await trying;
    },
  };
}
