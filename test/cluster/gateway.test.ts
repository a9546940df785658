import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { launchEnvoy } from '../../tools/harness/envoy';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import type { RunningProcess } from '../../tools/harness/processes';
import { until } from '../../tools/harness/waiting';
import { authority, type Authority } from '../support/authority';
import { renderChart, theOnly, type Values } from '../support/chart';
import { gatewayPod, type GatewayPod } from '../support/gateway-pod';
import { SLOW_STREAM } from '../support/scripts';
import { runCli, startServer, type Server } from '../support/server';
import { asking, type Stack } from '../support/stack';
import { portOf, startUpstream, type Upstream } from '../support/upstream';

/** A pod of the chart's mode `gateway`: its configurations as rendered, in processes of this machine. */
describe('a pod of mode gateway', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let objects: readonly Manifest[];
  let pod: GatewayPod;
  let server: Server;
  let envoy: RunningProcess;
  let main: Upstream;
  let other: Upstream;
  let secure: Upstream;

  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    stops.push(() => rm(dir, { recursive: true, force: true }));
    [main, other] = [await startUpstream(), await startUpstream()];
    stops.push(main.stop, other.stop);
    const ca = authority(dir, 'ca');
    const { certFile, keyFile } = ca.issue('localhost');
    secure = await startUpstream({ cert: await readFile(certFile), key: await readFile(keyFile) });
    stops.push(secure.stop);
    objects = await renderChart({
      config: { policies: [{ name: 'default', lookup: { similarity: 0.9 }, store: { ttl: '1h' } }] },
      gateway: {
        trustedHops: 0,
        upstreams: [
          upstream('private', `https://localhost:${portOf(secure)}`, '/private/', {
            replacePrefix: '/',
            caSecretName: 'private-ca',
          }),
          upstream('unknown', `https://localhost:${portOf(secure)}`, '/unknown/', { replacePrefix: '/' }),
          upstream('other', `http://${other.address}/base`, '/other/', { replacePrefix: '/v1/' }),
          upstream('main', `http://localhost:${portOf(main)}`, '/'),
        ],
      },
    });
    pod = await gatewayPod(objects, dir, { 'ca/private.crt': await readFile(ca.caFile, 'utf8') });
    server = await startServer({ dir, listen: 'unix', config: pod.config });
    stops.push(server.stop);
    ({ process: envoy } = await launchEnvoy({ binary: await fetchEnvoy(), config: pod.envoy, dir }));
    stops.push(envoy.stop);
  });
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  const ask: Stack['ask'] = (call) => asking(pod, server).ask(call);
  const askAndKeep: Stack['askAndKeep'] = (call) => asking(pod, server).askAndKeep(call);

  it('answers from the cache what it has answered once', async () => {
    const call = { text: 'What is the capital of France?' };
    const first = await askAndKeep(call);
    expect([first.status, first.verdict, first.stored]).toEqual([200, 'miss', true]);
    const second = await ask(call);
    expect([second.status, second.verdict, second.body]).toEqual([200, 'hit', first.body]);
    expect(main.count()).toBe(1);
  });

  it('calls an upstream under its own name, and does not tell it who the client is', async () => {
    await ask({ text: 'Who am I?' });
    const { headers } = main.last();
    expect(headers.host).toBe(`localhost:${portOf(main)}`);
    expect(headers['x-forwarded-for']).toBeUndefined();
  });

  it('takes what begins with a prefix to its upstream, with another prefix, and keeps answers apart', async () => {
    const text = 'Which of you is it?';
    await askAndKeep({ text });
    const before = other.count();
    const answer = await askAndKeep({ text, path: '/other/chat/completions?api-version=1' });
    expect([answer.status, answer.verdict, other.count()]).toEqual([200, 'miss', before + 1]);
    expect(other.last().url).toBe('/base/v1/chat/completions?api-version=1');
    expect((await ask({ text, path: '/other/chat/completions?api-version=1' })).verdict).toBe('hit');
  });

  it('speaks TLS with a server of an authority of its own, and only if it is told which', async () => {
    const call = { text: 'Is this secret?', path: '/private/v1/chat/completions' };
    const answer = await askAndKeep(call);
    expect([answer.status, answer.verdict]).toEqual([200, 'miss']);
    expect(secure.last().url).toBe('/v1/chat/completions');
    expect((await ask(call)).verdict).toBe('hit');
    const refused = await ask({ ...call, path: '/unknown/v1/chat/completions' });
    expect([refused.status, refused.stored]).toEqual([503, false]);
    const stats = await (await fetch(`${pod.adminUrl}/stats?filter=cluster.unknown.ssl.fail_verify_error`)).text();
    expect(stats).toMatch(/: [1-9]/);
  });

  it('shows readiness and metrics to the cluster, and nothing else of the admin page', async () => {
    const page = async (path: string, method = 'GET'): Promise<readonly [number, string]> => {
      const answer = await fetch(`${pod.metricsUrl}${path}`, { method });
      return [answer.status, await answer.text()];
    };
    expect(await page('/ready')).toEqual([200, 'LIVE\n']);
    const [status, metrics] = await page('/stats/prometheus');
    expect([status, metrics]).toEqual([200, expect.stringMatching(/^envoy_http_ext_proc_.*streams_started.* \d+$/m)]);
    for (const path of ['/', '/config_dump', '/certs', '/ready/', '/stats', '/stats/prometheus/../../config_dump']) {
      expect([path, (await page(path))[0]]).toEqual([path, 404]);
    }
    for (const path of ['/quitquitquit', '/healthcheck/fail', '/ready']) {
      expect([path, (await page(path, 'POST'))[0]]).toEqual([path, 404]);
    }
  });

  it('passes its own `helm test`', async () => {
    const { spec } = theOnly(objects, 'Pod');
    const args = (spec.containers[0].args as string[]).map((arg) =>
      arg.replace(/http:\/\/[^/]+-pods:9901/, server.adminUrl).replace(/http:\/\/[^/]+\.svc:80/, pod.url),
    );
    const { code, stdout } = await runCli(...args);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ready: .*\n.*the cache answers: nothing stored/)]);
  });

  it('is drained by the hook of the cache: a stream comes to its end, and then Envoy ends', async () => {
    const streaming = ask({
      text: 'What is told until the very end?',
      fields: { stream: true },
      headers: { 'x-script': 'slowStream' },
    });
    await until('the stream', async () => (main.last().headers['x-script'] === undefined ? undefined : true));
    const { initContainers } = theOnly(objects, 'Deployment')['spec'].template.spec;
    const [node, , ...args] = initContainers[0].lifecycle.preStop.exec.command as string[];
    expect(node).toBe('node');
    const hook = runCli(...args.map((arg) => arg.replace('http://127.0.0.1:9902', pod.adminUrl)));
    // Endpoints without this pod: what a readiness probe sees.
    await until('not ready', async () => ((await fetch(`${pod.metricsUrl}/ready`)).status === 503 ? true : undefined));
    const { status, body } = await streaming;
    expect([status, body.match(/word\d+/g)?.length]).toEqual([200, SLOW_STREAM.words]);
    expect(await hook).toMatchObject({ code: 0, stdout: expect.stringContaining('Envoy ends') });
    expect(await envoy.exited).toBe('ended with code 0');
  });
});

