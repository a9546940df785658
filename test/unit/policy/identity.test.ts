import type { RequestHead } from '../../../src/core/exchange';
import type { Identity } from '../../../src/policy/identity';
import type { NativePolicy } from '../../../src/policy/sources';
import { headOf } from '../../support/heads';
import { compiledSet, lookupSettings, policySettings } from '../../support/policies';

const head = (header: Record<string, string>): RequestHead => headOf({ authority: 'h', path: '/', header });

const credentials = ['authorization', 'api-key'];
const key = { authorization: 'Bearer k' };
const credential = [
  ['authorization', 'Bearer k'],
  ['api-key', null],
];

/** Whose entries a call gets under a policy. */
function identityOf(share: NativePolicy['share'], varyBy: string[], headers: Record<string, string>): Identity {
  const policy = policySettings({ share, lookup: lookupSettings({ varyBy }) });
  const ruling = compiledSet([policy], credentials).match(head(headers))!.onRequest(undefined);
  if (ruling.kind === 'lookup') return ruling.identity;
  expect(ruling).toEqual({ kind: 'none', reason: 'identity-missing' });
  return { kind: 'missing' };
}

describe('identity', () => {
  it('is the credential by default', () => {
    expect(identityOf('credential', [], key)).toEqual({ kind: 'known', values: credential });
  });

  it('adds varyBy values to the credential, an absent header being a value of its own', () => {
    const identity = identityOf('credential', ['header:x-tenant', 'header:x-team'], { ...key, 'x-tenant': 'a' });
    expect(identity).toEqual({
      kind: 'known',
      values: [['header:x-tenant', 'a'], ['header:x-team', null], ...credential],
    });
  });

  it('is the group alone when the policy shares within it', () => {
    const identity = identityOf('varyBy', ['header:x-tenant'], { ...key, 'x-tenant': 'a' });
    expect(identity).toEqual({ kind: 'known', values: [['header:x-tenant', 'a']] });
  });

  it('takes a value from an expression', () => {
    const source = 'cel:request.headers["x-tenant"].lowerAscii()';
    const identity = identityOf('varyBy', [source], { ...key, 'x-tenant': 'A' });
    expect(identity).toEqual({ kind: 'known', values: [[source, 'a']] });
  });

  it.each(['header:x-tenant', 'cel:has(request.headers.tenant) ? request.headers.tenant : ""', 'subscription'])(
    'is missing when a group policy finds no %s on the call',
    (source) => {
      expect(identityOf('varyBy', [source], key)).toEqual({ kind: 'missing' });
    },
  );

  it('lets everybody share when the policy says so', () => {
    expect(identityOf('everyone', [], key)).toEqual({ kind: 'known', values: [] });
  });
});
