import type { IncomingMessage } from 'node:http';
import { callerOf, refusalOf, rightsUpTo, type AccessRules } from '../../../src/admin/access';
import { endpoints } from '../../../src/admin/endpoints';
import { namesLoopback, isLoopback } from '../../../src/admin/loopback';
import { RIGHTS, type Right } from '../../../src/core/access';
import { QUIET_ADMIN } from '../../support/admin';

const TOKENS = { view: 'v'.repeat(16), read: 'r'.repeat(16), change: 'c'.repeat(16) };
const RULES: AccessRules = { tokens: TOKENS, certificates: undefined, loopback: false };

const asking = (authorization?: string): IncomingMessage =>
  ({ headers: authorization === undefined ? {} : { authorization }, socket: {} }) as unknown as IncomingMessage;
const bearer = (token: string): IncomingMessage => asking(`Bearer ${token}`);

/** What each route of the admin address needs; a new one is written here on purpose. */
const NEEDED: Readonly<Record<string, Right | 'nothing'>> = {
  'GET /livez': 'nothing',
  'GET /readyz': 'nothing',
  'GET /metrics': 'nothing',
  'GET /access': 'view',
  'GET /overview': 'view',
  'GET /policies': 'view',
  'GET /audit': 'view',
  'GET /log-level': 'view',
  'POST /log-level': 'change',
  'GET /entries': 'read',
  'GET /entries/search': 'read',
  'GET /entries/one': 'read',
  'POST /entries/purge': 'change',
  'POST /entries/import': 'change',
  'POST /explain': 'read',
  'POST /feedback': 'change',
};

const ROUTES = [...endpoints(QUIET_ADMIN)].flatMap(([path, methods]) =>
  [...methods].map(([method, endpoint]) => ({ method, path, endpoint })),
);

describe('the routes of the admin address', () => {
  it('need just the rights that are written down', () => {
    const found = ROUTES.filter(({ method }) => method !== 'HEAD').map(
      ({ method, path, endpoint: { needs = 'nothing' } }) => [`${method} ${path}`, needs],
    );
    expect(Object.fromEntries(found)).toEqual(NEEDED);
    for (const { method, path, endpoint } of ROUTES.filter((route) => route.method === 'HEAD')) {
      expect([method, endpoint.needs ?? 'nothing']).toEqual([method, NEEDED[`GET ${path}`]]);
    }
  });

  it('are in the audit log when they change something, and only then', () => {
    for (const { endpoint } of ROUTES) expect(endpoint.changes !== undefined).toBe(endpoint.needs === 'change');
  });
});

describe('a caller', () => {
  const CALLERS: [string, IncomingMessage, Partial<AccessRules>, [Right | undefined, string]][] = [
    ['with no token', asking(), {}, [undefined, 'nobody known']],
    ['with no token on loopback', asking(), { loopback: true }, ['view', 'anybody on this machine']],
    ['with the view token', bearer(TOKENS.view), {}, ['view', 'view-token-file']],
    ['with the view token on loopback', bearer(TOKENS.view), { loopback: true }, ['view', 'view-token-file']],
    ['with the read token', bearer(TOKENS.read), {}, ['read', 'read-token-file']],
    ['with the token', bearer(TOKENS.change), {}, ['change', 'token-file']],
    ['with another token', bearer('x'.repeat(16)), {}, [undefined, 'a wrong token']],
    ['with another token on loopback', bearer('x'.repeat(16)), { loopback: true }, [undefined, 'a wrong token']],
    [
      'with the empty token of a file that is not given',
      bearer('undefined'),
      { tokens: {} },
      [undefined, 'a wrong token'],
    ],
    ['with the password of another scheme', asking(`Basic ${TOKENS.change}`), {}, [undefined, 'nobody known']],
    ['with the token alone', asking(TOKENS.change), {}, [undefined, 'nobody known']],
  ];

  it.each(CALLERS)('%s', (_what, request, rules, [right, who]) => {
    const all = { ...RULES, ...rules };
    const caller = callerOf(request, all);
    expect([caller.right, caller.who]).toEqual([right, who]);
    for (const needed of RIGHTS) {
      const refused = refusalOf(caller, needed, all);
      expect([needed, refused === undefined]).toEqual([needed, rightsUpTo(right).includes(needed)]);
      expect(JSON.stringify(refused ?? '')).not.toMatch(/c{16}|r{16}|v{16}|x{16}/);
    }
  });

  it('is told what would be enough', () => {
    const certificates = { readers: ['a'], changers: ['b'] };
    const said = (request: IncomingMessage, needed: Right, rules: AccessRules): [number, string] => {
      const answer = refusalOf(callerOf(request, rules), needed, rules)!;
      return [answer.status, answer.body.toString().trim()];
    };
    const [readOnly, none] = [
      { ...RULES, tokens: { read: TOKENS.read } },
      { ...RULES, tokens: {} },
    ];
    expect(said(asking(), 'view', RULES)).toEqual([
      401,
      'to view, give the bearer token of admin.view-token-file, or the bearer token of admin.read-token-file, or the bearer token of admin.token-file',
    ]);
    expect(said(bearer(TOKENS.read), 'change', RULES)).toEqual([
      403,
      'not with read-token-file: to change entries or settings, give the bearer token of admin.token-file',
    ]);
    expect(said(bearer(TOKENS.read), 'change', readOnly)[1]).toMatch(
      /^nobody may do this here: set admin\.token-file /,
    );
    expect(said(asking(), 'view', none)).toEqual([403, 'nobody may do this here: set admin.view-token-file to view']);
    expect(said(asking(), 'read', { ...none, certificates })).toEqual([
      401,
      'to read entries, give a certificate that admin.tls.readers or admin.tls.changers names',
    ]);
    expect(said(asking(), 'read', { ...none, certificates: { readers: [], changers: [] } })[0]).toBe(403);
    expect(said(bearer('x'.repeat(16)), 'view', { ...RULES, loopback: true })).toEqual([
      401,
      'wrong bearer token: none is needed here',
    ]);
  });
});

describe('loopback', () => {
  it.each(['localhost', '127.0.0.1', '127.8.9.1', '::1'])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example', '127.0.0.1.example', '1270.0.1', ''])(
    'is not %p',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
  it.each(['localhost', 'LOCALHOST:9901', 'localhost.:9901', '127.0.0.1:1', '[::1]', '[::1]:9901'])(
    'is named by the Host %s',
    (host) => {
      expect(namesLoopback(host)).toBe(true);
    },
  );
  it.each([undefined, '', 'evil.example', '127.0.0.1.evil.example:9901', 'localhost@evil.example', '[::2]:1', '::1'])(
    'is not named by the Host %p',
    (host) => {
      expect(namesLoopback(host)).toBe(false);
    },
  );
});
