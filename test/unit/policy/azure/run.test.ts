import type { Caller } from '../../../../src/policy/caller/caller';
import { createPolicySet, type PolicyRun } from '../../../../src/policy/policy-set';
import type { LookupRuling, StoreRuling } from '../../../../src/policy/program';
import type { AzurePolicies } from '../../../../src/policy/sources';
import { NOBODY } from '../../../support/heads';
import { compileText, headWith, NO_POLICIES } from './documents';

const SUBSCRIPTION = { id: 's1', name: 'S', key: 'k' };

function begin(
  text: string,
  change: Partial<AzurePolicies> = {},
  { headers = {}, caller = {} }: { headers?: Record<string, string>; caller?: Partial<Caller> } = {},
): PolicyRun {
  const { set, problems } = compileText(text, change);
  expect(problems).toEqual([]);
  const policies = createPolicySet({
    find: set.find,
    callerOf: () => ({ ...NOBODY, subscription: SUBSCRIPTION, ...caller }),
    now: () => 0,
    random: () => 0.5,
  });
  const run = policies.match(headWith(headers));
  if (run === undefined) throw new Error('no policy');
  return run;
}

const lookup = (content: string): string =>
  `<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e">${content}</llm-semantic-cache-lookup>`;
const inbound = (content: string): string => `<policies>\n<inbound>\n${content}</inbound>\n</policies>`;
const outbound = (content: string, before = ''): string =>
  `<policies>\n<inbound>${before}</inbound>\n<outbound>\n${content}</outbound>\n</policies>`;
const store = (duration: string): string => outbound(`<llm-semantic-cache-store duration="${duration}" />`);
const defaults = (change: Partial<AzurePolicies['defaults']>): Partial<AzurePolicies> => ({
  defaults: { ...NO_POLICIES.defaults, ...change },
});

const BY_SUBSCRIPTION = '@(context.Subscription.Id)';
const BY_TENANT = '@(context.Request.Headers.GetValueOrDefault("x-tenant", null))';
const PER_SUBSCRIPTION = `<vary-by>${BY_SUBSCRIPTION}</vary-by>`;
const PER_TENANT = `<vary-by>${BY_TENANT}</vary-by>`;

const identity = (ruling: LookupRuling): unknown =>
  ruling.kind === 'lookup' ? ruling.identity.values : { reason: ruling.reason, problem: ruling.problem };
const answered = (run: PolicyRun): StoreRuling => {
  run.onRequest(undefined);
  return run.onResponse({ status: 200, headers: new Map() }, undefined);
};

