import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../tools/harness/exchange';
import { until } from '../../tools/harness/waiting';
import { authority } from '../support/authority';
import type { Values } from '../support/chart';
import {
  backend,
  backendRef,
  gateway,
  gatewayClass,
  HOSTS,
  NAME,
  renderForGateway,
  route,
  SHOP,
  translate,
  type Rendered,
} from '../support/envoy-gateway';
import { startGatewayStack, type GatewayStack } from '../support/envoy-gateway-stack';
import { CLUSTER_MS } from '../support/kubernetes';
import { LONG_STREAM, SLOW_STREAM, textOf } from '../support/scripts';
import { asking, type Ask, type Stack } from '../support/stack';

const EXT_PROC = `envoy.filters.http.ext_proc/envoyextensionpolicy/${SHOP}/${NAME}/extproc/0`;
const POLICIES: Values = {
  config: { policies: [{ name: 'default', lookup: { similarity: 0.9 }, store: { ttl: '1h' } }] },
};

const policy = (kind: string, spec: object): object => ({
  ...{ apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind, metadata: { name: 'of-the-gateway', namespace: SHOP } },
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'eg' }], ...spec },
});
const COMPRESSION = { compression: [{ type: 'Gzip', gzip: {} }] };
const DENY_BLOCKED = {
  authorization: {
    defaultAction: 'Allow',
    rules: [{ name: 'blocked', action: 'Deny', principal: { headers: [{ name: 'x-team', values: ['blocked'] }] } }],
  },
};

