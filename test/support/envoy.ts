import { join } from 'node:path';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { startEnvoy as start } from '../../tools/harness/envoy';

/** The Envoy versions that the shipped configurations are checked with: the oldest and the newest supported. */
export const ENVOY_VERSIONS = ['1.36.4', '1.40.0'] as const;
/** And the one for paced replays, which need a newer Envoy. */
export const PACED_ENVOY_VERSIONS = ['1.37.0', '1.40.0'] as const;

export interface EnvoyOptions {
  /** A file of deploy/envoy/. */
  readonly template?: 'envoy.yaml' | 'envoy-uds.yaml' | 'envoy-paced.yaml';
  /** HOST:PORT or unix:PATH of the cache. */
  readonly cache: string;
  /** HOST:PORT. */
  readonly upstream: string;
  readonly dir: string;
  readonly version?: string;
}

export interface Envoy {
  /** Where clients connect, without a slash at the end. */
  readonly url: string;
  readonly adminUrl: string;
  /** A counter or gauge by the end of its name, summed over all that match: "ext_proc.semantic_cache.streams_failed". */
  stat(suffix: string): Promise<number>;
  /** Resolves when the process is gone, with how it ended, in words. */
  exited(): Promise<string>;
  stop(): Promise<void>;
}

/** A real Envoy with a shipped configuration; all that is changed is where the parts listen. */
export async function startEnvoy(options: EnvoyOptions): Promise<Envoy> {
  const {
    process: running,
    url,
    adminUrl,
  } = await start({
    binary: await fetchEnvoy(options.version),
    template: shippedConfig(options.template ?? 'envoy.yaml'),
    addresses: {
      listener: '127.0.0.1:0',
      admin: '127.0.0.1:0',
      upstream: options.upstream,
      cache: options.cache,
    },
    dir: options.dir,
  });
  return {
    url,
    adminUrl,
    stat: async (suffix) => {
      const text = await (await fetch(`${adminUrl}/stats`)).text();
      const lines = text.split('\n').map((line) => line.split(': '));
      const values = lines.filter(([name]) => name?.endsWith(suffix)).map(([, value]) => Number(value));
      if (values.length === 0) throw new Error(`Envoy has no statistic ${suffix}`);
      return values.reduce((sum, value) => sum + value, 0);
    },
    exited: () => running.exited,
    stop: running.stop,
  };
}

/** Path of a file of deploy/envoy/. */
export function shippedConfig(name: string): string {
  return join(process.cwd(), 'deploy', 'envoy', name);
}
