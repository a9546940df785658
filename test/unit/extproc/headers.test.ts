import { headerMap, requestHead, responseHead } from '../../../src/extproc/headers';

const line = (key: string, value: string) => ({ key, value: '', rawValue: Buffer.from(value) });

describe('header map', () => {
  it('prefers raw_value, falls back to value and joins lines of one name', () => {
    const headers = [line('a', '1'), line('a', '2'), { key: 'b', value: 'x', rawValue: Buffer.alloc(0) }];
    expect([...headerMap({ headers: { headers }, endOfStream: false })]).toEqual([
      ['a', '1, 2'],
      ['b', 'x'],
    ]);
  });
});

describe('request head', () => {
  it('splits path and query and lower-cases the authority', () => {
    const head = requestHead(
      new Map([
        [':method', 'POST'],
        [':authority', 'API.Example.com:8443'],
        [':path', '/v1/chat?api-version=1?2'],
      ]),
    );
    expect(head).toMatchObject({
      method: 'POST',
      authority: 'api.example.com:8443',
      path: '/v1/chat',
      query: 'api-version=1?2',
    });
  });
});

describe('response head', () => {
  const attributes = (details: unknown) => ({ 'envoy.filters.http.ext_proc': { 'response.code_details': details } });
  it.each([
    ['via_upstream', true],
    ['request_rate_limited', false],
    ['upstream_reset_before_response_started{connection_failure}', false],
    [undefined, true],
    ['', true],
  ])('code details %s: from the upstream %s', (details, fromUpstream) => {
    expect(responseHead(new Map([[':status', '200']]), attributes(details))).toMatchObject({
      status: 200,
      fromUpstream,
    });
  });

  it('takes the reply for the upstream’s when Envoy sends no attributes', () => {
    expect(responseHead(new Map([[':status', '404']]), {})).toMatchObject({ status: 404, fromUpstream: true });
  });
});
