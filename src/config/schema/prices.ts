import { z } from 'zod';
import type { PriceSettings } from '../settings';
import { matching, onOff, optional, text } from './scalars';

const PRICE_RULE = 'must be a price per million tokens, 0 or more, such as 2.5';
const DATE_RULE = 'must be the date of the prices in quotes, such as "2026-11-01"';
const MOST_MODELS = 1_000;

const price = z.number({ error: PRICE_RULE }).min(0, { error: PRICE_RULE });

const model = z.strictObject({
  model: text('must be the name of a model; "*" stands for any characters, such as "gpt-4o*"'),
  prompt: price,
  completion: price,
});

/** What the tokens that hits spare would have cost. */
export const prices = z
  .strictObject({
    currency: matching(/^[A-Z]{3}$/, 'must be a currency of ISO 4217, such as USD'),
    'as-of': optional(matching(/^\d{4}-\d{2}-\d{2}$/, DATE_RULE).refine(isDate, { error: DATE_RULE })),
    models: z
      .array(model, { error: 'must be a list of models with their prices' })
      .max(MOST_MODELS, { error: `must be at most ${MOST_MODELS} models` }),
    shipped: onOff,
  })
  .transform((raw, context): PriceSettings => {
    const { 'as-of': asOf, ...same } = raw;
    if (raw.models.length > 0 && asOf === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['as-of'],
        message: 'is needed with models: when were their prices looked up?',
      });
      return z.NEVER;
    }
    if (raw.shipped && raw.currency !== 'USD') {
      context.addIssue({ code: 'custom', path: ['shipped'], message: 'must be false: the shipped prices are in USD' });
      return z.NEVER;
    }
    return { ...same, asOf };
  });

function isDate(value: string): boolean {
  return !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
}
