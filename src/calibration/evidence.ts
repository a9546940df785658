/** A bet, by the true rate (as a share of the bound) for which it grows fastest, and its part of the start capital. */
interface Bet {
  readonly rate: number;
  readonly part: number;
}

/** From "hardly ever false" to "two fifths of the bound". */
const BETS: readonly Bet[] = [
  { rate: 1 / 20, part: 0.4 },
  { rate: 1 / 5, part: 0.35 },
  { rate: 2 / 5, part: 0.25 },
];
/** Of the budget; the rest is paid out little by little for ever, so that after a bad time there is something to bet again. */
const START_PART = 0.8;

/**
 * What labels say against "more than `bound` of these are false", as the capital of somebody who bets on "fewer". While that is true the
 * bets are unfair to him: with `budget` put in, the chance that the capital is ever 1 is at most `budget` (Ville's inequality).
 * docs/false-hit-bound.md has the mathematics.
 */
export interface Evidence {
  /** @param weight of the label, 0 to 1: how much of the capital is bet on it */
  add(same: boolean, weight: number): void;
  readonly capital: number;
  /** The capital before the first label. */
  readonly start: number;
}

/** @param bound @param budget 0 to 1, exclusive */
export function createEvidence(bound: number, budget: number): Evidence {
  const bets = BETS.map(({ rate, part }) => ({
    part,
    whenSame: (bound * (1 - rate)) / (1 - bound),
    whenFalse: rate - 1,
    // The cap lets each bet survive one false label: what was right for long is closed by the second in short succession, not by the thirtieth.
    most: 1 / rate,
    capital: budget * START_PART * part,
  }));
  const start = budget * START_PART;
  let capital = start;
  let labels = 0;
  let owed = budget * (1 - START_PART);
  return {
    start,
    add(same, weight) {
      labels += 1;
      const still = (budget * (1 - START_PART)) / slowly(labels);
      capital = 0;
      for (const bet of bets) {
        const staked = bet.capital + (owed - still) * bet.part;
        const after = staked * (1 + weight * (same ? bet.whenSame : bet.whenFalse));
        bet.capital = after > bet.most ? bet.most : after;
        capital += bet.capital;
      }
      owed = still;
    },
    get capital() {
      return capital;
    },
  };
}

/** Grows from 1 without end, so slowly that what is paid out late is still worth having. */
function slowly(labels: number): number {
  return 1 + Math.log(1 + labels);
}
