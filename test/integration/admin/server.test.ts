import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createAdminServer, type AdminOptions, type AdminServer } from '../../../src/admin/server';
import { QUIET_ADMIN } from '../../support/admin';

let server: AdminServer;
afterEach(() => server.stop());

const READY: AdminOptions['readiness'] = async () => [{ part: 'store', ready: true, detail: 'open' }];

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function started(options: Partial<AdminOptions> = {}): Promise<(method: string, path: string) => Promise<Reply>> {
  server = createAdminServer({
    ...QUIET_ADMIN,
    readiness: READY,
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
    ...options,
  });
  const { port } = await server.start();
  return (method, path) =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, method, path }, (response) => {
        const { statusCode: status, headers } = response;
        text(response).then((body) => {
          resolve({ status, headers, body });
        }, reject);
      })
        .on('error', reject)
        .end();
    });
}

describe('the admin server', () => {
  it('answers livez, readyz and metrics', async () => {
    const ask = await started();
    expect(await ask('GET', '/livez')).toMatchObject({ status: 200, body: 'ok\n' });
    const ready = await ask('GET', '/readyz?verbose');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.body)).toEqual({ ready: true, parts: [{ part: 'store', ready: true, detail: 'open' }] });
    expect(await ask('GET', '/metrics')).toMatchObject({
      status: 200,
      body: 'up 1\n',
      headers: { 'content-type': 'text/plain; version=0.0.4' },
    });
  });

  it('says which part is not ready and why', async () => {
    const parts = [
      { part: 'store', ready: true, detail: 'open' },
      { part: 'model', ready: false, detail: 'warming up' },
    ];
    const ask = await started({ readiness: async () => parts });
    const { status, body } = await ask('GET', '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({ ready: false, parts });
  });

  it('is not ready when the check takes longer than a second', async () => {
    const ask = await started({ readiness: () => new Promise(() => undefined) });
    const { status, body } = await ask('GET', '/readyz');
    expect(status).toBe(503);
    expect(JSON.parse(body).parts).toEqual([{ part: 'readiness', ready: false, detail: 'no answer within 1000 ms' }]);
  });

  it('is not ready when the check fails', async () => {
    const ask = await started({ readiness: () => Promise.reject(new Error('x')) });
    expect((await ask('GET', '/readyz')).status).toBe(503);
  });

  it('answers HEAD with the head alone', async () => {
    const ask = await started();
    expect(await ask('HEAD', '/livez')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '3' } });
  });

  it.each([
    ['POST', '/metrics', 405],
    ['DELETE', '/livez', 405],
    ['GET', '/', 404],
    ['POST', '/nothing', 404],
    ['GET', '/livez/x', 404],
    ['GET', '/__proto__', 404],
  ])('refuses %s %s with %d', async (method, path, status) => {
    const ask = await started();
    const reply = await ask(method, path);
    expect(reply.status).toBe(status);
    expect(reply.headers.allow).toBe(status === 405 ? 'GET, HEAD' : undefined);
  });

  it('answers 500 when metrics fail, without their message, and logs it', async () => {
    const warned: unknown[] = [];
    const ask = await started({
      metrics: () => Promise.reject(new Error('inner detail')),
      logger: { warn: (...line) => void warned.push(line) },
    });
    expect(await ask('GET', '/metrics')).toMatchObject({ status: 500, body: 'internal error\n' });
    expect(warned).toHaveLength(1);
  });

  it('rejects the start when the address is taken', async () => {
    server = createAdminServer(QUIET_ADMIN);
    const { port } = await server.start();
    const second = createAdminServer({ ...QUIET_ADMIN, address: { host: '127.0.0.1', port } });
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
