/**
 * False hits that the bound has allowed so far and that did not happen, as far as checks tell: what a sudden turn of the traffic may cost
 * before it is noticed. It can be negative.
 */
export interface Reserve {
  /** A hit was checked. @param share at which such hits are checked: the hit stands for 1 / share of them */
  add(same: boolean, share: number): void;
  /** The share of hits to check so that the reserve pays for a sudden turn with the confidence asked for. */
  share(): number;
}

export interface ReserveSettings {
  readonly bound: number;
  readonly confidence: number;
  /** The least and the greatest share of hits that are checked. */
  readonly least: number;
  readonly most: number;
}

/** False labels, after the first, until a region that has turned bad is closed. */
const CLOSING_LABELS = 2;

export function createReserve({ bound, confidence, least, most }: ReserveSettings): Reserve {
  // The chance that checks miss so many false hits in a row is (1 - share) ** (patience / share), a quarter of what the confidence leaves.
  const patience = Math.log(4 / (1 - confidence));
  const closing = CLOSING_LABELS / most;
  const full = closing + patience / least;
  let reserve = 0;
  return {
    add(same, share) {
      reserve = Math.min(full, reserve + (bound - (same ? 0 : 1)) / share);
    },
    share() {
      const left = reserve - closing;
      return left <= 0 ? most : Math.min(most, Math.max(least, patience / left));
    },
  };
}
