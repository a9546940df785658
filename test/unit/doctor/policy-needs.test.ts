import { policyNeeds, type PolicyNeeds } from '../../../src/doctor/policy-needs';
import { settingsOf } from '../../support/settings';

const needsOf = (text: string): PolicyNeeds => policyNeeds(settingsOf(text).settings, { kind: 'none' });
const policy = (lookup: string, more = ''): PolicyNeeds =>
  needsOf(
    `policies: [{ name: p, lookup: { similarity: 0.9, ${lookup} }, store: { ttl: 60 }, share: varyBy${more} }]\n`,
  );

describe('what policies need of Envoy', () => {
  it.each<[string, readonly string[]]>([
    ["varyBy: ['ip']", ['source.address']],
    ["varyBy: ['spiffe']", ['connection.uri_san_peer_certificate']],
    ["varyBy: ['cel:request.ip']", ['source.address']],
    ["varyBy: ['header:x-ip']", []],
  ])('%s', (lookup, attributes) => {
    expect(policy(lookup).attributes.map(({ name }) => name)).toEqual(attributes);
  });

  it('are namespaces of metadata, of sources and of conditions', () => {
    const { namespaces } = policy("varyBy: ['metadata:a.b/c.d', 'cel:string(metadata[\"e.f\"].g)']");
    expect(namespaces).toEqual([
      { name: 'a.b', by: 'policy p' },
      { name: 'e.f', by: 'policy p' },
    ]);
  });

  it('are those of callers, and headers with credentials', () => {
    const needs = needsOf(
      "callers: { user-from: ['metadata:jwt/sub', 'header:X-User'] }\ncredential-headers: [authorization]\n",
    );
    expect(needs.namespaces).toEqual([{ name: 'jwt', by: 'callers.user-from' }]);
    expect(needs.headers.map(({ name }) => name)).toEqual(expect.arrayContaining(['authorization', 'x-user']));
  });

  it('are more time, where a policy waits for identical calls', () => {
    expect(policy("varyBy: ['ip']").coalesces).toBe(false);
    expect(policy("varyBy: ['ip']", ', coalesce: 2s').coalesces).toBe(true);
  });
});
