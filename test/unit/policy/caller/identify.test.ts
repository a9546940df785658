import { createHash } from 'node:crypto';
import type { RequestHead } from '../../../../src/core/exchange';
import type { Caller } from '../../../../src/policy/caller/caller';
import { compileCallers } from '../../../../src/policy/caller/identify';
import type { ApiSettings, CallerSettings, SubscriptionSettings } from '../../../../src/policy/sources';
import { callHead, token } from './calls';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyId = (key: string): string => `key-${sha256(key).slice(0, 16)}`;

function callerOf(head: RequestHead, callers: Partial<CallerSettings>, apis: readonly ApiSettings[] = []): Caller {
  return compileCallers({
    apis,
    callers: {
      ...{ subscriptionFrom: [], userFrom: [], productFrom: [], subscriptions: [], products: [], users: [] },
      ...callers,
    },
  })(head);
}

function subscription(change: Partial<SubscriptionSettings>): SubscriptionSettings {
  return { id: 's', name: 'S', keySha256: [], values: [], product: undefined, user: undefined, ...change };
}

const withHeaders = (headers: Record<string, string>): RequestHead => callHead({ headers });

describe('the subscription of a call', () => {
  const subscriptionFrom = ['header:api-key', 'bearer', 'spiffe'];
  const gold = subscription({ id: 'gold', name: 'Gold', keySha256: [sha256('k1'), sha256('k2')] });
  const batch = subscription({ id: 'batch', name: 'Batch', values: ['spiffe://a/batch'] });
  const settings = { subscriptionFrom, subscriptions: [gold, batch] };

  it.each([
    ['one of its keys', withHeaders({ 'api-key': 'k2' }), { id: 'gold', name: 'Gold', key: 'k2' }],
    ['a later source', withHeaders({ authorization: 'Bearer k1' }), { id: 'gold', name: 'Gold', key: 'k1' }],
    [
      'the first source that has a value',
      withHeaders({ 'api-key': 'other', authorization: 'Bearer k1' }),
      { id: keyId('other'), name: '', key: 'other' },
    ],
    [
      'its value',
      callHead({}, { peerUris: ['spiffe://a/batch'] }),
      { id: 'batch', name: 'Batch', key: 'spiffe://a/batch' },
    ],
    [
      'what is in no table and no secret, as it is',
      callHead({}, { peerUris: ['spiffe://a/x'] }),
      { id: 'spiffe://a/x', name: '', key: 'spiffe://a/x' },
    ],
  ])('is told by %s', (_what, head, expected) => {
    expect(callerOf(head, settings).subscription).toEqual(expected);
  });

  it('is not known without any value', () => {
    expect(callerOf(callHead(), settings).subscription).toBeUndefined();
  });

  it('never has a key as its id', () => {
    expect(callerOf(withHeaders({ 'api-key': 'sk-secret' }), settings).subscription?.id).toBe(keyId('sk-secret'));
  });

  it('cannot be had by sending as a key what names another and is no secret', () => {
    const { subscription: got } = callerOf(withHeaders({ 'api-key': 'spiffe://a/batch' }), settings);
    expect(got?.id).toBe(keyId('spiffe://a/batch'));
  });

  it.each(['gold', 'key-0123456789abcdef'])('cannot be had by claiming the id "%s"', (sub) => {
    const head = withHeaders({ authorization: `Bearer ${token({ sub })}` });
    expect(callerOf(head, { ...settings, subscriptionFrom: ['jwt:sub'] }).subscription?.id).toBe(keyId(sub));
  });

  it.each(['__proto__', 'constructor'])('%s is a key as any other', (key) => {
    expect(callerOf(withHeaders({ 'api-key': key }), settings).subscription?.id).toBe(keyId(key));
  });
});

