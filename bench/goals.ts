import type { BenchResult, Figures } from './rounds';
import type { RowName } from './rows';

export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: 'x' | 'ms';
  readonly met: boolean;
}

/** What we aim at, by the medians with the fewest clients. They do not decide whether a run is good. */
export function goalsOf({ figures, inference, chunkDelay }: BenchResult): readonly Goal[] {
  const floor = p50(figures, 'floor');
  const goal = (text: string, unit: Goal['unit'], { measured, limit }: Pick<Goal, 'measured' | 'limit'>): Goal => ({
    goal: text,
    measured,
    limit,
    unit,
    met: measured <= limit,
  });
  return [
    goal('exact hit ≤ 1.3 × the floor', 'x', { measured: p50(figures, 'exact hit') / floor, limit: 1.3 }),
    goal('semantic hit ≤ the floor + 1.5 × a bare inference', 'ms', {
      measured: p50(figures, 'semantic hit'),
      limit: floor + 1.5 * inference.p50,
    }),
    goal('delay added to a streamed chunk, p99 ≤ 1 ms', 'ms', { measured: chunkDelay.added.p99, limit: 1 }),
  ];
}

/** The row's median with the fewest clients, ms. */
export function p50(figures: readonly Figures[], row: RowName): number {
  return figures.find((one) => one.row === row)?.ms.p50 ?? NaN;
}