describe('what Envoy Gateway makes of the policies', () => {
  const MODEL = {
    ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'model', namespace: SHOP } },
    spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }] },
  };
  /** With the address that a cluster gives our Service. */
  const addressed = (policies: Rendered['policies']): readonly object[] =>
    policies.map((object) =>
      object.kind === 'Service' ? { ...object, spec: { ...object['spec'], clusterIP: '10.96.0.10' } } : object,
    );
  /** Everything of Envoy Gateway's that may refuse a call. */
  const everyGuard = [
    policy('SecurityPolicy', {
      jwt: { providers: [{ name: 'idp', issuer: 'idp', localJWKS: { type: 'Inline', inline: '{"keys":[]}' } }] },
      extAuth: { http: { backendRefs: [{ name: 'model', port: 80 }] } },
      ...DENY_BLOCKED,
    }),
    policy('BackendTrafficPolicy', {
      ...COMPRESSION,
      rateLimit: { type: 'Local', local: { rules: [{ limit: { requests: 1000, unit: 'Second' } }] } },
    }),
  ];
  const translated = async (
    { envoyGateway, values }: { readonly envoyGateway?: Values; readonly values?: Values },
    more: readonly object[] = [],
  ) => {
    const { policies } = await renderForGateway(envoyGateway, values);
    return translate([
      ...[gatewayClass(), ...gateway(80, { name: 'model', port: 80 }), MODEL],
      ...addressed(policies),
      ...more,
    ]);
  };

  it('has our filter off, and on for the route that is named only', async () => {
    const { problems, envoy } = await translated({});
    expect(problems).toEqual([]);
    const names = envoy.httpConnectionManager.httpFilters.map(({ name, disabled }) => [name, disabled === true]);
    expect(names).toEqual([
      [EXT_PROC, true],
      ['envoy.filters.http.router', false],
    ]);
    expect(envoy.filtersOf(HOSTS.cached)).toContain(EXT_PROC);
    expect(envoy.filtersOf(HOSTS.other)).not.toContain(EXT_PROC);
  });

  it('has it on for every route of a Gateway that is named', async () => {
    const { problems, envoy } = await translated({ envoyGateway: { targets: [{ kind: 'Gateway', name: 'eg' }] } });
    expect(problems).toEqual([]);
    for (const host of Object.values(HOSTS)) expect(envoy.filtersOf(host)).toContain(EXT_PROC);
  });

  it('has it after all that may refuse a call, and before the router', async () => {
    const { problems, envoy } = await translated({}, everyGuard);
    expect(problems).toEqual([]);
    expect(envoy.httpConnectionManager.httpFilters.map(({ name }) => name)).toEqual([
      'envoy.filters.http.ext_authz/securitypolicy/shop/of-the-gateway',
      'envoy.filters.http.jwt_authn',
      'envoy.filters.http.rbac',
      'envoy.filters.http.local_ratelimit',
      'envoy.filters.http.compressor.gzip',
      EXT_PROC,
      'envoy.filters.http.router',
    ]);
  });

  it.each<[string, string, object]>([
    ['authorisation', 'envoy.filters.http.rbac', policy('SecurityPolicy', DENY_BLOCKED)],
    [
      'a rate limit',
      'envoy.filters.http.local_ratelimit',
      policy('BackendTrafficPolicy', {
        rateLimit: { type: 'Local', local: { rules: [{ limit: { requests: 1000, unit: 'Second' } }] } },
      }),
    ],
    [
      'a rate limit of all Envoys',
      'envoy.filters.http.ratelimit',
      policy('BackendTrafficPolicy', {
        rateLimit: { type: 'Global', global: { rules: [{ limit: { requests: 1000, unit: 'Second' } }] } },
      }),
    ],
  ])('has it after %s where there is nothing else', async (_, filter, guard) => {
    const { envoy } = await translated({}, [guard]);
    const names = envoy.httpConnectionManager.httpFilters.map(({ name }) => name);
    expect(names).toEqual([filter, EXT_PROC, 'envoy.filters.http.router']);
  });

  it('leaves the EnvoyProxy of the GatewayClass in force', async () => {
    const { policies } = await renderForGateway();
    const ofClass = {
      ...{ apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind: 'EnvoyProxy' },
      ...{ metadata: { name: 'class', namespace: SHOP }, spec: { telemetry: { accessLog: { disable: true } } } },
    };
    const logs = async (classes: readonly object[]): Promise<unknown> => {
      const objects = [...gateway(80, { name: 'model', port: 80 }), MODEL, ...addressed(policies), ...classes];
      const { httpFilters, accessLog } = (await translate(objects)).envoy.httpConnectionManager;
      expect(httpFilters.map(({ name }) => name)).toContain(EXT_PROC);
      return accessLog;
    };
    expect(await logs([gatewayClass()])).toBeDefined();
    expect(await logs([gatewayClass({ name: 'class', namespace: SHOP }), ofClass])).toBeUndefined();
  });

  it.each<[string, Values]>([
    ['the defaults', {}],
    [
      'other values',
      { failOpen: false, messageTimeoutMs: 900, requestBodyBytes: 4194304, maxConcurrent: 77, callsPerConnection: 123 },
    ],
  ])('has the limits of %s', async (_, extProc) => {
    const { failOpen, messageTimeoutMs, requestBodyBytes, maxConcurrent, callsPerConnection } = {
      ...{ failOpen: true, messageTimeoutMs: 250, requestBodyBytes: 1048576 },
      ...{ maxConcurrent: 10000, callsPerConnection: 800 },
      ...extProc,
    };
    const { problems, envoy } = await translated({ values: { extProc } });
    expect(problems).toEqual([]);
    const { httpFilters, http2ProtocolOptions } = envoy.httpConnectionManager;
    const filter = httpFilters.find(({ name }) => name === EXT_PROC)?.typedConfig;
    expect(filter).toMatchObject({
      messageTimeout: `${(messageTimeoutMs / 1000).toFixed(3)}s`,
      allowModeOverride: true,
      // What is not there is NONE.
      processingMode: {
        ...{ requestHeaderMode: 'SEND', responseHeaderMode: 'SEND' },
        ...{ requestTrailerMode: 'SKIP', responseTrailerMode: 'SKIP' },
      },
      responseAttributes: ['response.code_details'],
    });
    expect(filter?.['failureModeAllow'] ?? false).toBe(failOpen);
    expect(envoy.bufferBytes).toBe(requestBodyBytes);
    expect(http2ProtocolOptions).toMatchObject({ initialStreamWindowSize: requestBodyBytes });
    expect(envoy.cluster).toMatchObject({
      connectTimeout: '0.250s',
      perConnectionBufferLimitBytes: requestBodyBytes,
      circuitBreakers: { thresholds: [{ maxPendingRequests: maxConcurrent, maxRequests: maxConcurrent }] },
      typedExtensionProtocolOptions: {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
          commonHttpProtocolOptions: { maxRequestsPerConnection: callsPerConnection },
          explicitHttpConfig: { http2ProtocolOptions: { initialStreamWindowSize: requestBodyBytes } },
        },
      },
    });
  });
});

/** With the reason of a hit or bypass; that of a miss depends on what other tests have stored. */
const said = ({ status, verdict, reason = '' }: Answer): string =>
  `${status} ${verdict} ${verdict === 'miss' ? '' : reason}`.trim();
