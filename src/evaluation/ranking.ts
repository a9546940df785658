/** A pair as a judge ranks it. */
export interface Ranked {
  /** Greater is surer; `NEVER` (src/evaluation/judge.ts): no threshold makes it a hit. */
  readonly score: number;
  /** The label: the two ask the same. */
  readonly same: boolean;
}

/** Pairs of equal score: a threshold takes all of them or none. */
interface Tie {
  readonly score: number;
  /** Pairs up to and including these. */
  readonly same: number;
  readonly different: number;
}

/** Pairs, best first, in one block: it is walked hundreds of times. */
export interface Ranking {
  readonly size: number;
  /** Calls back with the totals after each tie, best first. `weights`: how often each pair counts, in the order in which it was given. */
  walk(visit: (tie: Tie) => void, weights?: Uint16Array): void;
}

export function rankingOf(pairs: readonly Ranked[]): Ranking {
  const order = Uint32Array.from(pairs.keys()).sort((i, j) => (pairs[j]?.score ?? 0) - (pairs[i]?.score ?? 0) || i - j);
  const scores = Float64Array.from(order, (i) => pairs[i]?.score ?? NaN);
  const labels = Uint8Array.from(order, (i) => (pairs[i]?.same === true ? 1 : 0));
  return {
    size: pairs.length,
    walk(visit, weights) {
      let same = 0;
      let different = 0;
      for (let i = 0; i < scores.length; i += 1) {
        const weight = weights === undefined ? 1 : (weights[order[i] ?? 0] ?? 0);
        if (labels[i] === 1) same += weight;
        else different += weight;
        const score = scores[i] ?? NaN;
        if (scores[i + 1] !== score) visit({ score, same, different });
      }
    },
  };
}
