import type { DialectByHead } from './dialect';
import type { SweepResult } from './entry';
import type { LabelSource } from './label';
import type { BypassReason, HitReason, MissReason, StoreRefusal } from './reason';
import type { TraceContext } from './trace-context';

/** The outcome of one exchange's lookup. */
export type Verdict =
  | { readonly kind: 'hit'; readonly reason: HitReason }
  | { readonly kind: 'miss'; readonly reason: MissReason }
  | { readonly kind: 'bypass'; readonly reason: BypassReason };

/** What became of the upstream's answer. */
export type StoreOutcome =
  { readonly kind: 'stored' } | { readonly kind: 'refused'; readonly reason: StoreRefusal; readonly problem?: string };

/** Durations of the lookup's phases, ms; absent when the phase did not run. */
export interface PhaseTimes {
  parse?: number;
  exact?: number;
  embed?: number;
  nearest?: number;
  verify?: number;
  opinion?: number;
  render?: number;
  /** From the request body's arrival to the decision. */
  total?: number;
}

/** A piece of work on an exchange; several candidates may be verified, each in a step of its own. Monotonic ms. */
export interface Step {
  readonly phase: Exclude<keyof PhaseTimes, 'total'> | 'store';
  readonly from: number;
  readonly to: number;
}

/** When what of an exchange was done. Monotonic ms. */
export interface Timeline {
  /** The request's head came. */
  readonly from: number;
  /** The answer was decided, of a hit; else the cache was done with the exchange. */
  readonly to: number;
  /** What had ended by then, in that order; of a lookup that ran out of time the rest is missing. */
  readonly steps: readonly Step[];
  /** What makes ms since the epoch of these times, when it is added. */
  readonly epoch: number;
}

/**
 * One record per exchange that a policy covered: enough to explain it, and no prompt, answer or credential.
 */
export interface DecisionRecord {
  readonly exchange: string;
  readonly policy: string | undefined;
  /** Where and why a policy could not be applied; holds no value of the call. */
  readonly problem: string | undefined;
  readonly dialect: DialectByHead | undefined;
  readonly model: string | undefined;
  readonly verdict: Verdict;
  /** Similarity of the served or the best refused candidate. */
  readonly similarity: number | undefined;
  /** The verifier's score of that candidate; `undefined` when none was near enough to be judged. */
  readonly score: number | undefined;
  readonly entry: string | undefined;
  readonly ageSeconds: number | undefined;
  readonly partition: string | undefined;
  readonly form: 'json' | 'sse' | undefined;
  readonly store: StoreOutcome | undefined;
  /** How long the upstream took, ms, its whole answer included; only of answers that were copied to their end. */
  readonly upstreamMs: number | undefined;
  readonly phases: Readonly<PhaseTimes>;
  /** The trace that the exchange belongs to, in which the span is Envoy's or the client's; `undefined`: nobody began one. */
  readonly trace: TraceContext | undefined;
  readonly timeline: Timeline;
  /** Saved by a hit: the original's tokens and upstream time. */
  readonly saved:
    { readonly promptTokens: number; readonly completionTokens: number; readonly upstreamMs: number } | undefined;
}

/** How an ext_proc stream ended: by Envoy or us in the usual way, by reset, by a fault of ours, by our stop. */
export const STREAM_ENDS = ['finished', 'reset', 'failed', 'drained'] as const;
export type StreamEnd = (typeof STREAM_ENDS)[number];

/** Hears of ext_proc streams. */
export interface StreamObserver {
  streamOpened(): void;
  streamEnded(end: StreamEnd): void;
}

/**
 * Whether a shared store is asked: `closed` as usual; `open` not at all, for it did not answer; `half-open` while it is being
 * tried in the background.
 */
export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** Hears of a shared store's connection and background work. */
export interface StoreObserver {
  /** `why` only when it opens. */
  breaker(state: BreakerState, why?: unknown): void;
  /** Writes that did not succeed and will be tried again; `why` the first of them did not. */
  writeRetried(entries: number, why: unknown): void;
  /** An index of a model no longer in use, of which everything had expired, is gone. */
  indexDropped(index: string): void;
}

/** Hears whether this process is the one that sweeps: told whenever the lease was asked for, and when it is released. */
export interface LeaderObserver {
  leads(now: boolean): void;
}

/** A sweep from begin to end, or what one without the lease did: nothing. */
export interface SweepOutcome extends Omit<SweepResult, 'more'> {
  readonly milliseconds: number;
}

/** Hears what happened: metrics and log hang here. Never throws, never waits. */
export interface Observer {
  decided(record: DecisionRecord): void;
  swept(outcome: SweepOutcome): void;
  /** Something of ours failed and the call went on without the cache; `where` is a fixed word. */
  failed(where: string, error: unknown): void;
}

/**
 * What the comparison of a candidate's answer with the upstream's came to. `uncertain`: neither the same nor clearly another, and
 * there is no judge; counts as different. `dropped`: there was no comparison.
 */
export const CHECK_OUTCOMES = ['same', 'different', 'uncertain', 'dropped'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** One candidate whose answer was held against the upstream's. */
export interface CheckRecord {
  /** The call that was answered by the upstream. */
  readonly exchange: string;
  readonly policy: string;
  readonly source: Exclude<LabelSource, 'feedback'>;
  readonly outcome: CheckOutcome;
  /** Of the candidate. */
  readonly entry: string;
  readonly score: number;
}

/** Hears what became of semantic hits afterwards. Never throws, never waits. */
export interface CheckObserver {
  checked(record: CheckRecord): void;
  /** Somebody reported the answer of an entry as wrong; `policy` is `undefined` when nothing is known of that entry. */
  reported(entry: string, policy: string | undefined): void;
  /** An entry whose answer was found wrong has left the store. */
  falseEntryRemoved(by: 'check' | 'feedback'): void;
}
