import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createAudit } from '../../../src/admin/audit';
import { createAdminServer, type AdminOptions, type AdminServer } from '../../../src/admin/server';
import type { AuditRecord } from '../../../src/core/access';
import { systemClock } from '../../../src/core/clock';
import type { LogLevel } from '../../../src/core/log-level';
import { QUIET_ADMIN } from '../../support/admin';

const TOKEN = 'a-token-for-the-tests';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

let server: AdminServer;
let port: number;
let audited: AuditRecord[];
let refused: string[];
let level: LogLevel;
afterEach(() => server.stop());

async function started(change: Partial<AdminOptions> = {}): Promise<void> {
  [audited, refused, level] = [[], [], 'info'];
  server = createAdminServer({
    ...QUIET_ADMIN,
    access: { tokens: { change: TOKEN }, certificates: undefined },
    audit: createAudit({
      clock: systemClock,
      file: undefined,
      log: (one) => audited.push(one),
      failed: () => undefined,
    }),
    refused: (why) => refused.push(why),
    logLevel: { get: () => level, set: (next) => (level = next) },
    ...change,
  });
  ({ port } = await server.start());
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      text(response).then((said) => {
        resolve({ status: response.statusCode, headers: response.headers, body: said });
      }, reject);
    })
      .on('error', reject)
      .end(body);
  });
}

const LEVEL = '{"level":"debug"}';

describe('the admin address and browsers', () => {
  it('tells them with every answer to load, run, frame and guess nothing', async () => {
    await started({ page: { routes: new Map(), scriptHashes: ['sha256-abc='] } });
    for (const path of ['/livez', '/access', '/nothing', '/entries']) {
      expect((await ask('GET', path)).headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self' 'sha256-abc='; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
  });

  it('serves the static page to anybody, with headers of its own', async () => {
    const route = () => ({
      status: 200,
      contentType: 'text/html',
      body: Buffer.from('<p>'),
      headers: { 'cache-control': 'no-cache' },
    });
    await started({ page: { routes: new Map([['/', route]]), scriptHashes: [] } });
    const { status, body, headers } = await ask('GET', '/');
    expect([status, body, headers['cache-control']]).toEqual([200, '<p>', 'no-cache']);
  });

  it.each<[string, Record<string, string>, number]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['our origin with another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'OWN' }, 200],
    ['the address bar', { 'sec-fetch-site': 'none' }, 200],
    ['what is no browser', {}, 200],
  ])('takes a change from %s: %p', async (_what, headers, status) => {
    await started();
    const own = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace('OWN', `http://127.0.0.1:${port}`),
    ]);
    const reply = await ask('POST', '/log-level', { ...AUTHORIZED, ...Object.fromEntries(own) }, LEVEL);
    expect([reply.status, level]).toEqual([status, status === 200 ? 'debug' : 'info']);
    expect(refused).toEqual(status === 200 ? [] : ['foreign-origin']);
    expect(audited).toMatchObject([
      status === 200
        ? { who: 'token-file', action: 'log-level', what: { level: 'debug' }, result: 'done' }
        : { who: 'token-file', action: 'log-level', what: {}, result: 'refused', outcome: { why: 'foreign-origin' } },
    ]);
  });

  it('answers to the names of this machine only, but for probes', async () => {
    await started();
    const rebound = { host: `evil.example:${port}` };
    expect((await ask('GET', '/access')).status).toBe(200);
    for (const path of ['/access', '/overview', '/policies', '/entries'])
      expect((await ask('GET', path, { ...AUTHORIZED, ...rebound })).status).toBe(403);
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await ask('GET', path, rebound)).status).toBe(200);
    expect(new Set(refused)).toEqual(new Set(['foreign-host']));
    await server.stop();
    await started({ address: { host: '0.0.0.0', port: 0 } });
    expect((await ask('GET', '/access', { ...AUTHORIZED, ...rebound })).status).toBe(200);
  });

  it('says who may do what, and counts who may not', async () => {
    await started();
    expect(JSON.parse((await ask('GET', '/access')).body)).toEqual({
      rights: ['view'],
      who: 'anybody on this machine',
      prompts: 'clear',
    });
    expect(JSON.parse((await ask('GET', '/access', AUTHORIZED)).body).rights).toEqual(['view', 'read', 'change']);
    const wrong = await ask('GET', '/access', { authorization: 'Bearer something-else-here' });
    expect([wrong.status, wrong.headers['www-authenticate']]).toEqual([401, 'Bearer realm="llm-semantic-cache"']);
    expect((await ask('POST', '/entries/purge?all=true')).status).toBe(401);
    expect(refused).toEqual(['wrong-token', 'no-right']);
    const { changes } = JSON.parse((await ask('GET', '/audit')).body);
    expect(changes).toMatchObject([
      { who: 'anybody on this machine', action: 'purge', result: 'refused', from: '127.0.0.1' },
    ]);
  });

  it.each<[string, string, number]>([
    ['no level', '{}', 400],
    ['an unknown level', '{"level":"loud"}', 400],
    ['more than a level', '{"level":"info","of":"x"}', 400],
    ['no JSON', 'debug', 400],
    ['a long body', ' '.repeat(1000), 413],
  ])('refuses %s for the log', async (_what, body, status) => {
    await started();
    expect((await ask('POST', '/log-level', AUTHORIZED, body)).status).toBe(status);
    expect(level).toBe('info');
    expect(audited).toMatchObject([{ action: 'log-level', result: 'refused' }]);
  });
});
