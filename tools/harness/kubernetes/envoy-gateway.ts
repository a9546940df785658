import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { fetchEnvoyGateway } from '../../fetch/envoy-gateway';
import { succeed } from '../command';
import { liveAdmin } from '../envoy';
import { isFree } from '../ports';
import { readiness, startProcess, type RunningProcess } from '../processes';
import { until } from '../waiting';

export interface EnvoyGatewaySpec {
  /** Holds resources, certificates and the log. */
  readonly dir: string;
  /** Path of the Envoy that it is to run. */
  readonly envoy: string;
  /** Files of resources by name (such as gateway.yaml), YAML. Must have a GatewayClass, and its EnvoyProxy must be hostProxy(). */
  readonly resources: Readonly<Record<string, string>>;
}

/**
 * A real Envoy Gateway without Kubernetes: it reads resources from files, and runs Envoy as a process. It has fixed ports
 * (18000 for Envoy, on all addresses), so there is one on a machine at a time. Gateways listen on their ports on all addresses.
 */
export interface EnvoyGateway {
  /** Of the Envoy that it runs. */
  readonly adminUrl: string;
  readonly process: RunningProcess;
  /**
   * Writes a file of resources anew; it is taken over some time after. An object that is left out is gone; a field that is left out
   * of an object stays as it was.
   */
  write(name: string, resources: string): Promise<void>;
  stop(): Promise<void>;
}

/** Its discovery service, which Envoy is told to ask there. */
const XDS_PORT = 18000;
const START_MS = 60_000;

/** By which the EnvoyProxy and the folder of Envoy are matched; nothing is downloaded then. */
const ENVOY = '0.0.1';

/** An EnvoyProxy (for `parametersRef` of a GatewayClass) with `spec` that makes Envoy Gateway run the Envoy given to it. */
export function hostProxy(name: string, namespace: string, spec: Readonly<Record<string, unknown>> = {}): object {
  return {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyProxy',
    metadata: { name, namespace },
    spec: { ...spec, provider: { type: 'Host', host: { envoyVersion: ENVOY } } },
  };
}

/** Starts it and resolves when its Envoy is live. @throws Error with its last lines, or when another one runs. */
export async function startEnvoyGateway(spec: EnvoyGatewaySpec): Promise<EnvoyGateway> {
  const dir = resolve(spec.dir);
  const { envoyGateway } = await fetchEnvoyGateway();
  if (!(await isFree(XDS_PORT))) throw new Error(`Envoy Gateway needs port ${XDS_PORT}, which something listens on`);
  // It reads a file as soon as there is something in it, and takes what is missing for deleted; hidden files it leaves alone.
  const write = async (name: string, text: string): Promise<void> => {
    const hidden = join(dir, 'resources', `.${name}`);
    await writeFile(hidden, text);
    await rename(hidden, join(dir, 'resources', name));
  };
  const config = await prepare(dir, spec.envoy);
  for (const [name, text] of Object.entries(spec.resources)) await write(name, text);
  await succeed(envoyGateway, ['certgen', '--local', '--config-home', join(dir, 'config')]);
  const process = await startProcess({
    name: 'Envoy Gateway',
    command: envoyGateway,
    args: ['server', '--config-path', config],
    logFile: join(dir, 'envoy-gateway.log'),
  });
  try {
    const adminUrl = await readiness(process, live(join(dir, 'run')), START_MS);
    return { adminUrl, process, write, stop: () => process.stop() };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/** The folders and the configuration of Envoy Gateway; Envoy is found where it would have been downloaded to. */
async function prepare(dir: string, envoy: string): Promise<string> {
  const [resources, data] = [join(dir, 'resources'), join(dir, 'data')];
  const bin = join(data, 'envoy-versions', ENVOY, 'bin');
  for (const folder of [resources, bin, join(dir, 'run')]) await mkdir(folder, { recursive: true });
  await writeFile(join(bin, 'envoy'), `#!/bin/sh\nexec '${envoy}' "$@"\n`, { mode: 0o755 });
  const host = {
    configHome: join(dir, 'config'),
    dataHome: data,
    stateHome: join(dir, 'state'),
    runtimeDir: join(dir, 'run'),
  };
  const config = {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'EnvoyGateway',
    gateway: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    provider: {
      type: 'Custom',
      custom: {
        resource: { type: 'File', file: { paths: [resources] } },
        infrastructure: { type: 'Host', host },
      },
    },
    extensionApis: { enableBackend: true },
  };
  const file = join(dir, 'envoy-gateway.yaml');
  await writeFile(file, stringify(config));
  return file;
}

/** The file in which an Envoy writes its admin address is somewhere below the folder of runs. */
async function live(runs: string): Promise<string> {
  const find = async (): Promise<string | undefined> =>
    (await readdir(runs, { recursive: true })).find((name) => basename(name) === 'admin-address.txt');
  return liveAdmin(join(runs, await until('Envoy of Envoy Gateway', find, START_MS)));
}
