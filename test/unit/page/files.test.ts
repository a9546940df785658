import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { readPage } from '../../../src/admin/page-files';
import { createAdminServer, type AdminServer } from '../../../src/admin/server';
import { QUIET_ADMIN } from '../../support/admin';
import { folder } from '../../support/files';

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By the path as it is: `fetch` would tidy it up. */
function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers })
      .on('error', reject)
      .on('response', (response) => {
        response.toArray().then((pieces: Buffer[]) => {
          const body = Buffer.concat(pieces).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        }, reject);
      })
      .end();
  });
}

describe('the files of the page', () => {
  const page = readPage();
  let server: AdminServer;
  let port: number;
  beforeAll(async () => {
    server = createAdminServer({ ...QUIET_ADMIN, page });
    ({ port } = await server.start());
  });
  afterAll(() => server.stop());

  it('are all that the page and its modules name, each with its type', async () => {
    const found = new Map<string, string>();
    const wanted = ['/'];
    for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
      if (found.has(path)) continue;
      const { status, headers, body } = await get(port, path);
      expect([path, status]).toEqual([path, 200]);
      found.set(path, headers['content-type'] ?? '');
      const named =
        path === '/'
          ? [...body.matchAll(/(?:src|href)="([^"]+)"|"\.\/(page\/[^"]+)"/g)].map(([, a, b]) => a ?? b!)
          : [];
      const imported = path.startsWith('/page/page/')
        ? [...body.matchAll(/(?:from|import) '(\.[^']+)'/g)].map(([, name]) => name!)
        : [];
      wanted.push(...[...named, ...imported].map((name) => new URL(name, `http://page${path}`).pathname));
    }
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([
        '/page/page/main.js',
        '/page/core/reason-words.js',
        '/page/lit-html.js',
        '/page/uPlot.esm.js',
      ]),
    );
    const types = new Map([...found].map(([path, type]) => [path.split('.').at(-1)!, type]));
    expect(Object.fromEntries(types)).toEqual({
      '/': 'text/html; charset=utf-8',
      css: 'text/css; charset=utf-8',
      js: 'text/javascript; charset=utf-8',
      svg: 'image/svg+xml',
    });
  });

  it('have no script in the page but the import map, whose hash the security policy names', async () => {
    const { body, headers } = await get(port, '/');
    const inline = [...body.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)].filter(([, , script]) => script !== '');
    expect(inline.map(([, attributes]) => attributes)).toEqual([' type="importmap"']);
    const hash = createHash('sha256').update(inline[0]![2]!).digest('base64');
    expect(headers['content-security-policy']).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(body).not.toMatch(/<style|style=|https?:\/\//);
  });

  it('are not sent again when they are the same', async () => {
    const { headers } = await get(port, '/page/page.css');
    const etag = headers.etag!;
    expect(headers['cache-control']).toBe('no-cache');
    expect(await get(port, '/page/page.css', { 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
    expect((await get(port, '/page/page.css', { 'if-none-match': '"older"' })).status).toBe(200);
  });

  it.each([
    '/page/',
    '/page/index.html',
    '/page/main.ts',
    '/page/tsconfig.json',
    '/page/../admin/server.js',
    '/page/page/../../main.js',
    '/page/%2e%2e/main.js',
    '/page/..%2fmain.js',
    '/page//etc/passwd',
    '/page/page/main.js%00.css',
  ])('are all that can be asked for, which %s is not one of', async (path) => {
    expect((await get(port, path)).status).toBe(404);
  });

  it('have to be there', () => {
    const empty = folder();
    expect(() => readPage(empty.path)).toThrow('index.html');
    empty.write('index.html', '<p>no import map');
    expect(() => readPage(empty.path)).toThrow('has no import map');
    empty.remove();
  });
});
