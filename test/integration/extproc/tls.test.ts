import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { openCertificates, type Certificates } from '../../../src/app/certificates';
import type { Cache } from '../../../src/cache/cache';
import type { TlsSettings } from '../../../src/config/settings';
import { createExtprocServer, type ExtprocServer } from '../../../src/extproc/server';
import { authority, type Authority } from '../../support/authority';
import { connect, Exchange, requestHeaders, resetMany, type ProcessClient } from './exchange';
import { fakeSession } from './fake-session';

const LOOK_EVERY_MS = 10;

let dir: string;
let ours: Authority;
let strange: Authority;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lsc-tls-'));
  [ours, strange] = [authority(dir, 'ours'), authority(dir, 'strange')];
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

type Pair = ReturnType<Authority['issue']>;
const settingsOf = ({ certFile, keyFile }: Pair, clientCaFile?: string): TlsSettings => ({
  ...{ certFile, keyFile, clientCaFile },
});

/** What a client trusts and shows. */
function trusting({ caFile }: Authority, own?: Pair): ChannelCredentials {
  const shown = own && ([readFileSync(own.keyFile), readFileSync(own.certFile)] as const);
  return shown ? credentials.createSsl(readFileSync(caFile), ...shown) : credentials.createSsl(readFileSync(caFile));
}

describe('the ext_proc service over TLS', () => {
  let certificates: Certificates;
  let server: ExtprocServer;
  let address: string;
  const clients: ProcessClient[] = [];

  /** Serves, and follows the files; the promise of the next change is renewed at each. */
  async function serve(settings: TlsSettings): Promise<{ changed: () => Promise<string> }> {
    const cache = { open: () => fakeSession({}) } as unknown as Cache;
    certificates = openCertificates(settings, LOOK_EVERY_MS);
    server = createExtprocServer(cache, {
      address: '127.0.0.1:0',
      socketMode: 0o600,
      drainMs: 100,
      tls: certificates.material,
      maxRequestBytes: 1000,
      discloses: () => true,
      failed: () => undefined,
      streams: { streamOpened: () => undefined, streamEnded: () => undefined },
    });
    address = `127.0.0.1:${await server.start()}`;
    let tell: (what: string) => void = () => undefined;
    certificates.follow({
      renewed(material) {
        server.renew(material);
        tell('renewed');
      },
      refused({ problems }) {
        tell(problems.join('\n'));
      },
    });
    return { changed: () => new Promise((resolve) => (tell = resolve)) };
  }
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    certificates.close();
    await server.stop();
  });

  function clientWith(secured: ChannelCredentials): ProcessClient {
    const client = connect(address, secured);
    clients.push(client);
    return client;
  }

  /** Whether a client is served, or else why not. */
  async function outcome(client: ProcessClient): Promise<string> {
    const exchange = new Exchange(client);
    const answered = exchange.ask(requestHeaders()).then(() => 'served');
    const result = await Promise.race([answered, exchange.status.then(({ details }) => `refused: ${details}`)]);
    exchange.cancel();
    return result;
  }

  /** A handshake as far as the client sees it. */
  async function handshake(options: ConnectionOptions): Promise<TLSSocket> {
    const [host, port] = address.split(':');
    const ca = readFileSync(ours.caFile);
    const socket = connectTls({ host, port: Number(port), ca, ALPNProtocols: ['h2'], ...options });
    await once(socket, 'secureConnect');
    return socket;
  }

  async function shown(): Promise<string> {
    const socket = await handshake({ servername: '', checkServerIdentity: () => undefined });
    const { subject } = socket.getPeerCertificate();
    socket.destroy();
    return String(subject.CN);
  }

  it('serves any client where none needs a certificate, but none in the clear', async () => {
    await serve(settingsOf(ours.issue('127.0.0.1')));
    expect(await outcome(clientWith(trusting(ours)))).toBe('served');
    expect(await outcome(clientWith(trusting(strange)))).toMatch(/^refused: .*certificate/);
    expect(await outcome(clientWith(credentials.createInsecure()))).toMatch(/^refused/);
  });

  it('serves only clients with a certificate of the authority that was given', async () => {
    await serve(settingsOf(ours.issue('127.0.0.1'), ours.caFile));
    expect(await outcome(clientWith(trusting(ours, ours.issue('envoy'))))).toBe('served');
    expect(await outcome(clientWith(trusting(ours)))).toMatch(/^refused/);
    expect(await outcome(clientWith(trusting(ours, strange.issue('envoy'))))).toMatch(/^refused/);
  });

  it('speaks HTTP/2 over TLS 1.2 and newer', async () => {
    await serve(settingsOf(ours.issue('127.0.0.1')));
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await handshake({ minVersion: version, maxVersion: version });
      expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'h2']);
      socket.destroy();
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(handshake(old)).rejects.toThrow(/protocol version/);
  });

  it('takes any number of resets on a connection', async () => {
    await serve(settingsOf(ours.issue('127.0.0.1')));
    expect([...(await resetMany(clientWith(trusting(ours)), 2000))]).toEqual([['answered', 2000]]);
  });

  it('takes over renewed files, for new connections, and keeps the old ones while the new are wrong', async () => {
    const [first, second] = [ours.issue('first.example'), ours.issue('second.example')];
    const used = { certFile: join(dir, 'used.pem'), keyFile: join(dir, 'used.key') };
    copyFileSync(first.certFile, used.certFile);
    copyFileSync(first.keyFile, used.keyFile);
    const { changed } = await serve(settingsOf(used));
    const socket = await handshake({ servername: 'first.example' });

    let change = changed();
    copyFileSync(second.certFile, used.certFile);
    expect(await change).toMatch(/^listen\.tls\.key-file: .*is not the key of/);
    expect(await shown()).toBe('first.example');

    change = changed();
    copyFileSync(second.keyFile, used.keyFile);
    expect(await change).toBe('renewed');
    expect(await shown()).toBe('second.example');

    change = changed();
    rmSync(used.certFile);
    expect(await change).toMatch(/^listen\.tls\.cert-file: .*used\.pem: cannot be read/);
    expect(await shown()).toBe('second.example');
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  it("takes over another authority of the clients'", async () => {
    const clientCa = join(dir, 'client-ca.pem');
    copyFileSync(ours.caFile, clientCa);
    const { changed } = await serve(settingsOf(ours.issue('127.0.0.1'), clientCa));
    const change = changed();
    copyFileSync(strange.caFile, clientCa);
    expect(await change).toBe('renewed');
    expect(await outcome(clientWith(trusting(ours, strange.issue('envoy'))))).toBe('served');
    expect(await outcome(clientWith(trusting(ours, ours.issue('envoy'))))).toMatch(/^refused/);
  });
});

