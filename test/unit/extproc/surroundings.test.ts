import { requestHead } from '../../../src/extproc/headers';
import { surroundingsOf } from '../../../src/extproc/surroundings';

const HEADERS = new Map<string, string>();
const of = (attributes: Record<string, unknown>) => ({
  attributes: { 'envoy.filters.http.ext_proc': attributes },
  metadataContext: undefined,
});

describe('the surroundings of a request', () => {
  it('are absent when Envoy tells nothing', () => {
    expect(surroundingsOf({ attributes: {}, metadataContext: undefined }, HEADERS)).toBeUndefined();
    expect(surroundingsOf({ attributes: {}, metadataContext: { filterMetadata: {} } }, HEADERS)).toBeUndefined();
    expect(surroundingsOf(of({ 'source.address': '', 'request.scheme': '' }), HEADERS)).toBeUndefined();
    expect(requestHead(HEADERS, undefined)).not.toHaveProperty('surroundings');
  });

  it.each([
    ['192.0.2.1:567', '192.0.2.1'],
    ['[2001:db8::1]:5', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
    ['/run/envoy.sock', undefined],
    ['envoy://internal/1:2', undefined],
    ['192.0.2.1:x', undefined],
  ])('client address of %s: %s', (address, expected) => {
    expect(surroundingsOf(of({ 'source.address': address }), HEADERS)?.clientAddress).toBe(expected);
  });

  it('have the scheme by attribute, else by header', () => {
    const headers = new Map([[':scheme', 'http']]);
    expect(surroundingsOf(of({ 'request.scheme': 'https' }), headers)).toEqual({ scheme: 'https' });
    expect(surroundingsOf(of({}), headers)).toEqual({ scheme: 'http' });
  });

  it('have the URI of the certificate', () => {
    const told = of({ 'connection.uri_san_peer_certificate': 'spiffe://a/b' });
    expect(surroundingsOf(told, HEADERS)).toEqual({ peerUris: ['spiffe://a/b'] });
  });

  it('have the metadata of other filters', () => {
    const filterMetadata = { 'envoy.filters.http.jwt_authn': { payload: { sub: 'alice' } } };
    const surroundings = surroundingsOf({ attributes: {}, metadataContext: { filterMetadata } }, HEADERS);
    expect(surroundings).toEqual({ metadata: filterMetadata });
    expect(requestHead(HEADERS, surroundings).surroundings).toBe(surroundings);
  });

  it('take nothing of another type', () => {
    const told = { 'source.address': 7, 'request.scheme': ['https'], 'connection.uri_san_peer_certificate': null };
    expect(surroundingsOf(of(told), HEADERS)).toBeUndefined();
  });
});
