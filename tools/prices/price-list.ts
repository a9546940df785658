import { LISTED, type ListedModel } from './models';

/** What is used of an entry of LiteLLM's list; US dollars. */
interface LiteLlmPrice {
  readonly input_cost_per_token: number;
  readonly output_cost_per_token: number;
}

interface Price {
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
}

/** Behind a model's name: the day of a version. */
const VERSION = /^-20\d\d-?\d\d-?\d\d$/;

/**
 * The listed models and their dated versions, per million tokens. A version that costs what the model costs is covered by the pattern
 * "name-20*"; one that does not has a line of its own. @throws Error naming a model that the list does not have
 */
export function priceList(list: Readonly<Record<string, unknown>>): readonly Price[] {
  return LISTED.flatMap((listed) => {
    const price = priceOf(list, listed);
    if (!listed.dated) return [price];
    const { prompt, completion } = price;
    const odd = versionsOf(list, listed).filter((of) => of.prompt !== prompt || of.completion !== completion);
    return [price, ...odd, { ...price, model: `${listed.model}-20*` }];
  });
}

function versionsOf(list: Readonly<Record<string, unknown>>, { model, key }: ListedModel): readonly Price[] {
  const versions = Object.keys(list).filter((other) => other.startsWith(key) && VERSION.test(other.slice(key.length)));
  return versions.map((other) => priceOf(list, { model: model + other.slice(key.length), key: other }));
}

function priceOf(list: Readonly<Record<string, unknown>>, { model, key }: ListedModel): Price {
  const found = list[key];
  if (!isPrice(found)) throw new Error(`${key} has no price any more: take it out of tools/prices/models.ts`);
  return {
    model,
    prompt: perMillion(found.input_cost_per_token),
    completion: perMillion(found.output_cost_per_token),
  };
}

function isPrice(value: unknown): value is LiteLlmPrice {
  const { input_cost_per_token: input, output_cost_per_token: output } = (value ?? {}) as Partial<LiteLlmPrice>;
  return typeof input === 'number' && typeof output === 'number';
}

/** Without the last digits of binary fractions. */
function perMillion(perToken: number): number {
  return Number((perToken * 1e6).toPrecision(4));
}
