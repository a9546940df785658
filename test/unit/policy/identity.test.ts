import type { RequestHead } from '../../../src/core/exchange';
import type { LookupSettings } from '../../../src/core/policy';
import { identityOf } from '../../../src/policy/identity';
import { lookupSettings } from '../../support/policies';

const lookup = (varyBy: string[], varyByCredential: boolean): LookupSettings =>
  lookupSettings({ varyBy, varyByCredential });

const head = (headers: Record<string, string>): RequestHead => ({
  method: 'POST',
  authority: 'h',
  path: '/',
  query: '',
  headers: new Map(Object.entries(headers)),
  directives: undefined,
});

const credentials = ['authorization', 'api-key'];
const key = { authorization: 'Bearer k' };
const credential = [
  ['authorization', 'Bearer k'],
  ['api-key', null],
];

describe('identity', () => {
  it('is the credential by default', () => {
    expect(identityOf(lookup([], true), head(key), credentials)).toEqual({ kind: 'known', values: credential });
  });

  it('adds vary-by values to the credential, an absent header being a value of its own', () => {
    const identity = identityOf(lookup(['x-tenant', 'x-team'], true), head({ ...key, 'x-tenant': 'a' }), credentials);
    expect(identity).toEqual({
      kind: 'known',
      values: [['x-tenant', 'a'], ['x-team', null], ...credential],
    });
  });

  it('is the group alone when the policy shares across credentials', () => {
    const identity = identityOf(lookup(['x-tenant'], false), head({ ...key, 'x-tenant': 'a' }), credentials);
    expect(identity).toEqual({ kind: 'known', values: [['x-tenant', 'a']] });
  });

  it('is missing when a group policy finds no group on the call', () => {
    expect(identityOf(lookup(['x-tenant'], false), head(key), credentials)).toEqual({ kind: 'missing' });
  });

  it('lets everybody share when the policy says so with no vary-by', () => {
    expect(identityOf(lookup([], false), head(key), credentials)).toEqual({ kind: 'known', values: [] });
  });
});
