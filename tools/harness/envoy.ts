import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeEnvoy, type EnvoyAddresses } from './envoy-config';
import { readiness, startProcess, type RunningProcess } from './processes';
import { until } from './waiting';

export interface EnvoySpec {
  /** Path of the binary. */
  readonly binary: string;
  /** Path of a file of deploy/envoy/. */
  readonly template: string;
  readonly addresses: EnvoyAddresses;
  /** A folder for the placed configuration and the log. */
  readonly dir: string;
}

export interface RunningEnvoy {
  readonly process: RunningProcess;
  /** Where clients connect, without a slash at the end. */
  readonly url: string;
  readonly adminUrl: string;
}

/** Starts Envoy with a shipped configuration; resolves when it is live. */
export async function startEnvoy({ binary, template, addresses, dir }: EnvoySpec): Promise<RunningEnvoy> {
  const config = placeEnvoy(await readFile(template, 'utf8'), addresses);
  const envoy = await launchEnvoy({ binary, config, dir });
  try {
    return { ...envoy, url: await listenerUrl(envoy.adminUrl) };
  } catch (error) {
    await envoy.process.stop();
    throw error;
  }
}

/**
 * Starts Envoy with a configuration of any kind, whose admin page may have port 0; resolves when it is live.
 * @param spec.config the bootstrap's text, YAML
 */
export async function launchEnvoy(
  spec: Pick<EnvoySpec, 'binary' | 'dir'> & { readonly config: string },
): Promise<Omit<RunningEnvoy, 'url'>> {
  const config = join(spec.dir, 'envoy.yaml');
  const addressFile = join(spec.dir, 'envoy-admin-address');
  await writeFile(config, spec.config);
  await writeFile(addressFile, '');
  const process = await startProcess({
    name: 'Envoy',
    command: spec.binary,
    args: [
      '-c',
      config,
      '--admin-address-path',
      addressFile,
      '--disable-hot-restart',
      '--concurrency',
      '2',
      '-l',
      'warning',
    ],
    logFile: join(spec.dir, 'envoy.log'),
  });
  try {
    return { process, adminUrl: await readiness(process, liveAdmin(addressFile)) };
  } catch (error) {
    await process.stop();
    throw error;
  }
}

/** Envoy has no event for "live": its admin page says so. */
export function liveAdmin(addressFile: string): Promise<string> {
  return until('Envoy live', async () => {
    const address = (await readFile(addressFile, 'utf8')).trim();
    if (address === '') return undefined;
    const answer = await fetch(`http://${address}/ready`);
    return (await answer.text()).trim() === 'LIVE' ? `http://${address}` : undefined;
  });
}

interface Listeners {
  readonly listener_statuses: readonly {
    readonly local_address: { readonly socket_address: { readonly address: string; readonly port_value: number } };
  }[];
}

/** Where clients of the first listener connect, without a slash at the end. */
export async function listenerUrl(adminUrl: string): Promise<string> {
  const { listener_statuses: listeners } = (await (
    await fetch(`${adminUrl}/listeners?format=json`)
  ).json()) as Listeners;
  const address = listeners[0]?.local_address.socket_address;
  if (!address) throw new Error('Envoy listens on nothing');
  return `http://${address.address}:${address.port_value}`;
}
