import type { Disclosure } from '../../../src/cache/session';
import { cacheStatus, disclosureHeaders } from '../../../src/extproc/disclosure';

const disclosure = (change: Partial<Disclosure>): Disclosure => ({
  verdict: { kind: 'miss', reason: 'no-entry' },
  policy: undefined,
  similarity: undefined,
  score: undefined,
  entry: undefined,
  ttlSeconds: undefined,
  ageSeconds: undefined,
  storing: false,
  ...change,
});

describe('Cache-Status', () => {
  it.each<[string, Partial<Disclosure>]>([
    ['llm-semantic-cache;fwd=miss;detail=no-entry', {}],
    ['llm-semantic-cache;fwd=miss;stored;detail=no-entry', { storing: true }],
    [
      'llm-semantic-cache;hit;ttl=59;key="ab";detail=exact',
      { verdict: { kind: 'hit', reason: 'exact' }, ttlSeconds: 59, entry: 'ab' },
    ],
    [
      'llm-semantic-cache;fwd=miss;collapsed;ttl=59;key="ab";detail=coalesced',
      { verdict: { kind: 'hit', reason: 'coalesced' }, ttlSeconds: 59, entry: 'ab' },
    ],
    ['llm-semantic-cache;fwd=stale;detail=client-max-age', { verdict: { kind: 'miss', reason: 'client-max-age' } }],
    ['llm-semantic-cache;fwd=request;detail=client-no-cache', { verdict: { kind: 'miss', reason: 'client-no-cache' } }],
    [
      'llm-semantic-cache;fwd=bypass;detail=client-no-store',
      { verdict: { kind: 'bypass', reason: 'client-no-store' } },
    ],
  ])('%s', (expected, change) => {
    expect(cacheStatus(disclosure(change))).toBe(expected);
  });

  it('comes with Age, similarity and entry only where there are such', () => {
    expect(disclosureHeaders(disclosure({})).map(([name]) => name)).toEqual(['cache-status']);
    const hit = disclosure({
      verdict: { kind: 'hit', reason: 'semantic' },
      ageSeconds: 0,
      similarity: 0.97314,
      score: 0.9,
      entry: 'ab',
      ttlSeconds: 1,
    });
    expect(Object.fromEntries(disclosureHeaders(hit))).toMatchObject({
      age: '0',
      'x-semantic-cache-similarity': '0.9731',
      'x-semantic-cache-score': '0.9000',
      'x-semantic-cache-entry': 'ab',
    });
  });
});
