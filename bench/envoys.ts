import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startEnvoy, type RunningEnvoy } from '../tools/harness/envoy';
import { projectRoot } from '../tools/harness/project-root';

export interface EnvoyOptions {
  readonly binary: string;
  readonly dir: string;
  readonly upstream: string;
  /** The ext_proc server; `undefined`: no ext_proc filter at all. */
  readonly extproc: string | undefined;
}

/** Envoy with the shipped configuration. */
export async function startBenchEnvoy({ binary, dir, upstream, extproc }: EnvoyOptions): Promise<RunningEnvoy> {
  await mkdir(dir, { recursive: true });
  const shipped = join(projectRoot(), 'deploy', 'envoy', 'envoy.yaml');
  return startEnvoy({
    binary,
    template: extproc === undefined ? await withoutExtproc(shipped, join(dir, 'template.yaml')) : shipped,
    addresses: { listener: '127.0.0.1:0', admin: '127.0.0.1:0', upstream, cache: extproc ?? '127.0.0.1:9' },
    dir,
  });
}

async function withoutExtproc(shipped: string, file: string): Promise<string> {
  const config: unknown = parse(await readFile(shipped, 'utf8'), (key, value: unknown) =>
    key === 'http_filters' && Array.isArray(value) ? value.filter((filter) => !isExtproc(filter)) : value,
  );
  await writeFile(file, stringify(config));
  return file;
}

function isExtproc(filter: unknown): boolean {
  return (filter as { name?: string }).name === 'envoy.filters.http.ext_proc';
}

/** Statistics of the ext_proc filter that tell of calls which went past it. */
export interface ExtprocFaults {
  readonly streamsFailed: number;
  readonly messageTimeouts: number;
}

export async function extprocFaults({ adminUrl }: RunningEnvoy): Promise<ExtprocFaults> {
  const text = await (await fetch(`${adminUrl}/stats?filter=ext_proc`)).text();
  const stat = (name: string): number => {
    const value = new RegExp(`\\.semantic_cache\\.${name}: (\\d+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`Envoy has no statistic ${name}`);
    return Number(value);
  };
  return { streamsFailed: stat('streams_failed'), messageTimeouts: stat('message_timeouts') };
}
