import { clopperPearson } from './intervals';

/** The false-hit rate as the last checks show it. */
export interface Estimate {
  readonly checked: number;
  readonly falseHits: number;
  /** 0 while nothing was checked. */
  readonly rate: number;
  /** Ends of the exact binomial interval. */
  readonly low: number;
  readonly high: number;
}

/** Labels of served scores, the last ones only. */
export interface RecentChecks {
  add(same: boolean): void;
  estimate(): Estimate;
}

const KEPT = 1000;

export function createRecentChecks(confidence: number): RecentChecks {
  const kept: boolean[] = [];
  let next = 0;
  let falseHits = 0;
  return {
    add(same) {
      if (kept[next] === false) falseHits -= 1;
      if (!same) falseHits += 1;
      kept[next] = same;
      next = (next + 1) % KEPT;
    },
    estimate() {
      const checked = kept.length;
      const rate = checked === 0 ? 0 : falseHits / checked;
      return { checked, falseHits, rate, ...clopperPearson(falseHits, checked, confidence) };
    },
  };
}
