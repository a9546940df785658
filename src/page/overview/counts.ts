import type { ExchangeCounts } from '../../core/overview';

/** Calls by what became of them. */
export interface Tally {
  readonly exact: number;
  readonly semantic: number;
  readonly coalesced: number;
  /** Would have been hits. */
  readonly shadow: number;
  /** All, shadow hits among them. */
  readonly misses: number;
  readonly bypasses: number;
  readonly hits: number;
  /** Hits and misses. */
  readonly lookedUp: number;
  readonly calls: number;
}

export function tally({ hits, misses, bypasses }: ExchangeCounts): Tally {
  const { exact = 0, semantic = 0, coalesced = 0 } = hits;
  const answered = total(hits);
  const missed = total(misses);
  const stayedOut = total(bypasses);
  return {
    exact,
    semantic,
    coalesced,
    shadow: (misses['shadow-exact'] ?? 0) + (misses['shadow-semantic'] ?? 0),
    misses: missed,
    bypasses: stayedOut,
    hits: answered,
    lookedUp: answered + missed,
    calls: answered + missed + stayedOut,
  };
}

export function total(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