describe("a gateway's certificate", () => {
  it('is the one of the Secret, and the next one when that is renewed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    const objects = await renderChart({ gateway: { tlsSecretName: 'gateway-tls' } });
    const [now, next] = [authority(dir, 'now'), authority(dir, 'next')];
    const pod = await gatewayPod(objects, dir, await tlsSecret(now));
    const { process: envoy } = await launchEnvoy({ binary: await fetchEnvoy(), config: pod.envoy, dir });
    try {
      expect(await issuerAt(pod.url)).toBe('now');
      pod.renew(await tlsSecret(next));
      await until('the next one', async () => ((await issuerAt(pod.url)) === 'next' ? true : undefined));
    } finally {
      await envoy.stop();
      await rm(dir, { recursive: true, force: true });
    }
  });
});

function upstream(name: string, url: string, prefix: string, more: Values = {}): Values {
  return { name, url, prefix, ...more };
}

async function tlsSecret(ca: Authority): Promise<Record<string, string>> {
  const { certFile, keyFile } = ca.issue('localhost');
  return { 'tls/tls.crt': await readFile(certFile, 'utf8'), 'tls/tls.key': await readFile(keyFile, 'utf8') };
}

/** Common name of the authority whose certificate a server shows. */
function issuerAt(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().issuer.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
