import { namePattern } from '../core/name-pattern';
import shipped from './shipped-prices.json';

/** Per million tokens. */
export interface ModelPrice {
  /** Name of a model, in any case, with "*" for any characters. */
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
}

/** As the configuration's section `prices` gives them. */
export interface PriceList {
  readonly currency: string;
  /** YYYY-MM-DD, of `models`. */
  readonly asOf: string | undefined;
  /** Tried before the shipped ones. */
  readonly models: readonly ModelPrice[];
  /** Whether the shipped ones apply to other models; they are in USD. */
  readonly shipped: boolean;
}

export interface TokenCounts {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface Prices {
  readonly currency: string;
  /** The date of the oldest price among them; `undefined`: there are none. */
  readonly asOf: string | undefined;
  /** `undefined`: the model has no price. */
  costOf(model: string, tokens: TokenCounts): number | undefined;
}

/** Names of models whose price is remembered; clients choose them, so there may be any number. */
const REMEMBERED = 1000;
/** No model has so long a name. */
const LONGEST_NAME = 256;

/** Exact names go before patterns, and own prices before the shipped ones. */
export function createPrices({ currency, asOf, models, shipped: withShipped }: PriceList): Prices {
  const lists = [models, ...(withShipped ? [shipped.models] : [])].map(searchable);
  const dates = [...(models.length > 0 && asOf !== undefined ? [asOf] : []), ...(withShipped ? [shipped.asOf] : [])];
  const known = new Map<string, ModelPrice | undefined>();

  function priceOf(model: string): ModelPrice | undefined {
    if (model.length > LONGEST_NAME) return undefined;
    const name = model.toLowerCase();
    if (known.has(name)) return known.get(name);
    const price = firstOf(lists, (list) => list.exact.get(name) ?? list.patterns.find(({ fits }) => fits(name))?.price);
    if (known.size >= REMEMBERED) known.clear();
    known.set(name, price);
    return price;
  }

  return {
    currency,
    asOf: dates.sort()[0],
    costOf(model, { promptTokens, completionTokens }) {
      const price = priceOf(model);
      return price && (promptTokens * price.prompt + completionTokens * price.completion) / 1e6;
    },
  };
}

interface Searchable {
  readonly exact: ReadonlyMap<string, ModelPrice>;
  /** In the order in which they were written. */
  readonly patterns: readonly { readonly fits: (name: string) => boolean; readonly price: ModelPrice }[];
}

function searchable(models: readonly ModelPrice[]): Searchable {
  const exact = new Map<string, ModelPrice>();
  for (const price of models) {
    const name = price.model.toLowerCase();
    // Of two the first one counts, as it does among patterns.
    if (!exact.has(name)) exact.set(name, price);
  }
  const patterns = models.filter(({ model }) => model.includes('*'));
  return { exact, patterns: patterns.map((price) => ({ fits: namePattern(price.model), price })) };
}

function firstOf<A, B>(of: readonly A[], find: (one: A) => B | undefined): B | undefined {
  for (const one of of) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
