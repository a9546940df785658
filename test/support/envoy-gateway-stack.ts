import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { hostProxy, startEnvoyGateway, type EnvoyGateway } from '../../tools/harness/kubernetes/envoy-gateway';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { freePort } from '../../tools/harness/ports';
import { backend, backendRef, gateway, gatewayClass, NAME, SHOP, type Rendered } from './envoy-gateway';
import type { Values } from './chart';
import { toYaml } from './kubernetes';
import { placedConfig, type RenderedConfig } from './rendered-config';
import { startServer, type Server } from './server';
import { startUpstream, type Upstream } from './upstream';

export interface GatewayStack {
  /** Of the Gateway, without a slash at the end. */
  readonly url: string;
  /** Of its Envoy. */
  readonly adminUrl: string;
  readonly server: Server;
  readonly upstream: Upstream;
  /** Puts these in the place of what the chart made and of what was added; they are in force some time after. */
  apply(policies: Rendered['policies'], more?: readonly object[]): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayStackOptions {
  readonly rendered: Rendered;
  /** Further objects. */
  readonly more?: readonly object[];
  /** Called with the folder that stands for /etc/llm-semantic-cache, before anything starts. */
  readonly prepare?: (etc: string) => Promise<void>;
}

/**
 * The cache with the configuration that the chart makes, and a real Envoy Gateway and its Envoy with the policies that the chart
 * makes. What is changed is where the parts are: Envoy Gateway reads no Services from files, so a Backend stands for ours.
 */
export async function startGatewayStack({ rendered, more = [], prepare }: GatewayStackOptions): Promise<GatewayStack> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-'));
  const stops: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.reverse()) await each();
  };
  try {
    await prepare?.(dir);
    // A pod without annotations of ours.
    await writeFile(join(dir, 'annotations'), '');
    const upstream = await startUpstream();
    stops.push(upstream.stop);
    const server = await startServer({ dir, config: configHere(rendered.config, dir) });
    stops.push(server.stop);
    const files = (policies: Rendered['policies'], added: readonly object[]): string =>
      toYaml([...policies.flatMap(placePolicy), backend(NAME, server.address), ...added]);
    const port = await freePort();
    const surroundings = [gatewayClass(), backend('model', upstream.address), ...gateway(port, backendRef('model'))];
    const started: EnvoyGateway = await startEnvoyGateway({
      dir: await mkdtemp(join(dir, 'eg-')),
      envoy: await fetchEnvoy(),
      resources: { 'gateway.yaml': toYaml(surroundings), 'cache.yaml': files(rendered.policies, more) },
    });
    stops.push(started.stop);
    const apply = (policies: Rendered['policies'], added: readonly object[] = []): Promise<void> =>
      started.write('cache.yaml', files(policies, added));
    return { url: `http://127.0.0.1:${port}`, adminUrl: started.adminUrl, server, upstream, apply, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const MOUNT = '/etc/llm-semantic-cache';

/** With files below `dir`. */
function configHere(config: RenderedConfig, dir: string): Values {
  const mounted = JSON.parse(JSON.stringify(config).replaceAll(MOUNT, dir)) as RenderedConfig;
  return placedConfig(mounted, dir, join(dir, 'annotations'));
}

/** A policy that is for our Service is for the Backend of the same name; the Service itself goes. Envoy is a process. */
function placePolicy(object: Manifest): readonly object[] {
  if (object.kind === 'Service') return [];
  const { spec } = structuredClone(object);
  if (object.kind === 'EnvoyProxy') return [hostProxy(NAME, SHOP, spec)];
  if (object.kind === 'BackendTLSPolicy') spec.targetRefs = [backendRef(NAME)];
  if (object.kind === 'EnvoyExtensionPolicy')
    for (const extProc of spec.extProc) extProc.backendRefs = [backendRef(NAME)];
  return [{ ...object, spec }];
}
