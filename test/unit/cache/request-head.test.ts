import { requestDirectives } from '../../../src/cache/request-head';

describe('request directives', () => {
  const none = { noStore: false, noCache: false, onlyIfCached: false };
  it.each([
    [undefined, none],
    ['', none],
    ['no-store', { ...none, noStore: true }],
    ['No-Cache, Max-Age=60', { ...none, noCache: true, maxAge: 60 }],
    ['only-if-cached, min-fresh=5', { ...none, onlyIfCached: true, minFresh: 5 }],
    ['max-stale, private', none],
    ['max-age=0', { ...none, maxAge: 0 }],
  ])('%s', (header, expected) => {
    expect(requestDirectives(header)).toEqual(expected);
  });

  it.each(['max-age=-1', 'max-age="60"', 'max-age', 'no-store;;', 'max-age=1e400', ', ,'])(
    'gives up on %s rather than guess',
    (header) => {
      expect(requestDirectives(header)).toBeUndefined();
    },
  );
});