const wordsOf = (events: string): number => textOf(events).trim().split(' ').length;
/** Envoy waits this long for parts of a changed cluster that it has already, which Envoy Gateway does not send again: 15 s. */
const CHANGE_MS = 60_000;

describe('a Gateway of the real Envoy Gateway', () => {
  let stack: GatewayStack;
  let calls: Pick<Stack, 'ask' | 'askAndKeep' | 'decision'>;
  let rendered: Rendered;
  const guards = [policy('SecurityPolicy', DENY_BLOCKED), policy('BackendTrafficPolicy', COMPRESSION)];

  beforeAll(async () => {
    rendered = await renderForGateway({}, POLICIES);
    stack = await startGatewayStack({ rendered, more: guards });
    calls = asking(stack, stack.server);
    await inForce(calls, '504 miss');
  }, CLUSTER_MS);
  afterAll(() => stack.stop(), CLUSTER_MS);

  const to = (host: string, call: Ask): Ask => ({ ...call, headers: { host, ...call.headers } });
  const cached = (call: Ask): Ask => to(HOSTS.cached, call);

  it.each([false, true])('answers from the cache (stream: %s)', async (stream) => {
    const call = cached({ text: `What does a Gateway do, streamed ${stream}?`, fields: { stream } });
    const first = await calls.askAndKeep(call);
    expect([said(first), first.stored]).toEqual(['200 miss', true]);
    const before = stack.upstream.count();
    const second = await calls.ask(call);
    expect([said(second), second.form]).toEqual(['200 hit exact', stream ? 'sse' : 'json']);
    expect(stack.upstream.count()).toBe(before);
  });

  it('never touches another route', async () => {
    const call = to(HOSTS.other, { text: 'What does the other route do?' });
    expect([said(await calls.ask(call)), said(await calls.ask(call))]).toEqual(['200 untouched', '200 untouched']);
  });

  it('lets nobody who is refused have a stored answer', async () => {
    const call = cached({ text: 'Who may read what is stored?' });
    await calls.askAndKeep(call);
    expect(said(await calls.ask(call))).toBe('200 hit exact');
    const refused = await calls.ask(cached({ ...call, headers: { 'x-team': 'blocked' } }));
    expect(said(refused)).toBe('403 untouched');
  });

  it('keeps answers that Envoy compresses for the client, and compresses hits, too', async () => {
    const call = cached({ text: 'What is compressed?', headers: { 'accept-encoding': 'gzip' } });
    const first = await calls.askAndKeep(call);
    expect([said(first), first.headers['content-encoding']]).toEqual(['200 miss', 'gzip']);
    const second = await calls.ask(call);
    expect([said(second), second.headers['content-encoding']]).toEqual(['200 hit exact', 'gzip']);
    const plain = await calls.ask(cached({ text: 'What is compressed?' }));
    expect([said(plain), plain.headers['content-encoding']]).toEqual(['200 hit exact', undefined]);
  });

  it('looks at bodies up to the limit, and lets larger ones pass', async () => {
    const sized = (bytes: number): Ask => cached({ text: 'large '.repeat(bytes / 6), fields: { max_tokens: 1 } });
    await calls.askAndKeep(sized(200_000));
    expect(said(await calls.ask(sized(200_000)))).toBe('200 hit exact');
    const before = stack.upstream.count();
    expect(said(await calls.ask(sized(2_000_000)))).toBe('200 bypass body-too-large');
    expect(stack.upstream.count()).toBe(before + 1);
  });

  it('keeps a stream that takes longer than the time limit that Envoy Gateway sets for the cache', async () => {
    const call = cached({
      text: 'What takes twelve seconds?',
      fields: { stream: true },
      headers: { 'x-script': 'longStream' },
    });
    const first = await calls.askAndKeep(call);
    expect([said(first), wordsOf(first.body)]).toEqual(['200 miss', LONG_STREAM.words]);
    expect(first.milliseconds).toBeGreaterThan(10_000);
    const second = await calls.ask(call);
    expect([said(second), wordsOf(second.body)]).toEqual(['200 hit exact', LONG_STREAM.words]);
  });

  it('goes on without the cache, and with it again', async () => {
    const call = cached({ text: 'What if the cache is gone?' });
    await calls.askAndKeep(call);
    const stream = calls.ask(
      cached({ text: 'And meanwhile?', fields: { stream: true }, headers: { 'x-script': 'slowStream' } }),
    );
    await until('the stream upstream', async () => stack.upstream.last().body.includes('meanwhile') || undefined);
    await stack.server.signal('SIGKILL');
    const cut = await stream;
    expect([cut.status, wordsOf(cut.body)]).toEqual([200, SLOW_STREAM.words]);
    expect(said(await calls.ask(call))).toBe('200 untouched');
    await stack.server.start();
    await inForce(calls, '200 hit exact', call);
  });

  it('no longer asks the cache when the policy is gone', async () => {
    await stack.apply(
      rendered.policies.filter(({ kind }) => kind !== 'EnvoyExtensionPolicy'),
      guards,
    );
    const call = cached({ text: 'Is there still a policy?' });
    const gone = async () => ((await calls.ask(call)).verdict === 'untouched' ? true : undefined);
    await until('the filter gone', gone, CHANGE_MS);
    await stack.apply(rendered.policies, guards);
    await inForce(calls, '504 miss');
  });

  /** Resolves when Envoy has what Envoy Gateway was given: until then the cache is not asked, or the host is not known. */
  async function inForce(
    { ask }: Pick<Stack, 'ask'>,
    decision: string,
    call: Ask = cached({ text: 'Is the policy in force?' }),
  ): Promise<void> {
    const headers = { ...call.headers, 'cache-control': 'only-if-cached' };
    const reached = async () => (said(await ask({ ...call, headers })) === decision ? true : undefined);
    await until(decision, reached, CHANGE_MS);
  }
});

