import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchHelm, fetchKubectl } from '../../fetch/helm';
import { fetchKubernetes } from '../../fetch/kubernetes';
import { printed, runCommand, type Output } from '../command';
import { freePorts } from '../ports';
import { readiness, startProcess, type RunningProcess } from '../processes';
import { until } from '../waiting';

export interface ApiServerSpec {
  /** Holds data, keys, the kubeconfig and the logs. An empty one makes an empty cluster. */
  readonly dir: string;
}

/**
 * A Kubernetes API without controllers, scheduler and nodes: objects are checked, admitted and kept, and nothing comes of them.
 * Pod Security admission is on; service accounts are not filled in, so pods need none.
 */
export interface ApiServer {
  /** Path of the administrator's. */
  readonly kubeconfig: string;
  /** Runs the real kubectl as administrator to its end, however that is; `printed` makes an error of a failure. */
  kubectl(args: readonly string[], input?: string): Promise<Output>;
  /** The same for Helm. Without `--wait`: nothing becomes ready here. */
  helm(args: readonly string[], input?: string): Promise<Output>;
  stop(): Promise<void>;
}

/** A start takes 4 s, and several times that beside others. */
const START_MS = 90_000;

/** Obtains and starts etcd and kube-apiserver on free ports of 127.0.0.1. @throws Error with their last lines. */
export async function startApiServer({ dir }: ApiServerSpec): Promise<ApiServer> {
  const [files, kubectl, helm] = [await fetchKubernetes(), await fetchKubectl(), await fetchHelm()];
  await mkdir(dir, { recursive: true });
  const [client = 0, peer = 0, secure = 0] = await freePorts(3);
  const etcd = await startProcess({
    name: 'etcd',
    command: files.etcd,
    args: etcdFlags(dir, client, peer),
    logFile: join(dir, 'etcd.log'),
  });
  const processes = [etcd];
  const stop = async (): Promise<void> => {
    // Not in good order: the API server's graceful stop takes a minute, and nobody needs what they keep.
    for (const each of processes) each.kill('SIGKILL');
    await Promise.all(processes.map(({ exited }) => exited));
  };
  try {
    const token = randomBytes(16).toString('hex');
    const server = await startProcess({
      name: 'kube-apiserver',
      command: files.apiServer,
      args: await serverFlags({ dir, token, etcd: client, port: secure }),
      logFile: join(dir, 'kube-apiserver.log'),
    });
    processes.push(server);
    await ready(server, { url: `https://127.0.0.1:${secure}`, certificate: certificateOf(dir), token });
    const kubeconfig = await writeKubeconfig(dir, secure, token);
    const env = { KUBECONFIG: kubeconfig };
    return {
      kubeconfig,
      kubectl: (args, input = '') => runCommand(kubectl, args, { input, env }),
      helm: (args, input = '') => runCommand(helm, args, { input, env }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Applies objects (YAML) and resolves when the resource definitions among them are served. @throws Error with kubectl's words. */
export async function applyDefinitions({ kubectl }: ApiServer, objects: string): Promise<void> {
  printed(await kubectl(['apply', '--server-side', '--filename', '-'], objects));
  printed(await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']));
}

function etcdFlags(dir: string, client: number, peer: number): string[] {
  const [clients, peers] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return [
    ...['--data-dir', join(dir, 'etcd'), '--log-level', 'warn', '--unsafe-no-fsync'],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`],
  ];
}

interface ServerPlaces {
  readonly dir: string;
  readonly token: string;
  /** etcd's port. */
  readonly etcd: number;
  readonly port: number;
}

async function serverFlags({ dir, token, etcd, port }: ServerPlaces): Promise<string[]> {
  const [key, tokens] = [join(dir, 'service-accounts.key'), join(dir, 'tokens.csv')];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  await writeFile(key, privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });
  await writeFile(tokens, `${token},admin,1,system:masters\n`, { mode: 0o600 });
  return [
    ...['--etcd-servers', `http://127.0.0.1:${etcd}`, '--bind-address', '127.0.0.1', '--secure-port', String(port)],
    // It would refuse to publish a loopback address as the endpoint of the service `kubernetes`.
    ...['--advertise-address', '127.0.0.1', '--endpoint-reconciler-type', 'none'],
    ...['--cert-dir', join(dir, 'pki'), '--token-auth-file', tokens, '--authorization-mode', 'RBAC'],
    ...['--service-account-issuer', 'https://kubernetes.default.svc', '--service-account-signing-key-file', key],
    ...['--service-account-key-file', key, '--service-cluster-ip-range', '10.96.0.0/16', '--allow-privileged'],
    // It waits for service accounts that a controller would make.
    ...['--disable-admission-plugins', 'ServiceAccount'],
  ];
}

/** Made by the server at its start: signed by itself, so it is its own authority. */
function certificateOf(dir: string): string {
  return join(dir, 'pki', 'apiserver.crt');
}

interface Address {
  readonly url: string;
  readonly certificate: string;
  readonly token: string;
}

async function ready(server: RunningProcess, { url, certificate, token }: Address): Promise<void> {
  const probe = async (): Promise<true | undefined> => {
    const ca = await readFile(certificate);
    const status = await new Promise<number>((resolve, reject) => {
      get(`${url}/readyz`, { ca, headers: { authorization: `Bearer ${token}` } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).once('error', reject);
    });
    return status === 200 ? true : undefined;
  };
  await readiness(server, until('kube-apiserver', probe, START_MS), START_MS);
}

async function writeKubeconfig(dir: string, port: number, token: string): Promise<string> {
  const file = join(dir, 'kubeconfig');
  const name = 'test';
  const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificateOf(dir) };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
  return file;
}
