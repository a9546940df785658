import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from '../../../src/store/elasticsearch/connect';
import { openElasticsearchStore } from '../../../src/store/elasticsearch/open';
import { answering, type Answering } from './answering';
import { authority, type Authority } from '../../support/authority';
import { connectionTo, storeOptions } from '../../support/elasticsearch-store';

const FINE = { status: 200, body: {} };

describe('the connection to a cluster', () => {
  let dir: string;
  let [ours, strange]: Authority[] = [];
  let server: Answering | undefined;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'lsc-connect-'));
    [ours, strange] = [authority(dir, 'ours'), authority(dir, 'strange')];
  });
  afterAll(() => {
    rmSync(dir, { recursive: true });
  });
  afterEach(() => server?.close());

  const file = (name: string, content: string): string => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  const read = (...files: string[]): string => files.map((path) => readFileSync(path, 'utf8')).join('');
  /** Sends its authority's certificate along, as Elasticsearch does. */
  const tls = (by: Authority, name = '127.0.0.1', shown: Authority = by): ServerOptions => {
    const { certFile, keyFile } = by.issue(name);
    return { cert: read(certFile, shown.caFile), key: read(keyFile) };
  };
  const serve = async (options: ServerOptions): Promise<void> => {
    server = await answering(() => FINE, { tls: options });
  };

  /** One request by each client; the headers that came. */
  async function ask(over: Partial<ConnectionOptions>): Promise<(string | undefined)[]> {
    const clients = connect(connectionTo(server!.url, over));
    try {
      await clients.hot.indices.exists({ index: 'x' });
      await clients.background.indices.exists({ index: 'x' });
      return server!.asked.map(({ headers }) => headers.authorization);
    } finally {
      await clients.close();
    }
  }

  /** What becomes of a start. */
  async function start(over: Partial<ConnectionOptions>): Promise<string> {
    const options = storeOptions({ url: server!.url, prefix: 'x' });
    try {
      const { store } = await openElasticsearchStore({ ...options, connection: connectionTo(server!.url, over) });
      const state = await store.check().then(
        () => 'serves',
        (error: unknown) => (error as Error).message,
      );
      await store.close();
      return state;
    } catch (error) {
      return `refused: ${(error as Error).message}`;
    }
  }

  it.each<[string, () => Partial<ConnectionOptions>, string]>([
    ['an API key', () => ({ apiKeyFile: file('api-key', 'aWQ6a2V5\n') }), 'ApiKey aWQ6a2V5'],
    ['a bearer token', () => ({ bearerTokenFile: file('bearer', 'token\n') }), 'Bearer token'],
    [
      'user and password',
      () => ({ username: 'elastic', passwordFile: file('password', 'sé:cret\n') }),
      `Basic ${Buffer.from('elastic:sé:cret').toString('base64')}`,
    ],
  ])('shows %s over a connection that a CA file vouches for', async (_, credentials, header) => {
    await serve(tls(ours!));
    expect(await ask({ caFile: ours!.caFile, ...credentials() })).toEqual([header, header]);
  });

  it('shows no credentials where there are none', async () => {
    await serve(tls(ours!));
    expect(await ask({ caFile: ours!.caFile })).toEqual([undefined, undefined]);
  });

  it.each(['with colons', 'plain, small letters'])('trusts an authority by its fingerprint alone, %s', async (form) => {
    await serve(tls(ours!));
    const { fingerprint } = ours!;
    const caFingerprint = form === 'with colons' ? fingerprint : fingerprint.replaceAll(':', '').toLowerCase();
    expect(await ask({ caFingerprint })).toEqual([undefined, undefined]);
  });

  it('shows its own certificate to a cluster that asks for one', async () => {
    await serve({ ...tls(ours!), ca: read(ours!.caFile), requestCert: true, rejectUnauthorized: true });
    const { certFile, keyFile } = ours!.issue('cache');
    const own = { clientCertFile: certFile, clientKeyFile: keyFile };
    await ask({ caFile: ours!.caFile, ...own });
    await ask({ caFingerprint: ours!.fingerprint, ...own });
    expect(server!.asked.map(({ client }) => client)).toEqual(['cache', 'cache', 'cache', 'cache']);
  });

  it.each<[string, () => ServerOptions, () => Partial<ConnectionOptions>]>([
    ['an authority that is not trusted', () => tls(strange!), () => ({ caFile: ours!.caFile })],
    ['an authority of its own that nobody told us of', () => tls(ours!), () => ({})],
    ['a certificate for another name', () => tls(ours!, 'elsewhere.example'), () => ({ caFile: ours!.caFile })],
    ['an authority of another fingerprint', () => tls(strange!), () => ({ caFingerprint: ours!.fingerprint })],
    [
      'the certificate of our authority beside one that it has not signed',
      () => tls(strange!, '127.0.0.1', ours),
      () => ({ caFingerprint: ours!.fingerprint }),
    ],
  ])('is refused at the start when the cluster shows %s, and no request is sent', async (_, shown, over) => {
    await serve(shown());
    expect(await start({ ...over(), apiKeyFile: file('key', 'aWQ6a2V5') })).toMatch(
      /^refused: Elasticsearch is not trusted, .*(certificate|issuer)/,
    );
    expect(server!.asked).toEqual([]);
  });

  it.each<[keyof ConnectionOptions, string, Partial<ConnectionOptions>]>([
    ['apiKeyFile', 'store.api-key-file', {}],
    ['bearerTokenFile', 'store.bearer-token-file', {}],
    ['passwordFile', 'store.password-file', { username: 'u' }],
    ['caFile', 'store.ca-file', {}],
    ['clientCertFile', 'store.client-cert-file', {}],
    ['clientKeyFile', 'store.client-key-file', {}],
  ])('is not tried when the file of %s is missing or empty, and the error names key and file', (option, key, over) => {
    const to =
      (path: string): (() => unknown) =>
      () =>
        connect(connectionTo('https://localhost:1', { ...over, [option]: path }));
    expect(to('/nowhere/file')).toThrow(`${key}: /nowhere/file cannot be read`);
    const empty = file('empty', ' \n');
    expect(to(empty)).toThrow(`${key}: ${empty} is empty`);
  });

  it('is not tried with files that hold something else', () => {
    const wrong = file('wrong.pem', 'not a certificate');
    const { certFile } = ours!.issue('cache');
    const { keyFile: another } = strange!.issue('cache');
    const of =
      (over: Partial<ConnectionOptions>): (() => unknown) =>
      () =>
        connect(connectionTo('https://localhost:1', over));
    expect(of({ caFile: wrong })).toThrow(`store.ca-file: ${wrong} holds no certificates`);
    expect(of({ clientCertFile: certFile, clientKeyFile: wrong })).toThrow('are not a certificate and its key');
    expect(of({ clientCertFile: certFile, clientKeyFile: another })).toThrow('are not a certificate and its key');
    const answer = file('answer.json', '{\n"id":"a","api_key":"b",\n"encoded":"c"}');
    expect(of({ apiKeyFile: answer })).toThrow(`store.api-key-file: ${answer} must hold the token`);
    expect(of({ bearerTokenFile: file('two', 'one\ntwo') })).toThrow('store.bearer-token-file');
    expect(of({ nodes: [], cloudId: 'nonsense' })).toThrow(/^store.cloud-id: /);
  });

  it('goes to the host that a cloud id names', async () => {
    const id = `prod:${Buffer.from('eu.cloud.example$abc123$def456').toString('base64')}`;
    const clients = connect(connectionTo('https://unused:1', { cloudId: id }));
    expect(clients.hot.connectionPool.connections.map(({ url }) => url.host)).toEqual(['abc123.eu.cloud.example']);
    await clients.close();
  });
});
