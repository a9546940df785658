import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { parse, stringify } from 'yaml';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { launchEnvoy, listenerUrl } from '../../tools/harness/envoy';
import { withAddresses } from '../../tools/harness/envoy-config';
import { shippedConfig, type EnvoyOptions } from './envoy';

const CA_FILE = '/etc/ssl/certs/ca-certificates.crt';

/** Parts of a shipped Envoy configuration, to be changed. */
export interface Parts {
  readonly whole: any;
  readonly listener: any;
  readonly manager: any;
  readonly filter: any;
  readonly route: any;
  readonly cluster: any;
}

export interface PlantedOptions extends Pick<EnvoyOptions, 'cache' | 'upstream' | 'dir' | 'version'> {
  readonly template: NonNullable<EnvoyOptions['template']> | 'envoy-openai.yaml';
  readonly plant: (parts: Parts) => void;
}

export interface PlantedEnvoy {
  readonly url: string;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** A real Envoy with a shipped configuration in which something is changed. */
export async function startPlanted(options: PlantedOptions): Promise<PlantedEnvoy> {
  const { template, plant, cache, upstream, dir, version } = options;
  const places = new Map([
    ['127.0.0.1:10000', '127.0.0.1:0'],
    ['127.0.0.1:9902', '127.0.0.1:0'],
    ['127.0.0.1:8081', upstream],
    ['127.0.0.1:50051', cache],
    ['unix:/run/llm-semantic-cache/extproc.sock', cache],
  ]);
  await mkdir(dir, { recursive: true });
  const authorities = join(dir, 'ca.crt');
  await writeFile(authorities, rootCertificates.join('\n'));
  // Not every system has its certificates where Debian has them.
  const shipped = (await readFile(shippedConfig(template), 'utf8')).replace(CA_FILE, authorities);
  const whole = withAddresses(parse(shipped), (address) => places.get(address));
  plant(partsOf(whole));
  const { adminUrl, process } = await launchEnvoy({
    binary: await fetchEnvoy(version),
    config: stringify(whole),
    dir,
  });
  return { url: await listenerUrl(adminUrl), adminUrl, stop: process.stop };
}

function partsOf(whole: any): Parts {
  const [listener] = whole.static_resources.listeners;
  const manager = listener.filter_chains[0].filters[0].typed_config;
  return {
    whole,
    listener,
    manager,
    filter: manager.http_filters[0].typed_config,
    route: manager.route_config.virtual_hosts[0].routes.at(-1),
    cluster: whole.static_resources.clusters.find(({ name }: any) => name === 'semantic_cache'),
  };
}
