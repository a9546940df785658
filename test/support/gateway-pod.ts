import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { parse, stringify } from 'yaml';
import { withAddresses } from '../../tools/harness/envoy-config';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';
import { freePorts } from '../../tools/harness/ports';
import { NAME, theOnly, type Values } from './chart';
import { publishVolume } from './files';
import { placedConfig, type RenderedConfig } from './rendered-config';

/** Files of Secrets, by their path under /etc/envoy. */
export type Secrets = Readonly<Record<string, string>>;

/** What a rendered pod of mode `gateway` reads, in a folder of the test's, with addresses that are free here. */
export interface GatewayPod {
  /** Text of Envoy's configuration. */
  readonly envoy: string;
  /** The cache's configuration, for startServer with a socket in the same folder. */
  readonly config: Values;
  readonly url: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;
  /** Changes the Secrets that Envoy's container mounts, as the kubelet does. */
  renew(secrets: Secrets): void;
}

export async function gatewayPod(
  objects: readonly Manifest[],
  dir: string,
  secrets: Secrets = {},
): Promise<GatewayPod> {
  const { 'envoy.yaml': envoy = '', ...files } = envoyFiles(objects);
  const [listener, metrics, admin] = (await freePorts(3)).map((port) => `127.0.0.1:${port}`);
  const places = new Map([
    ['0.0.0.0:8080', listener],
    ['0.0.0.0:9903', metrics],
    ['127.0.0.1:9902', admin],
    ['unix:/run/llm-semantic-cache/extproc.sock', `unix:${join(dir, 'extproc.sock')}`],
  ]);
  const mounted = join(dir, 'etc-envoy');
  const here = (text: string): string =>
    text
      .replaceAll('/etc/envoy', mounted)
      .replaceAll('/etc/ssl/certs/ca-certificates.crt', join(mounted, 'public.crt'));
  const renew = (current: Secrets): void => {
    const entries = Object.entries(files).map(([name, text]) => [name, here(text)] as const);
    publishVolume(mounted, { ...Object.fromEntries(entries), ...current, 'public.crt': rootCertificates.join('\n') });
  };
  renew(secrets);
  return {
    envoy: here(stringify(withAddresses(parse(envoy), (address) => places.get(address)))),
    config: placedConfig(parse(configText(objects)) as RenderedConfig, dir),
    url: `http://${listener}`,
    metricsUrl: `http://${metrics}`,
    adminUrl: `http://${admin}`,
    renew,
  };
}

/** The text of the cache's config.yaml. */
export function configText(objects: readonly Manifest[]): string {
  return (theOnly(objects, 'ConfigMap', NAME)['data'] as Record<string, string>)['config.yaml'] ?? '';
}

/** The files of Envoy's ConfigMap. */
export function envoyFiles(objects: readonly Manifest[]): Readonly<Record<string, string>> {
  return theOnly(objects, 'ConfigMap', `${NAME}-envoy`)['data'] as Record<string, string>;
}