describe('mutual TLS between the Envoy of a Gateway and the cache', () => {
  const options = (envoyProxy: Values): Values => ({
    envoyProxy,
    tls: { enabled: true, secretName: 'cache-tls', caConfigMapName: 'cache-ca', clientCaSecretName: 'client-ca' },
  });
  let dir: string;
  let stack: GatewayStack;
  let others: readonly object[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    const [ofCache, ofEnvoy] = [authority(dir, 'of-cache'), authority(dir, 'of-envoy')];
    const [cache, envoy] = [ofCache.issue(`${NAME}.${SHOP}.svc`), ofEnvoy.issue('envoy')];
    const base64 = async (file: string): Promise<string> => (await readFile(file)).toString('base64');
    const metadata = (name: string): object => ({ name, namespace: SHOP });
    others = [
      {
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: metadata('envoy-cert'), type: 'kubernetes.io/tls' },
        data: { 'tls.crt': await base64(envoy.certFile), 'tls.key': await base64(envoy.keyFile) },
      },
      {
        ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('cache-ca') },
        data: { 'ca.crt': await readFile(ofCache.caFile, 'utf8') },
      },
      // Envoy Gateway 1.9 hands Envoy the certificate only if a route's backend has TLS, too (envoyproxy/gateway#9726).
      route('provider', 'provider.test', backendRef('provider')),
      backend('provider', '127.0.0.1:1'),
      {
        ...{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy', metadata: metadata('provider') },
        spec: {
          targetRefs: [backendRef('provider')],
          validation: {
            hostname: 'provider.test',
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'cache-ca' }],
          },
        },
      },
    ];
    stack = await startGatewayStack({
      rendered: await renderForGateway(options({}), POLICIES),
      more: others,
      prepare: async (etc) => {
        await mkdir(join(etc, 'tls'));
        await copyFile(cache.certFile, join(etc, 'tls', 'tls.crt'));
        await copyFile(cache.keyFile, join(etc, 'tls', 'tls.key'));
        await copyFile(ofEnvoy.caFile, join(etc, 'tls', 'client-ca.crt'));
      },
    });
  }, CLUSTER_MS);
  afterAll(async () => {
    await stack.stop();
    await rm(dir, { recursive: true, force: true });
  }, CLUSTER_MS);

  const call: Ask = { text: 'Who is there?', headers: { host: HOSTS.cached } };

  it('serves only an Envoy that shows its certificate; calls of another go on without the cache', async () => {
    const { ask, askAndKeep } = asking(stack, stack.server);
    const refused = async () => {
      const answer = await ask(call);
      const clusters = await (await fetch(`${stack.adminUrl}/clusters`)).text();
      return /extproc.*::cx_total::[1-9]/.test(clusters) ? answer : undefined;
    };
    expect(said(await until('the cache asked', refused))).toBe('200 untouched');

    const { policies } = await renderForGateway(options({ clientCertSecretName: 'envoy-cert' }), POLICIES);
    await stack.apply(policies, others);
    const served = async () => {
      const answer = await askAndKeep(call);
      if (answer.verdict !== 'hit') throw new Error(said(answer));
      return answer;
    };
    expect(said(await until('a hit', served, CHANGE_MS))).toBe('200 hit exact');
  });
});