describe('files that cannot be used', () => {
  const named = (name: string, text: string): string => {
    const path = join(dir, name);
    writeFileSync(path, text);
    return path;
  };

  it.each<[string, RegExp, (good: Pair) => TlsSettings]>([
    [
      'no certificate there',
      /^listen\.tls\.cert-file: \/none: cannot be read/,
      (good) => settingsOf({ ...good, certFile: '/none' }),
    ],
    [
      'no key there',
      /^listen\.tls\.key-file: \/none: cannot be read/,
      (good) => settingsOf({ ...good, keyFile: '/none' }),
    ],
    [
      'no authorities there',
      /^listen\.tls\.client-ca-file: \/none: cannot be read/,
      (good) => settingsOf(good, '/none'),
    ],
    [
      'a certificate that is none',
      /^listen\.tls\.cert-file: .* holds no certificate \(PEM\)/,
      (good) => settingsOf({ ...good, certFile: named('empty.pem', '') }),
    ],
    [
      'a key that is none',
      /^listen\.tls\.key-file: .* holds no private key \(PEM, without a passphrase\)/,
      (good) => settingsOf({ ...good, keyFile: good.certFile }),
    ],
    [
      'the key of another certificate',
      /^listen\.tls\.key-file: .* is not the key of .*: give the two that were issued together$/,
      (good) => settingsOf({ ...good, keyFile: ours.issue('other.example').keyFile }),
    ],
    [
      'authorities that are none',
      /^listen\.tls\.client-ca-file: .* holds no certificates \(PEM\)/,
      (good) => settingsOf(good, named('text.pem', 'ca')),
    ],
  ])('refuse the start and name the key: %s', (_what, problem, settings) => {
    const wrong = settings(ours.issue('good.example'));
    expect(() => openCertificates(wrong)).toThrow(
      expect.objectContaining({ problems: [expect.stringMatching(problem)] }),
    );
  });
});
