import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { startEnvoy } from '../../tools/harness/envoy';
import { send, type Answer } from '../../tools/harness/exchange';
import { reached } from '../../tools/harness/metrics';
import { clientCertificates, type ClientCertificates } from '../support/client-certificates';
import { ENVOY_VERSIONS, shippedConfig } from '../support/envoy';
import { startServer, type Server } from '../support/server';
import { bodyOf, stored, STORED } from '../support/stack';
import { startUpstream, type Upstream } from '../support/upstream';

const LOOKUP = { scoreThreshold: 0.1 };
const policy = (name: string, host: string, varyBy: readonly string[]): object => ({
  ...{ name, match: { hosts: [host] }, store: { ttl: 3600 }, share: 'varyBy' },
  lookup: { ...LOOKUP, varyBy },
});
const CONFIG = {
  policies: [
    policy('by-subject', 'subject.example', ['metadata:envoy.filters.http.jwt_authn/payload.sub']),
    policy('by-address', 'address.example', ['ip']),
    policy('by-subscription', 'subscription.example', ['subscription']),
  ],
  callers: {
    'subscription-from': ['spiffe'],
    subscriptions: [{ id: 'batch', values: ['spiffe://test.example/batch-1', 'spiffe://test.example/batch-2'] }],
  },
};

interface Filter {
  readonly name: string;
  typed_config: Record<string, unknown>;
}
interface Listener {
  filter_chains: [
    { filters: [{ typed_config: { http_filters: Filter[] } }]; transport_socket?: Readonly<Record<string, unknown>> },
  ];
}

/** The shipped configuration, with what tells the cache more of a call. */
function telling(shipped: string, jwks: object, tls: object | undefined): string {
  const config = parse(shipped) as { static_resources: { listeners: [Listener] } };
  const [chain] = config.static_resources.listeners[0].filter_chains;
  const filters = chain.filters[0].typed_config.http_filters;
  const extProc = filters.find(({ name }) => name === 'envoy.filters.http.ext_proc');
  if (extProc === undefined) throw new Error('the shipped configuration has no ext_proc filter');
  Object.assign(extProc.typed_config, {
    request_attributes: ['source.address', 'request.scheme', 'connection.uri_san_peer_certificate'],
    metadata_options: { forwarding_namespaces: { untyped: ['envoy.filters.http.jwt_authn'] } },
  });
  filters.unshift(jwtAuthn(jwks));
  if (tls !== undefined) chain.transport_socket = { name: 'envoy.transport_sockets.tls', typed_config: tls };
  return stringify(config);
}

/** Takes tokens of one issuer and calls without any; refuses all others. */
function jwtAuthn(jwks: object): Filter {
  const provider = {
    issuer: 'https://issuer.example',
    local_jwks: { inline_string: JSON.stringify(jwks) },
    payload_in_metadata: 'payload',
    forward: true,
  };
  return {
    name: 'envoy.filters.http.jwt_authn',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication',
      providers: { test: provider },
      rules: [
        {
          match: { prefix: '/' },
          requires: { requires_any: { requirements: [{ provider_name: 'test' }, { allow_missing: {} }] } },
        },
      ],
    },
  };
}

