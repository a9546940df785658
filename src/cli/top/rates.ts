import type { OverviewAnswer, StepAnswer } from './overview-answer';

/** Lookups of a span of time, and what became of them. */
export interface Lookups {
  readonly exact: number;
  readonly semantic: number;
  readonly shadow: number;
  readonly all: number;
}

/** Steps that began within so many seconds; the last one always. */
export function recentSteps({ now, history: { steps } }: OverviewAnswer, seconds: number): readonly StepAnswer[] {
  return steps.filter(({ at }, i) => at > now - 1000 * seconds || i === steps.length - 1);
}

export function lookupsIn(steps: readonly StepAnswer[]): Lookups {
  const sum = (of: (step: StepAnswer) => number): number => steps.reduce((total, step) => total + of(step), 0);
  const [exact, semantic, shadow] = [sum((s) => s.exact), sum((s) => s.semantic), sum((s) => s.shadow)];
  return { exact, semantic, shadow, all: exact + semantic + shadow + sum((s) => s.miss) };
}

/** A coalesced hit counts as exact, as in the history. */
export function lookupsSinceStart({ exchanges: { hits, misses } }: OverviewAnswer): Lookups {
  const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  const semantic = hits['semantic'] ?? 0;
  const shadow = (misses['shadow-exact'] ?? 0) + (misses['shadow-semantic'] ?? 0);
  return { exact: total(hits) - semantic, semantic, shadow, all: total(hits) + total(misses) };
}

/** Share of hits of each step, 0 to 1; of a step without lookups `undefined`. */
export function hitShares(steps: readonly StepAnswer[]): readonly (number | undefined)[] {
  return steps.map((step) => {
    const { exact, semantic, all } = lookupsIn([step]);
    return all === 0 ? undefined : (exact + semantic) / all;
  });
}
