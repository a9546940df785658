import { createPrices, type ModelPrice, type PriceList } from '../../../src/observability/prices';
import shipped from '../../../src/observability/shipped-prices.json';

const MILLION = { promptTokens: 1e6, completionTokens: 0 };

function prices(models: readonly ModelPrice[], over: Partial<PriceList> = {}): ReturnType<typeof createPrices> {
  return createPrices({ currency: 'USD', asOf: '2026-10-01', models, shipped: false, ...over });
}

/** Priced by its number. */
const priced = (...names: readonly string[]): readonly ModelPrice[] =>
  names.map((model, i) => ({ model, prompt: i + 1, completion: 0 }));

describe('the price of a hit', () => {
  it('is that of both kinds of tokens, per million', () => {
    const of = prices([{ model: 'm', prompt: 2.5, completion: 10 }]);
    expect(of.costOf('m', { promptTokens: 2000, completionTokens: 500 })).toBeCloseTo(0.005 + 0.005, 12);
    expect(of.costOf('m', { promptTokens: 0, completionTokens: 0 })).toBe(0);
  });

  it.each([
    ['the same name', ['m'], 'm', 1],
    ['a name in another case', ['Llama-3.3'], 'llama-3.3', 1],
    ['a call in another case', ['gpt-4o'], 'GPT-4o', 1],
    ['another name', ['gpt-4o'], 'gpt-4o-mini', undefined],
    ['a pattern', ['gpt-4o-*'], 'gpt-4o-mini', 1],
    ['a pattern whose star stands for nothing', ['gpt-4o*'], 'gpt-4o', 1],
    ['the first of two patterns', ['gpt-*', 'gpt-4o-*'], 'gpt-4o-mini', 1],
    ['an exact name before a pattern above it', ['gpt-*', 'gpt-4o'], 'gpt-4o', 2],
    ['a star in front', ['*/gpt-4o'], 'openrouter/gpt-4o', 1],
    ['several stars', ['a*b*c*d'], 'a.b.c.b.c.d', 1],
    ['parts in another order', ['a*b*c*d'], 'a.c.b.d', undefined],
    ['an end that would use what the begin has used', ['aba*aba'], 'ababa', undefined],
    ['parts that would use the end', ['a*bc*c'], 'abc', undefined],
    ['signs that mean something in expressions', ['m.1+(x)*'], 'm.1+(x)-b', 1],
    ['a dot that is none', ['gpt-4.1'], 'gpt-4x1', undefined],
    ['everything', ['*'], 'whatever', 1],
    ['the first of two that are the same', ['m', 'M'], 'm', 1],
  ])('is found by %s', (_case, names, model, price) => {
    expect(prices(priced(...names)).costOf(model, MILLION)).toBe(price);
  });

  it('is the shipped one where there is no own one, and only if wanted', () => {
    const own = priced('gpt-4o', 'my-*');
    const of = prices(own, { shipped: true });
    expect(of.costOf('gpt-4o', MILLION)).toBe(1);
    expect(of.costOf('gpt-4o-mini', MILLION)).toBe(0.15);
    expect(prices(own).costOf('gpt-4o-mini', MILLION)).toBeUndefined();
  });

  it('is the same when asked again, and when a great many others were asked for', () => {
    const of = prices(priced('gpt-*'));
    for (let i = 0; i < 3000; i += 1) of.costOf(`other-${i}`, MILLION);
    for (let i = 0; i < 3; i += 1) {
      expect(of.costOf('gpt-4o', MILLION)).toBe(1);
      expect(of.costOf('other-1', MILLION)).toBeUndefined();
    }
  });

  it('is not looked for under a name that is no name, and found at once under one made to take long', () => {
    const of = prices([{ model: `${'*a'.repeat(60)}*b`, prompt: 1, completion: 1 }]);
    expect(of.costOf('a'.repeat(256), MILLION)).toBeUndefined();
    expect(prices(priced('*')).costOf('a'.repeat(257), MILLION)).toBeUndefined();
  });
});

describe('the date of the prices', () => {
  it('is the older one of those that may be used', () => {
    expect(prices(priced('m')).asOf).toBe('2026-10-01');
    expect(prices(priced('m'), { shipped: true }).asOf).toBe('2026-10-01');
    expect(prices(priced('m'), { shipped: true, asOf: '2099-01-01' }).asOf).toBe(shipped.asOf);
    expect(prices([], { shipped: true }).asOf).toBe(shipped.asOf);
    expect(prices([]).asOf).toBeUndefined();
  });
});

describe('the shipped prices', () => {
  const of = prices([], { shipped: true });

  it('say of when and from where they are', () => {
    expect(shipped.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(shipped.source).toContain('https://github.com/BerriAI/litellm');
  });

  it.each([
    ['gpt-4o', 2.5],
    ['gpt-4o-2024-08-06', 2.5],
    ['gpt-4o-2024-05-13', 5],
    ['gpt-4o-mini-2024-07-18', 0.15],
    ['gpt-35-turbo', 0.5],
    ['claude-sonnet-4-5-20250929', 3],
    ['claude-haiku-4-5', 1],
    ['gemini-2.5-flash', 0.3],
    ['mistral-large-latest', 0.5],
    ['deepseek-chat', 0.28],
    ['accounts/fireworks/models/llama-v3p3-70b-instruct', 0.9],
  ])('have a price of %s', (model, price) => {
    expect(of.costOf(model, MILLION)).toBe(price);
  });

  it.each(['gpt-4o-audio-preview', 'gpt-4o-mini-tts', 'ft:gpt-4o-2024-08-06:acme', 'llama-3.3-70b', 'my-deployment'])(
    'have none of %s, which may cost anything',
    (model) => {
      expect(of.costOf(model, MILLION)).toBeUndefined();
    },
  );

  it('name no model twice, and none for nothing', () => {
    const names = shipped.models.map(({ model }) => model);
    expect(new Set(names).size).toBe(names.length);
    expect(shipped.models.filter(({ prompt, completion }) => !(prompt > 0 && completion >= prompt))).toEqual([]);
  });
});