/** A token as an issuer gives it; `jti` tells the tokens of one subject apart. */
function tokenFor(key: KeyObject, sub: string, jti: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'ES256', kid: 'k' })}.${part({ iss: 'https://issuer.example', sub, jti })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

describe.each(ENVOY_VERSIONS)('who a call is, told by Envoy %s', (version) => {
  const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = { keys: [{ ...issuer.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' }] };
  const stops: (() => Promise<void>)[] = [];
  let dir: string;
  let upstream: Upstream;
  let server: Server;
  let plain: string;
  let secured: string;
  let certificates: ClientCertificates;

  const envoyAt = async (name: string, tls?: object): Promise<string> => {
    const template = join(dir, `${name}.yaml`);
    await writeFile(template, telling(await readFile(shippedConfig('envoy.yaml'), 'utf8'), jwks, tls));
    const own = await mkdtemp(join(dir, `${name}-`));
    const addresses = {
      listener: '127.0.0.1:0',
      admin: '127.0.0.1:0',
      upstream: upstream.address,
      cache: server.address,
    };
    const envoy = await startEnvoy({ binary: await fetchEnvoy(version), template, addresses, dir: own });
    stops.push(envoy.process.stop);
    return envoy.url;
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    upstream = await startUpstream();
    stops.push(upstream.stop);
    server = await startServer({ dir, config: CONFIG });
    stops.push(server.stop);
    plain = await envoyAt('plain');
    certificates = clientCertificates(dir, {
      'batch-1': 'spiffe://test.example/batch-1',
      'batch-2': 'spiffe://test.example/batch-2',
      stranger: 'spiffe://test.example/stranger',
    });
    secured = await envoyAt('secured', certificates.downstreamTls);
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  const kept = async <T extends { readonly stored: boolean }>(ask: () => Promise<T>): Promise<T> => {
    const before = await stored(server);
    const answer = await ask();
    if (answer.stored) await reached(server.adminUrl, STORED, before + 1);
    return answer;
  };
  const ask = (host: string, text: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
    kept(() => send({ url: `${plain}/v1/chat/completions`, headers: { host, ...headers }, body: bodyOf({ text }) }));
  const said = ({ verdict, reason }: Pick<Answer, 'verdict' | 'reason'>): string => `${verdict} ${reason ?? ''}`.trim();

  it('parts entries by the subject of a verified token, whichever token it is', async () => {
    const by = (sub: string, jti: string): Promise<Answer> =>
      ask('subject.example', 'Why is the sky blue?', {
        authorization: `Bearer ${tokenFor(issuer.privateKey, sub, jti)}`,
      });
    expect(said(await by('alice', '1'))).toBe('miss no-entry');
    expect(said(await by('alice', '2'))).toBe('hit exact');
    expect(said(await by('bob', '3'))).toBe('miss no-entry');
    expect(said(await by('bob', '4'))).toBe('hit exact');
  });

  it('gives nothing to a forged token, nor to a call without any', async () => {
    const calls = upstream.count();
    const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const authorization = `Bearer ${tokenFor(forger, 'alice', '1')}`;
    const forged = await ask('subject.example', 'Why is the sky blue?', { authorization });
    expect([forged.status, forged.verdict, upstream.count()]).toEqual([401, 'untouched', calls]);
    const without = await ask('subject.example', 'Why is the sky blue?', {});
    expect([said(without), without.stored]).toEqual(['bypass identity-missing', false]);
  });

  it("parts entries by the client's address", async () => {
    const from = (address: string): Promise<Answer> =>
      ask('address.example', 'Why is grass green?', { 'x-forwarded-for': address });
    expect(said(await from('192.0.2.1'))).toBe('miss no-entry');
    expect(said(await from('192.0.2.1'))).toBe('hit exact');
    expect(said(await from('2001:db8::1'))).toBe('miss no-entry');
  });

  it('parts entries by the subscription that a verified certificate names', async () => {
    const call = {
      url: `${secured}/v1/chat/completions`,
      host: 'subscription.example',
      body: bodyOf({ text: 'Why is snow white?' }),
    };
    const from = async (client: string): Promise<string> => said(await kept(() => certificates.send(client, call)));
    expect(await from('batch-1')).toBe('miss no-entry');
    expect(await from('batch-2')).toBe('hit exact');
    expect(await from('stranger')).toBe('miss no-entry');
    const pretender = await ask('subscription.example', 'Why is snow white?', {
      'x-forwarded-client-cert': 'URI=spiffe://test.example/batch-1',
    });
    expect(said(pretender)).toBe('bypass identity-missing');
  });
});