describe('product and user of a call', () => {
  const alice = { id: 'alice', email: 'alice@example.com', firstName: 'Alice', lastName: 'A.', groups: ['ops'] };
  const settings = {
    subscriptionFrom: ['header:api-key'],
    productFrom: ['header:x-product'],
    userFrom: ['jwt:sub', 'header:x-user'],
    subscriptions: [subscription({ keySha256: [sha256('k')], product: 'pro', user: 'alice' })],
    products: [{ id: 'pro', name: 'Pro' }],
    users: [alice],
  };

  it('are those of the subscription before any claim', () => {
    const caller = callerOf(withHeaders({ 'api-key': 'k', 'x-product': 'free', 'x-user': 'bob' }), settings);
    expect(caller.product).toEqual({ id: 'pro', name: 'Pro' });
    expect(caller.user).toEqual(alice);
  });

  it('are looked up by what the sources say', () => {
    const caller = callerOf(withHeaders({ 'x-product': 'pro', 'x-user': 'alice' }), settings);
    expect(caller.product?.name).toBe('Pro');
    expect(caller.user?.groups).toEqual(['ops']);
  });

  it('have just an id when they are in no table', () => {
    const authorization = `Bearer ${token({ sub: 'carol' })}`;
    const caller = callerOf(withHeaders({ 'x-product': 'free', authorization, 'x-user': 'bob' }), settings);
    expect(caller.product).toEqual({ id: 'free', name: '' });
    expect(caller.user).toEqual({ id: 'carol', email: '', firstName: '', lastName: '', groups: [] });
  });

  it('are not known when nothing says so', () => {
    expect(callerOf(withHeaders({ 'api-key': 'unknown' }), settings)).toMatchObject({
      product: undefined,
      user: undefined,
    });
  });

  it('never have a credential as an id', () => {
    const head = withHeaders({ authorization: 'Bearer sk-secret' });
    expect(callerOf(head, { userFrom: ['bearer'] }).user?.id).toBe(keyId('sk-secret'));
    expect(callerOf(head, { productFrom: ['header:authorization'] }).product?.id).toBe(keyId('Bearer sk-secret'));
  });
});

describe('API and operation of a call', () => {
  const operation = (id: string, urlTemplate: string, method = 'POST') => ({ id, name: id, method, urlTemplate });
  const api = (id: string, path: string, change: Partial<ApiSettings> = {}): ApiSettings => ({
    ...{ id, name: id.toUpperCase(), version: 'v1', hosts: [], path, operations: [] },
    ...change,
  });
  const apis = [
    api('all', ''),
    api('v1', '/v1/', {
      operations: [
        operation('any', '/*', '*'),
        operation('model', '/{model}/completions'),
        operation('chat', '/chat/completions'),
        operation('list', '/chat/completions', 'GET'),
        operation('twin', '/chat/completions'),
      ],
    }),
    api('eu', '/v1/eu', { hosts: ['*.eu.example'] }),
    api('late', '/v1'),
  ];

  it.each([
    ['/v1/chat/completions?api-version=1', 'POST', 'v1', 'chat'],
    ['/v1/chat/completions', 'GET', 'v1', 'list'],
    ['/v1/chat/completions', 'DELETE', 'v1', 'any'],
    ['/v1/gpt/completions', 'POST', 'v1', 'model'],
    ['/v1', 'POST', 'v1', 'any'],
    ['/v10/chat/completions', 'POST', 'all', undefined],
    ['/v1/', 'POST', 'v1', 'any'],
    ['/', 'POST', 'all', undefined],
    ['*', 'OPTIONS', undefined, undefined],
    ['/v1/eu/x', 'POST', 'v1', 'any'],
  ])('%s %s: %s, %s', (target, method, apiId, operationId) => {
    const caller = callerOf(callHead({ target, method }), {}, apis);
    expect([caller.api?.id, caller.operation?.id]).toEqual([apiId, operationId]);
  });

  it('are told by the longest path that covers the call, host included', () => {
    const head = callHead({ target: '/v1/eu/x', authority: 'llm.eu.example:443' });
    expect(callerOf(head, {}, apis).api).toEqual({ id: 'eu', name: 'EU', path: '/v1/eu', version: 'v1' });
  });

  it('come with the parameters of the template', () => {
    const { matchedParameters } = callerOf(callHead({ target: '/v1/gpt%204/completions' }), {}, apis);
    expect([...matchedParameters]).toEqual([['model', 'gpt 4']]);
  });

  it('are told quickly of a path that is nothing but slashes', () => {
    const callers = { subscriptionFrom: [], userFrom: [], productFrom: [], subscriptions: [], products: [], users: [] };
    const many = Array.from({ length: 500 }, (_, i) => operation(`o${i}`, `/{a}/${i}/*`));
    const of = compileCallers({ apis: [api('all', '', { operations: many })], callers });
    const head = callHead({ target: '/'.repeat(60_000) });
    const start = performance.now();
    for (let i = 0; i < 20; i++) expect(of(head).operation).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('are not known where no API covers the call', () => {
    const caller = callerOf(callHead({ target: '/v2' }), {}, [api('v1', '/v1')]);
    expect(caller).toMatchObject({ api: undefined, operation: undefined });
    expect(caller.matchedParameters.size).toBe(0);
  });
});

describe('a caller that nobody asks about', () => {
  it('costs nothing: no header is read', () => {
    const headers = new Map([['api-key', 'k']]);
    const get = jest.spyOn(headers, 'get');
    const caller = callerOf({ ...callHead(), headers }, { subscriptionFrom: ['header:api-key'] });
    expect(get).not.toHaveBeenCalled();
    expect([caller.subscription?.id, caller.subscription?.id]).toEqual([keyId('k'), keyId('k')]);
    expect(get).toHaveBeenCalledTimes(1);
  });
});
