import { createCache, type Cache } from '../../../src/cache/cache';
import { headOf } from '../../../src/cache/request-head';
import type { DecisionRecord } from '../../../src/core/decision';
import type { Embedder } from '../../../src/core/embedder';
import type { EntryStore } from '../../../src/core/entry';
import { EmbedderBusyError, StoreUnavailableError } from '../../../src/core/errors';
import { NO_CHECKS } from '../../support/checking';
import { CACHE_LIMITS } from '../../support/limits';
import { compiledSet, lookupSettings, policySettings } from '../../support/policies';
import { semanticWorld } from '../../support/semantic-world';

/** What is explained when the surroundings fail; test/integration/admin/explain.test.ts has them whole. */
const STORED = ['How can I reset my password?', 'How do I not reset my password?'];
const world = semanticWorld();
afterAll(() => world.close());

interface Faults {
  readonly store?: Partial<EntryStore>;
  readonly embed?: Embedder['embed'];
  readonly budgetMs?: number;
}

function cacheWith({ store, embed, budgetMs = 5000 }: Faults = {}): {
  readonly cache: Cache;
  readonly records: DecisionRecord[];
} {
  const records: DecisionRecord[] = [];
  const deps = world.deps(STORED);
  const cache = createCache(
    {
      ...deps,
      embedder: { ...deps.embedder, ...(embed && { embed }) },
      // The exact tier has nothing, and what is put is nobody's business.
      store: { ...deps.store, ...store } as EntryStore,
      observer: { decided: (record) => records.push(record), swept: () => undefined, failed: () => undefined },
      privacy: { secret: Buffer.from('s'), prompts: 'clear', encrypted: false },
      limits: CACHE_LIMITS,
      checking: NO_CHECKS,
    },
    { policies: compiledSet([policySettings({ lookup: lookupSettings() })]), lookupBudgetMs: budgetMs },
  );
  return { cache, records };
}

const call = (content: string) => ({
  head: headOf({ method: 'POST', authority: 'h', target: '/v1/chat/completions', headers: new Map() }),
  body: Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] })),
});

describe('an explained call', () => {
  it('stops where the lookup does, and shows what it had found by then', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const { cache, records } = cacheWith({ store: { nearest: never }, budgetMs: 30 });
    const explained = await cache.explain(call('How do I reset my password?'));
    expect(explained).toMatchObject({
      verdict: { kind: 'miss', reason: 'budget-spent' },
      embedding: 'vector',
      candidates: [],
    });
    expect(records).toEqual([]);
  });

  it('has all vetoes of a candidate, though the first one decides', async () => {
    const { cache } = cacheWith({ store: { get: () => Promise.resolve(undefined) } });
    const explained = await cache.explain(call('How do I reset my 2 passwords?'));
    if (!('candidates' in explained)) throw new Error('a bypass');
    expect(explained.candidates.map(({ outcome, verification: { veto, vetoes } }) => [outcome, veto, vetoes])).toEqual([
      ['verify-number', 'number', ['number']],
      ['verify-number', 'number', ['number', 'negation']],
    ]);
  });

  it.each<[string, Faults, string | undefined]>([
    ['embedder-busy', { embed: () => Promise.reject(new EmbedderBusyError(9)) }, 'embedder-busy'],
    ['embedder-error', { embed: () => Promise.reject(new Error('thread died')) }, 'embedder-error'],
    ['unknown-words', { embed: () => Promise.resolve({ kind: 'unknown-words' }) }, 'unknown-words'],
    ['store-unavailable', { store: { get: () => Promise.reject(new StoreUnavailableError('down')) } }, undefined],
    ['store-error', { store: { nearest: () => Promise.reject(new Error('broken')) } }, 'vector'],
  ])('is a miss for %s', async (reason, faults, embedding) => {
    const explained = await cacheWith(faults).cache.explain(call('How do I reset my password?'));
    expect(explained.verdict).toEqual({ kind: 'miss', reason });
    expect('embedding' in explained ? explained.embedding : undefined).toBe(embedding);
  });

  it('is a bypass where the cache stays out, with what is known of it', async () => {
    const { cache } = cacheWith();
    const { head } = call('');
    expect(await cache.explain({ head, body: Buffer.from('no JSON') })).toEqual({
      verdict: { kind: 'bypass', reason: 'body-malformed' },
      policy: 'p',
      dialect: 'openai-chat',
    });
    expect(await cache.explain({ head, body: Buffer.alloc(CACHE_LIMITS.requestBytes + 1) })).toMatchObject({
      verdict: { kind: 'bypass', reason: 'body-too-large' },
    });
    const elsewhere = headOf({ method: 'GET', authority: 'h', target: '/v1/files', headers: new Map() });
    expect(await cache.explain({ head: elsewhere, body: Buffer.alloc(0) })).toEqual({
      verdict: { kind: 'bypass', reason: 'not-a-completion' },
    });
  });

  it('follows the policies in force', async () => {
    const { cache } = cacheWith();
    const asked = call('How do I reset my password?');
    expect((await cache.explain(asked)).verdict).toEqual({ kind: 'miss', reason: 'verify-negation' });
    cache.apply({
      policies: compiledSet([policySettings({ lookup: lookupSettings({ semantic: false }) })]),
      lookupBudgetMs: 5000,
    });
    expect((await cache.explain(asked)).verdict).toEqual({ kind: 'miss', reason: 'exact-only' });
  });
});
