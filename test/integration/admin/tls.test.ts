import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import type { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createAdminServer, type AdminServer } from '../../../src/admin/server';
import { openCertificates, type Certificates } from '../../../src/app/certificates';
import { run } from '../../../src/cli/cli';
import { serviceCommands } from '../../../src/cli/service-commands';
import type { AuditRecord } from '../../../src/core/access';
import { createAudit } from '../../../src/admin/audit';
import { systemClock } from '../../../src/core/clock';
import { QUIET_ADMIN } from '../../support/admin';
import { authority, type Authority } from '../../support/authority';
import { until } from '../../../tools/harness/waiting';

const TOKEN = 'a-token-for-the-tests';
const LOOK_EVERY_MS = 20;

let dir: string;
let ca: Authority;
let certificates: Certificates;
let server: AdminServer;
let port: number;
let audited: AuditRecord[];
const own = (): { certFile: string; keyFile: string } => ({
  certFile: join(dir, 'tls.pem'),
  keyFile: join(dir, 'tls.key'),
});

function use({ certFile, keyFile }: ReturnType<Authority['issue']>): void {
  copyFileSync(keyFile, own().keyFile);
  copyFileSync(certFile, own().certFile);
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lsc-admin-tls-'));
  ca = authority(dir, 'ca');
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  use(ca.issue('127.0.0.1'));
  certificates = openCertificates({ ...own(), clientCaFile: ca.caFile }, LOOK_EVERY_MS, 'admin.tls');
  audited = [];
  server = createAdminServer({
    ...QUIET_ADMIN,
    // Not loopback as far as rights go: the table is that of an address that others reach.
    address: { host: '0.0.0.0', port: 0 },
    access: {
      tokens: { change: TOKEN },
      certificates: { readers: ['reader.example'], changers: ['spiffe://example/ops'] },
    },
    audit: createAudit({
      clock: systemClock,
      file: undefined,
      log: (one) => audited.push(one),
      failed: () => undefined,
    }),
    tls: certificates.material,
  });
  certificates.follow({
    renewed: (material) => {
      server.renew(material);
    },
    refused: () => undefined,
  });
  ({ port } = await server.start());
});
afterEach(async () => {
  certificates.close();
  await server.stop();
});

interface Reply {
  readonly status: number | undefined;
  readonly body: string;
  /** Of the server's certificate. */
  readonly fingerprint: string;
}

function ask(method: string, path: string, options: RequestOptions = {}, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const trusted = readFileSync(ca.caFile);
    const call = request(
      { host: '127.0.0.1', port, method, path, ca: trusted, agent: false, ...options },
      (response) => {
        const { fingerprint256 } = (
          response.socket as unknown as Pick<TLSSocket, 'getPeerCertificate'>
        ).getPeerCertificate();
        text(response).then((said) => {
          resolve({ status: response.statusCode, body: said, fingerprint: fingerprint256 });
        }, reject);
      },
    );
    call.on('error', reject).end(body);
  });
}

