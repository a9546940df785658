import { createPrices, type PriceList } from '../observability/prices';
import type { SavedOfModel } from '../replay/tally';

export interface SavedMoney {
  /** Such as USD. */
  readonly currency: string;
  readonly amount: number;
  /** Hits of models that have no price; their money is not in `amount`. */
  readonly unpricedHits: number;
  /** The date of the oldest price that may have been used, YYYY-MM-DD. */
  readonly pricesAsOf: string;
}

/** In money what hits would have spared; `undefined`: there are no prices at all. */
export function moneyOf(models: readonly SavedOfModel[], list: PriceList): SavedMoney | undefined {
  const prices = createPrices(list);
  if (prices.asOf === undefined) return undefined;
  const costs = models.map((saved) => ({ hits: saved.hits, cost: prices.costOf(saved.model, saved) }));
  const unpriced = costs.filter(({ cost }) => cost === undefined);
  return {
    currency: prices.currency,
    amount: costs.reduce((sum, { cost = 0 }) => sum + cost, 0),
    unpricedHits: unpriced.reduce((sum, { hits }) => sum + hits, 0),
    pricesAsOf: prices.asOf,
  };
}
