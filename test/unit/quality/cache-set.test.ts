import { cacheSetOf } from '../../../tools/quality/cache-set';

function pair(a: string, b: string, same: boolean) {
  return { a, b, same, kind: undefined, lang: undefined };
}

describe('the cache-shaped set', () => {
  it('stores one side and the distractors, and asks the other with what its pairs say', () => {
    const { entries, queries } = cacheSetOf(
      [pair('a1', 'b1', true), pair('a2', 'b1', false), pair('a3', 'b3', false)],
      ['far away'],
    );
    expect(entries).toEqual([{ text: 'a1' }, { text: 'a2' }, { text: 'a3' }, { text: 'far away' }]);
    expect([...queries].sort((x, y) => (x.text < y.text ? -1 : 1))).toEqual([
      { text: 'b1', same: ['a1'], different: ['a2'] },
      { text: 'b3', same: [], different: ['a3'] },
    ]);
  });

  it('asks 3,000 of many, always the same and not the first', () => {
    const pairs = Array.from({ length: 5000 }, (_, i) => pair(`a${i}`, `b${i}`, true));
    const { queries } = cacheSetOf(pairs, []);
    expect(queries).toHaveLength(3000);
    expect(new Set(queries.map(({ text }) => text)).size).toBe(3000);
    expect(cacheSetOf(pairs, []).queries).toEqual(queries);
    expect(queries.filter(({ text }) => Number(text.slice(1)) >= 3000).length).toBeGreaterThan(1000);
  });
});
