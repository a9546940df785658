import { compilePolicies } from '../../../../src/policy/compile';
import type { LookupRuling, StoreRuling } from '../../../../src/policy/program';
import type { NativePolicy } from '../../../../src/policy/sources';
import { headOf } from '../../../support/heads';
import { lookupSettings, nativeSources, policySettings, storeSettings } from '../../../support/policies';

const HEAD = headOf({ authority: 'h', header: { 'x-ttl': '120' } });
const OK = { status: 200, headers: new Map<string, string>() };
const REQUEST = Buffer.from('{"n":1}');
const ANSWER = Buffer.from('{"usage":{"total_tokens":12}}');

interface Ruled {
  readonly lookup: LookupRuling;
  readonly store: StoreRuling;
}

function ruled(change: Partial<NativePolicy>, { random = 0, response = OK, body = REQUEST } = {}): Ruled {
  const sources = nativeSources([policySettings(change)]);
  const { set, problems } = compilePolicies(sources, { now: () => 0, random: () => random });
  expect(problems).toEqual([]);
  const run = set.match(HEAD)!;
  return { lookup: run.onRequest(body), store: run.onResponse(response, ANSWER) };
}

const stored = (durationSeconds: number): object => ({
  kind: 'store',
  store: { durationSeconds, toolCalls: false, refusals: false, maxBytes: undefined },
});

describe('a native policy', () => {
  it('looks up with its settings and keeps for its TTL', () => {
    const { lookup, store } = ruled({ lookup: lookupSettings({ shadow: true, candidates: 3 }) });
    expect(lookup).toMatchObject({ kind: 'lookup', lookup: { minSimilarity: 0.95, shadow: true, candidates: 3 } });
    expect(store).toEqual(stored(60));
  });

  it('neither looks up nor keeps what it does not say', () => {
    const { lookup, store } = ruled({ lookup: undefined, store: undefined });
    expect(lookup).toEqual({ kind: 'none', reason: 'not-selected' });
    expect(store).toEqual({ kind: 'none', reason: 'not-selected' });
  });

  it.each<[string, string, object]>([
    ['holds', 'request.body.n == 1', { kind: 'lookup' }],
    ['does not hold', 'request.body.n == 2', { kind: 'none', reason: 'not-selected' }],
    [
      'cannot be worked out',
      'request.body.m == 1',
      {
        reason: 'policy-fault',
        problem: expect.stringMatching(/^policies\[0\]\.when: column 13: there is no such key/),
      },
    ],
  ])('with a condition that %s', (_what, when, ruling) => {
    expect(ruled({ when }).lookup).toMatchObject(ruling);
  });

  it.each([
    [0, 0, 'not-sampled'],
    [10, 0.0999, undefined],
    [10, 0.1, 'not-sampled'],
    [100, 0.999999, undefined],
  ])('looks up %d %% of calls: chance %d gives %s', (sample, random, reason) => {
    const { lookup } = ruled({ sample }, { random });
    expect(lookup.kind === 'none' ? lookup.reason : undefined).toBe(reason);
  });

  it.each<[string, Partial<NativePolicy['store']>, object]>([
    ['a condition that holds', { when: 'response.body.usage.total_tokens > 10' }, stored(60)],
    ['one that does not', { when: 'response.status == 201' }, { kind: 'none', reason: 'not-selected' }],
    ['a TTL by expression', { ttl: 'cel:int(request.headers["x-ttl"])' }, stored(120)],
    [
      'a TTL of 0 by expression',
      { ttl: 'cel:response.status == 200 ? 0 : 60' },
      { kind: 'none', reason: 'no-duration' },
    ],
    [
      'a TTL that is none',
      { ttl: 'cel:-1' },
      { reason: 'policy-fault', problem: expect.stringMatching(/^policies\[0\]\.store\.ttl: the duration is not/) },
    ],
    [
      'a condition that cannot be worked out',
      { when: 'response.headers.etag == "a"' },
      { reason: 'policy-fault', problem: expect.stringMatching(/^policies\[0\]\.store\.when: column 17: /) },
    ],
  ])('keeps by %s', (_what, change, ruling) => {
    expect(ruled({ store: storeSettings(change) }).store).toMatchObject(ruling);
  });

  it('shortens a TTL by chance, up to its jitter', () => {
    const store = storeSettings({ ttl: 1000, ttlJitter: 0.2 });
    expect(ruled({ store }, { random: 0 }).store).toEqual(stored(1000));
    expect(ruled({ store }, { random: 0.5 }).store).toEqual(stored(900));
  });

  it('tells what bodies it reads', () => {
    const { set } = compilePolicies(
      nativeSources([
        policySettings({ when: 'request.body.n == 1', store: storeSettings({ when: 'response.body.x == 1' }) }),
      ]),
      { now: () => 0, random: () => 0 },
    );
    expect(set.match(HEAD)).toMatchObject({ readsRequestBody: true, readsResponseBody: true });
  });

  it('has a meaning with its name, place and words', () => {
    const { meanings } = compilePolicies(nativeSources([policySettings({ at: 'f.yaml: spec' })]), {
      now: () => 0,
      random: () => 0,
    });
    expect(meanings).toEqual([
      { name: 'p', at: 'f.yaml: spec', lines: [expect.stringMatching(/^any host, any path; /)] },
    ]);
  });

  it('names each expression and source that cannot work, with its place', () => {
    const policy = policySettings({
      at: 'f.yaml: spec',
      when: 'response.status == 200',
      lookup: lookupSettings({ varyBy: ['header:x-tenant', 'nonsense', 'cel:oops'] }),
      store: storeSettings({ ttl: 'cel:"1h"', when: 'request.nothing' }),
    });
    const { problems } = compilePolicies(nativeSources([policy]), { now: () => 0, random: () => 0 });
    expect([...problems].sort()).toEqual([
      expect.stringMatching(/^f\.yaml: spec\.lookup\.varyBy\[1\]: got "nonsense"; must be one of/),
      expect.stringMatching(/^f\.yaml: spec\.lookup\.varyBy\[2\]: column 1: unknown variable oops/),
      expect.stringMatching(/^f\.yaml: spec\.store\.ttl: gives a string/),
      expect.stringMatching(/^f\.yaml: spec\.store\.when: column 8: request has no field nothing/),
      expect.stringMatching(/^f\.yaml: spec\.when: column 9: response is there only/),
    ]);
  });
});
