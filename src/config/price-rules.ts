import { namePattern } from '../core/name-pattern';
import type { PriceSettings } from './settings';

/** Prices that never count, for one above them always does. */
export function priceWarnings({ models }: PriceSettings): readonly string[] {
  return models.flatMap(({ model }, i) => {
    const above = models.slice(0, i).find((earlier) => hides(earlier.model, model));
    return above === undefined
      ? []
      : [`prices.models[${i}] ("${model}") never counts: what it fits, "${above.model}" above it fits too`];
  });
}

/** Names without a star go before patterns. A pattern that fits another one, its stars taken as they are, fits all that it fits. */
function hides(earlier: string, later: string): boolean {
  return earlier.includes('*') === later.includes('*') && namePattern(earlier)(later);
}
