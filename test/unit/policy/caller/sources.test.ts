import type { RequestHead } from '../../../../src/core/exchange';
import { compileRequestSource, compileSource } from '../../../../src/policy/caller/sources';
import { NOBODY } from '../../../support/heads';
import { callHead, token } from './calls';

function read(text: string, head: RequestHead, caller = NOBODY): string | null {
  const source = compileSource(text);
  if (typeof source !== 'function') throw new Error(source.problem);
  return source(head, () => caller);
}

const withHeaders = (headers: Record<string, string>): RequestHead => callHead({ headers });
const bearing = (claims: unknown): RequestHead => withHeaders({ authorization: `Bearer ${token(claims)}` });

describe('a value source', () => {
  it.each<[string, RequestHead, string | null]>([
    ['header:X-Tenant', withHeaders({ 'x-tenant': 'a' }), 'a'],
    ['header:x-tenant', withHeaders({ 'x-tenant': '' }), null],
    ['header:x-tenant', withHeaders({}), null],
    ['header:__proto__', withHeaders({}), null],
    ['query:key', callHead({ target: '/a?x=1&key=a%20b+c' }), 'a b c'],
    ['query:key', callHead({ target: '/a?Key=1' }), null],
    ['query:key', callHead({ target: '/a?key=1&key=2' }), null],
    ['cookie:sid', withHeaders({ cookie: 'a=1; sid=x=y; b=2' }), 'x=y'],
    ['cookie:sid', withHeaders({ cookie: 'sid=1; sid=2' }), null],
    ['cookie:sid', withHeaders({ cookie: 'xsid=1' }), null],
    ['bearer', withHeaders({ authorization: 'bearer  abc.d-e_f~/+=' }), 'abc.d-e_f~/+='],
    ['bearer', withHeaders({ authorization: 'Basic abc' }), null],
    ['bearer', withHeaders({ authorization: 'Bearer a, Bearer b' }), null],
    ['bearer', withHeaders({}), null],
    ['path', callHead({ target: '/v1/x?y' }), '/v1/x'],
    ['ip', callHead({}, { clientAddress: '192.0.2.1' }), '192.0.2.1'],
    ['ip', callHead(), null],
    ['spiffe', callHead({}, { peerUris: ['https://a', 'spiffe://b/c', 'spiffe://d'] }), 'spiffe://b/c'],
    ['spiffe', callHead({}, { peerUris: ['https://a'] }), null],
    ['spiffe', callHead(), null],
  ])('%s', (text, head, expected) => {
    expect(read(text, head)).toBe(expected);
  });

  it.each<[string, unknown, string | null]>([
    ['jwt:sub', { sub: 'alice' }, 'alice'],
    ['jwt:sub', { sub: '' }, null],
    ['jwt:sub', { sub: null }, null],
    ['jwt:n', { n: 7 }, '7'],
    ['jwt:ok', { ok: false }, 'false'],
    ['jwt:groups', { groups: ['b', 'a'] }, '["b","a"]'],
    ['jwt:org', { org: { b: 1, a: 2 } }, '{"a":2,"b":1}'],
    ['jwt:realm.roles.first', { realm: { roles: { first: 'r' } } }, 'r'],
    ['jwt:https://a.example/org', { 'https://a.example/org': 'x' }, 'x'],
    ['jwt:a.b.c', { a: { 'b.c': 'x' } }, 'x'],
    ['jwt:a.b', { a: 'text' }, null],
    ['jwt:constructor', {}, null],
    ['jwt:a.toString', { a: {} }, null],
    ['jwt:sub', ['sub'], null],
  ])('%s of %j', (text, claims, expected) => {
    expect(read(text, bearing(claims))).toBe(expected);
  });

  it.each(['abc', 'a.b', 'a.b.c', 'a..c', `a.${Buffer.from('{').toString('base64url')}.c`])(
    'has no claim in %s, which is no token',
    (text) => {
      expect(read('jwt:sub', withHeaders({ authorization: `Bearer ${text}` }))).toBeNull();
    },
  );

  it('has no claim in what a client nested without end', () => {
    const deep = `{"sub":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const authorization = `Bearer a.${Buffer.from(deep).toString('base64url')}.c`;
    expect(read('jwt:sub', withHeaders({ authorization }))).toBeNull();
  });

  const metadata = {
    'envoy.filters.http.jwt_authn': { payload: { sub: 'alice', aud: ['x'], 'https://a/b': { c: 1 } } },
  };
  it.each([
    ['metadata:envoy.filters.http.jwt_authn/payload.sub', 'alice'],
    ['metadata:envoy.filters.http.jwt_authn/payload.aud', '["x"]'],
    ['metadata:envoy.filters.http.jwt_authn/payload.https://a/b.c', '1'],
    ['metadata:envoy.filters.http.jwt_authn/payload.https://a/b', '{"c":1}'],
    ['metadata:envoy.filters.http.jwt_authn/payload.none', null],
    ['metadata:other/payload.sub', null],
    ['metadata:__proto__/toString', null],
    ['metadata:constructor/name', null],
  ])('%s', (text, expected) => {
    expect(read(text, callHead({}, { metadata }))).toBe(expected);
    expect(read(text, callHead())).toBeNull();
  });

  it.each([
    ['By=spiffe://a/proxy;Hash=00;URI=spiffe://a/client', 'spiffe://a/client'],
    ['URI=spiffe://a/first,By=x;URI=spiffe://a/last', 'spiffe://a/last'],
    ['Hash=0;Subject="CN=\\"x\\", URI=spiffe://forged;URI=spiffe://forged";uri=spiffe://a/b', 'spiffe://a/b'],
    ['Hash=0;Subject="/C=US,O=x;URI=spiffe://forged"', null],
    ['URI="spiffe://a/b,c"', 'spiffe://a/b,c'],
    ['URI=a;URI=b', 'a'],
    ['URI=spiffe://a, Hash=1', null],
    ['URI=', null],
    ['Subject="open;URI=spiffe://a', null],
    ['', null],
  ])('xfcc: %s', (header, expected) => {
    expect(read('xfcc', withHeaders({ 'x-forwarded-client-cert': header }))).toBe(expected);
  });

  it.each([
    ['subscription', 's'],
    ['user', 'u'],
    ['product', 'p'],
    ['api', 'a'],
    ['operation', 'o'],
  ])('%s is the id that the caller has', (text, expected) => {
    const caller = {
      ...NOBODY,
      subscription: { id: 's', name: 'S', key: 'secret' },
      product: { id: 'p', name: 'P' },
      user: { id: 'u', email: '', firstName: '', lastName: '', groups: [] },
      api: { id: 'a', name: 'A', path: '', version: '' },
      operation: { id: 'o', name: 'O', method: '*', urlTemplate: '/*' },
    };
    expect(read(text, callHead(), caller)).toBe(expected);
    expect(read(text, callHead())).toBeNull();
  });

  it('does not ask who calls when it reads the request', () => {
    const source = compileSource('header:x-tenant');
    const asked = jest.fn(() => NOBODY);
    expect(typeof source === 'function' && source(withHeaders({ 'x-tenant': 'a' }), asked)).toBe('a');
    expect(asked).not.toHaveBeenCalled();
  });

  const FORMS =
    'must be one of header:NAME, query:NAME, cookie:NAME, bearer, jwt:CLAIM, metadata:NAMESPACE/PATH, spiffe';
  it.each([
    ['', FORMS],
    ['x-tenant', FORMS],
    ['headers:x', FORMS],
    ['header:', FORMS],
    ['header: x', FORMS],
    ['jwt:', FORMS],
    ['bearer:x', FORMS],
    ['toString', FORMS],
    ['constructor:x', FORMS],
    ['__proto__', FORMS],
    ['header:a b', 'must have a header name'],
    ['header:a:b', 'must have a header name'],
    ['cookie:a=b', 'must have a cookie name'],
    ['metadata:namespace', 'must have a namespace, "/"'],
    ['metadata:/path', 'must have a namespace, "/"'],
    ['metadata:namespace/', 'must have a namespace, "/"'],
  ])('"%s" is refused', (text, problem) => {
    expect(compileSource(text)).toEqual({ problem: expect.stringContaining(problem) as string });
    expect(compileRequestSource(text)).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  it('cannot tell the caller by what is known of the caller', () => {
    const refused = compileRequestSource('subscription');
    expect(refused).toEqual({ problem: expect.stringMatching(/^must be one of header:.*, path$/) as string });
    expect(compileSource('nonsense')).toEqual({ problem: expect.stringMatching(/path, subscription, user/) as string });
  });

  it.each([
    ['bearer', 'always'],
    ['cookie:a', 'always'],
    ['header:Authorization', 'always'],
    ['header:x-tenant', 'maybe'],
    ['query:key', 'maybe'],
    ['jwt:sub', 'never'],
    ['metadata:a/b', 'never'],
    ['spiffe', 'never'],
    ['xfcc', 'never'],
  ])('%s holds a secret: %s', (text, secret) => {
    expect(compileRequestSource(text)).toMatchObject({ secret });
  });
});
