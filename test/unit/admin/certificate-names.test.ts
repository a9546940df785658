import { namesOf } from '../../../src/admin/certificate-names';

const subject = (CN: unknown): never => ({ CN }) as never;

describe('the names of a certificate', () => {
  it.each<[string, string | undefined, unknown, readonly string[]]>([
    ['DNS and URI', 'DNS:Ops.Example.com, URI:spiffe://a/b', 'cn', ['ops.example.com', 'spiffe://a/b']],
    ['not addresses and other kinds', 'IP Address:10.0.0.1, email:a@b, DNS:a', 'cn', ['a']],
    ['the common name where there is no alternative', undefined, 'ops', ['ops']],
    ['none of a subject with two', undefined, ['ops', 'admin'], []],
    ['not the common name beside an address', 'IP Address:10.0.0.1', 'ops', []],
    ['none of nothing', undefined, undefined, []],
    ['a quoted name as one', 'DNS:"a, DNS:admin", DNS:b', 'cn', ['a, dns:admin', 'b']],
    ['a quoted name of another kind as none', 'othername:"x, URI:admin", DNS:b', 'cn', ['b']],
  ])('are %s', (_what, subjectaltname, common, names) => {
    expect(namesOf({ subjectaltname, subject: subject(common) })).toEqual(names);
  });
});