describe('whose entries', () => {
  const key = { authorization: 'Bearer k' };

  it.each([
    ['vary-by by default', undefined, PER_SUBSCRIPTION, [[BY_SUBSCRIPTION, 's1']]],
    ['the credential without vary-by', undefined, '', [['authorization', 'Bearer k']]],
    [
      'the credential and vary-by',
      'credential',
      PER_SUBSCRIPTION,
      [
        [BY_SUBSCRIPTION, 's1'],
        ['authorization', 'Bearer k'],
      ],
    ],
    ['all callers', 'everyone', '', []],
    ['vary-by, though all callers may share', 'everyone', PER_SUBSCRIPTION, [[BY_SUBSCRIPTION, 's1']]],
    ['the credential where vary-by is asked for and there is none', 'varyBy', '', [['authorization', 'Bearer k']]],
    [
      'vary-by texts',
      'varyBy',
      '<vary-by>a</vary-by><vary-by>b</vary-by>',
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
  ] as const)('%s', (_what, share, content, values) => {
    const run = begin(inbound(lookup(content)), defaults({ share }), { headers: key });
    expect(identity(run.onRequest(undefined))).toEqual(values);
  });

  it('a vary-by without a value is a missing identity', () => {
    expect(begin(inbound(lookup(PER_TENANT))).onRequest(undefined)).toMatchObject({ reason: 'identity-missing' });
    const run = begin(inbound(lookup(PER_TENANT)), {}, { headers: { 'x-tenant': 't' } });
    expect(identity(run.onRequest(undefined))).toEqual([[BY_TENANT, 't']]);
  });

  it('with the credential, a vary-by without a value is a value of its own', () => {
    const run = begin(inbound(lookup(PER_TENANT)), defaults({ share: 'credential' }), { headers: key });
    expect(identity(run.onRequest(undefined))).toEqual([
      [BY_TENANT, null],
      ['authorization', 'Bearer k'],
    ]);
  });

  it('equal values of different expressions are different callers', () => {
    const branches = `<choose><when condition="@(context.Request.Headers.ContainsKey("x-tenant"))">${lookup(PER_TENANT)}</when>
      <otherwise>${lookup(PER_SUBSCRIPTION)}</otherwise></choose>`;
    const claimed = begin(inbound(branches), {}, { headers: { 'x-tenant': 's1' } });
    expect(identity(claimed.onRequest(undefined))).toEqual([[BY_TENANT, 's1']]);
    expect(identity(begin(inbound(branches)).onRequest(undefined))).toEqual([[BY_SUBSCRIPTION, 's1']]);
  });

  it('an expression that throws is a fault with its place', () => {
    const run = begin(inbound(lookup(PER_SUBSCRIPTION)), {}, { caller: { subscription: undefined } });
    expect(run.onRequest(undefined)).toMatchObject({
      reason: 'policy-fault',
      problem: expect.stringMatching(/^p\.xml:3:/),
    });
  });

  it('a header that a policy before it sets is not known', () => {
    const set = '<set-header name="X-Tenant"><value>t</value></set-header>';
    const run = begin(inbound(`${set}${lookup(PER_TENANT)}`), {}, { headers: { 'x-tenant': 'mine' } });
    expect(run.onRequest(undefined)).toMatchObject({
      reason: 'policy-fault',
      problem: expect.stringContaining('set-header at p.xml:3:1'),
    });
    const after = begin(inbound(`${lookup(PER_TENANT)}${set}`), {}, { headers: { 'x-tenant': 'mine' } });
    expect(identity(after.onRequest(undefined))).toEqual([[BY_TENANT, 'mine']]);
  });
});

describe('lookup', () => {
  it('takes from the document what it says and from the defaults what it cannot say', () => {
    const text = inbound(
      '<llm-semantic-cache-lookup score-threshold="0.15" embeddings-backend-id="e" ignore-system-messages="true" max-message-count="10" />',
    );
    const run = begin(text, defaults({ verify: 'off', candidates: 9, coalesceMs: 7, shadow: true }));
    expect(run.onRequest(undefined)).toMatchObject({
      lookup: {
        minSimilarity: 0.85,
        semantic: true,
        ignoreSystemMessages: true,
        maxMessageCount: 10,
        verify: 'off',
        candidates: 9,
        coalesceMs: 7,
        directives: NO_POLICIES.defaults.directives,
        shadow: true,
      },
    });
  });

  it('does not run behind a policy that ends the call', () => {
    const run = begin(inbound(`<return-response />${lookup(PER_SUBSCRIPTION)}`));
    expect(run.onRequest(undefined)).toMatchObject({ kind: 'none', reason: 'policy-stopped' });
  });

  it.each([
    ['true', 'lookup'],
    ['false', 'none'],
    ['@(context.Request.Method == "POST")', 'lookup'],
    ['@(context.Request.Method == &quot;GET&quot;)', 'none'],
  ])('runs when its branch does: %s', (condition, kind) => {
    const run = begin(inbound(`<choose><when condition="${condition}">${lookup(PER_SUBSCRIPTION)}</when></choose>`));
    expect(run.onRequest(undefined).kind).toBe(kind);
  });

  it('a condition that is no boolean is a fault with its place', () => {
    const run = begin(inbound(`<choose>\n<when condition="@("yes")">${lookup(PER_SUBSCRIPTION)}</when></choose>`));
    expect(run.onRequest(undefined)).toMatchObject({ problem: expect.stringMatching(/^p\.xml:4:18: /) });
  });
});

describe('store', () => {
  it.each([
    ['60', { kind: 'store', store: { durationSeconds: 60, toolCalls: false, refusals: false, maxBytes: undefined } }],
    [
      '@(30 + 30)',
      { kind: 'store', store: { durationSeconds: 60, toolCalls: false, refusals: false, maxBytes: undefined } },
    ],
    ['0', { kind: 'none', reason: 'no-duration' }],
    ['@(context.Response.StatusCode == 200 ? 0 : 60)', { kind: 'none', reason: 'no-duration' }],
  ])('duration %s', (duration, ruling) => {
    expect(answered(begin(store(duration)))).toEqual(ruling);
  });

  it.each([
    ['@(0 - 1)', /^p\.xml:4:37: .*whole number/],
    ['@("soon")', /^p\.xml:4:37: ./],
    ['@(40000000)', /^p\.xml:4:37: .*31536000/],
  ])('duration %s is a fault with its place', (duration, problem) => {
    expect(answered(begin(store(duration)))).toMatchObject({
      reason: 'policy-fault',
      problem: expect.stringMatching(problem),
    });
  });

  it('shortens by the configured jitter', () => {
    const ruling = answered(
      begin(store('100'), defaults({ ttlJitter: 0.2, toolCalls: true, refusals: true, maxBytes: 5 })),
    );
    expect(ruling).toEqual({
      kind: 'store',
      store: { durationSeconds: 90, toolCalls: true, refusals: true, maxBytes: 5 },
    });
  });

  it('sees what inbound and backend set', () => {
    const text =
      '<policies><inbound><set-variable name="a" value="@(20)" /></inbound>' +
      '<backend><set-variable name="b" value="@(10)" /></backend>' +
      '<outbound><llm-semantic-cache-store duration="@((int)context.Variables["a"] + (int)context.Variables["b"])" />' +
      '</outbound></policies>';
    expect(answered(begin(text))).toMatchObject({ store: { durationSeconds: 30 } });
  });

  it('does not see a variable that a policy sets which is not executed', () => {
    const call = '<cache-lookup-value key="k" variable-name="ttl" />';
    const read = '<llm-semantic-cache-store duration="@((int)context.Variables["ttl"])" />';
    expect(answered(begin(outbound(read, call)))).toMatchObject({ reason: 'policy-fault' });
    const set = `${call}<set-variable name="ttl" value="@(5)" />`;
    expect(answered(begin(outbound(read, set)))).toMatchObject({ store: { durationSeconds: 5 } });
  });
});
