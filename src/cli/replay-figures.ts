import type { Comparisons, Replayed } from '../app/replay';
import { clopperPearson, type Interval } from '../calibration/intervals';

const CONFIDENCE = 0.95;

/** The share of answers that are not what was recorded. */
export interface OtherShare {
  /** If none of the uncertain is. */
  readonly least: number | undefined;
  /** If all of the uncertain are. */
  readonly most: number | undefined;
  /** Covers both. */
  readonly interval: Interval;
}

export function otherShare({ same, different, uncertain }: Comparisons): OtherShare {
  const compared = same + different + uncertain;
  const doubtful = different + uncertain;
  return {
    least: shareOf(different, compared),
    most: shareOf(doubtful, compared),
    interval: {
      low: clopperPearson(different, compared, CONFIDENCE).low,
      high: clopperPearson(doubtful, compared, CONFIDENCE).high,
    },
  };
}

export function hitsOf({ hits }: Pick<Replayed, 'hits'>): number {
  return totalOf(hits);
}

export function tokensOf({ saved }: Replayed): number {
  const { prompt, completion } = tokenSums(saved);
  return prompt + completion;
}

export function tokenSums({ models }: Replayed['saved']): { readonly prompt: number; readonly completion: number } {
  return {
    prompt: models.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completion: models.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  };
}

export function totalOf(counts: Readonly<Partial<Record<string, number>>>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

export function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
