import type { BreakerState, StreamEnd } from './decision';
import type { PromptsKept } from './prompts';
import type { BypassReason, HitReason, MissReason, StoreRefusal } from './reason';

/**
 * What one process knows of itself since its start, as GET /overview gives it and the page and `top` show it. Numbers only: no prompt, no
 * answer, no credential. Times are milliseconds since the epoch, durations say their unit.
 */
export interface Overview {
  readonly version: string;
  readonly startedAt: number;
  readonly now: number;
  readonly exchanges: ExchangeCounts;
  readonly stores: {
    readonly stored: number;
    /** By reason; reasons that never came are left out, here and below. */
    readonly refused: Readonly<Partial<Record<StoreRefusal, number>>>;
  };
  /** Phases of the lookup in the order in which they run, then `upstream`: what the answers that were copied to their end took. */
  readonly latency: readonly LatencyOfPhase[];
  readonly saved: Saved;
  /** Of policies that bound their false hits. */
  readonly falseHits: readonly FalseHits[];
  readonly store: StoreOverview;
  readonly queues: readonly QueueDepth[];
  readonly streams: { readonly active: number; readonly ended: Readonly<Record<StreamEnd, number>> };
  /** Failures of ours, by where; the calls went on uncached. */
  readonly failures: Readonly<Record<string, number>>;
  readonly history: History;
}

/** Exchanges by what became of them. Shadow hits are misses that would have been hits: reasons `shadow-exact` and `shadow-semantic`. */
export interface ExchangeCounts {
  readonly hits: Readonly<Partial<Record<HitReason, number>>>;
  readonly misses: Readonly<Partial<Record<MissReason, number>>>;
  readonly bypasses: Readonly<Partial<Record<BypassReason, number>>>;
}

/** Seconds, estimated from a histogram. */
export interface LatencyOfPhase {
  readonly phase: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What hits spared. */
export interface Saved {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly upstreamSeconds: number;
  readonly money: {
    /** Such as USD. */
    readonly currency: string;
    readonly amount: number;
    /** Hits of models that have no price, and of answers whose tokens nobody counted; their money is not in `amount`. */
    readonly unpricedHits: number;
    /** The date of the oldest price that may have been used, YYYY-MM-DD; `undefined`: there are no prices. */
    readonly pricesAsOf: string | undefined;
  };
}

export interface FalseHits {
  readonly policy: string;
  /** What the policy allows, 0 to 1. */
  readonly maxFalseHitRate: number;
  /** With which the interval holds, 0 to 1. */
  readonly confidence: number;
  /** Least score that is served; 2: none is. */
  readonly threshold: number;
  readonly checked: number;
  /** `undefined` while nothing was checked. */
  readonly rate: number | undefined;
  readonly low: number;
  readonly high: number;
}

export interface StoreOverview {
  readonly kind: 'embedded' | 'elasticsearch';
  readonly prompts: PromptsKept;
  readonly breaker: BreakerState;
  /** `undefined`: the store did not say in time. */
  readonly holds:
    | {
        readonly entries: number;
        readonly bytes: number;
        readonly sweepLagSeconds: number;
        /** Entries that will have expired by then, if nothing is added; ascending. */
        readonly expiring: readonly { readonly withinSeconds: number; readonly entries: number }[];
      }
    | undefined;
  /** 0: no bound. */
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export interface QueueDepth {
  readonly name: 'embedding' | 'second-opinion' | 'writes' | 'checks';
  readonly waiting: number;
  /** What may wait; what comes then is refused. */
  readonly limit: number;
}

/** Counts of successive steps of time, oldest first; the last one is still under way. */
export interface History {
  readonly stepSeconds: number;
  readonly steps: readonly HistoryStep[];
}

export interface HistoryStep {
  /** Begin. */
  readonly at: number;
  /** With those that waited for an identical call. */
  readonly exact: number;
  readonly semantic: number;
  readonly shadow: number;
  /** Looked up and not answered, shadow hits not among them. */
  readonly miss: number;
  /** Of calls that a policy covers. */
  readonly bypass: number;
  readonly money: number;
  /** Mean of the lookups, from body to decision, ms; `undefined`: there were none. */
  readonly lookupMs: number | undefined;
  /** Mean of the upstream's answers that were copied to their end, ms. */
  readonly upstreamMs: number | undefined;
}