function client(name: string, alternative?: string, of: Authority = ca): RequestOptions {
  const { certFile, keyFile } = of.issue(name, alternative);
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the admin address with TLS', () => {
  it('gives probes what they ask for without a certificate, and nobody else anything', async () => {
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await ask('GET', path)).status).toBe(200);
    for (const path of ['/access', '/overview', '/policies', '/audit', '/log-level', '/entries'])
      expect((await ask('GET', path)).status).toBe(401);
  });

  it('lets any certificate of the authority view, readers read, and changers change', async () => {
    const table: [string, RequestOptions, readonly [number, number, number], string][] = [
      ['any', client('somebody.example'), [200, 403, 403], 'certificate somebody.example'],
      ['a reader', client('reader.example'), [200, 503, 403], 'certificate reader.example'],
      ['a changer', client('ops', 'URI:spiffe://example/ops'), [200, 503, 200], 'certificate spiffe://example/ops'],
      // Nobody has vouched for that name as one of a service.
      [
        'the name as common name beside another',
        client('reader.example', 'DNS:other.example'),
        [200, 403, 403],
        'certificate other.example',
      ],
    ];
    for (const [what, certificate, statuses, who] of table) {
      const level = await ask('POST', '/log-level', { ...certificate, headers: JSON_TYPE }, '{"level":"info"}');
      const found = [
        (await ask('GET', '/access', certificate)).status,
        (await ask('GET', '/entries', certificate)).status,
        level.status,
      ];
      expect([what, found]).toEqual([what, statuses]);
      expect(JSON.parse((await ask('GET', '/access', certificate)).body).who).toBe(who);
    }
    expect(audited.map(({ who, result }) => [who, result])).toEqual([
      ['certificate somebody.example', 'refused'],
      ['certificate reader.example', 'refused'],
      ['certificate spiffe://example/ops', 'done'],
      ['certificate other.example', 'refused'],
    ]);
  });

  it('takes a certificate of another authority for none', async () => {
    const foreign = client('reader.example', undefined, authority(dir, 'foreign'));
    expect((await ask('GET', '/livez', foreign)).status).toBe(200);
    expect((await ask('GET', '/access', foreign)).status).toBe(401);
    expect((await ask('GET', '/access', { ...foreign, headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(
      200,
    );
  });

  it('takes no body that a form can send where a browser gives the certificate by itself', async () => {
    const ops = client('ops', 'URI:spiffe://example/ops');
    const types = ['text/plain', 'application/x-www-form-urlencoded; charset=utf-8', 'multipart/form-data; boundary=x'];
    for (const headers of [{}, ...types.map((type) => ({ 'content-type': type }))]) {
      expect((await ask('POST', '/log-level', { ...ops, headers }, '{"level":"info"}')).status).toBe(415);
    }
    const token = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('POST', '/log-level', { headers: token }, '{"level":"info"}')).status).toBe(200);
  });

  it('speaks TLS 1.2 and newer only', async () => {
    await expect(ask('GET', '/livez', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow();
    expect((await ask('GET', '/livez', { maxVersion: 'TLSv1.2' })).status).toBe(200);
  });

  it('takes a renewed certificate over', async () => {
    const before = (await ask('GET', '/livez')).fingerprint;
    use(ca.issue('127.0.0.1'));
    await until('another certificate', async () => (await ask('GET', '/livez')).fingerprint !== before || undefined);
  });

  it('names the key whose file is wrong', () => {
    writeFileSync(join(dir, 'empty'), '');
    const wrong = { ...own(), certFile: join(dir, 'empty'), clientCaFile: undefined };
    expect(() => openCertificates(wrong, LOOK_EVERY_MS, 'admin.tls')).toThrow(/ admin\.tls\.cert-file: /);
  });
});

describe('the commands with an admin address that has TLS', () => {
  /** Runs with the configuration of that server. */
  async function command(args: readonly string[], set: readonly string[] = []): Promise<[number, string, string]> {
    let [out, err] = ['', ''];
    const { certFile, keyFile } = own();
    const configuration = [
      `admin.address=0.0.0.0:${port}`,
      `admin.tls.cert-file=${certFile}`,
      `admin.tls.key-file=${keyFile}`,
      ...set,
    ];
    const status = await run(
      [...args, ...configuration.flatMap((one) => ['--set', one])],
      {
        env: {},
        stdin: process.stdin,
        print: (line) => void (out += `${line}\n`),
        printError: (line) => void (err += `${line}\n`),
        write: async () => undefined,
        stopSignal: () => new Promise(() => undefined),
      },
      async () => ({ serviceCommands }),
    );
    return [status, out, err];
  }

  it('know the server of their configuration by its certificate', async () => {
    const [status, out] = await command(['health']);
    expect([status, out]).toEqual([0, expect.stringMatching(/^ready/)]);
    // Signed by the same authority for the same name, and yet another one.
    const other = ca.issue('127.0.0.2', 'IP:127.0.0.1');
    const [refused, , err] = await command(['health'], [`admin.tls.cert-file=${other.certFile}`]);
    expect([refused, err]).toEqual([1, expect.stringMatching(/^no answer from https:\/\/127\.0\.0\.1/)]);
  });

  it('take an authority and a client certificate', async () => {
    const { certFile, keyFile } = ca.issue('plain.example');
    const as = [
      '--admin',
      `https://127.0.0.1:${port}`,
      '--admin-ca',
      ca.caFile,
      '--admin-cert',
      certFile,
      '--admin-key',
      keyFile,
    ];
    const [status, , err] = await command(['purge', '--all', ...as]);
    expect([status, err]).toEqual([
      1,
      expect.stringMatching(/\(403\): not with certificate plain\.example: to change/),
    ]);
    expect((await command(['purge', '--all', '--admin-cert', certFile]))[2]).toMatch(/go together/);
  });
});
