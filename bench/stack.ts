import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEnvoy } from '../tools/fetch/envoy';
import { fetchModel } from '../tools/fetch/model';
import type { RunningEnvoy } from '../tools/harness/envoy';
import { startChild, type Child } from './child';
import { startBenchEnvoy } from './envoys';
import type { InferenceJob } from './inference';
import type { LoadJob, LoadResult } from './load';
import { startCacheServer, type CacheServer } from './server';
import type { Spread } from './statistics';

/** Everything that is measured, running side by side. */
export interface BenchStack {
  readonly envoyBinary: string;
  readonly upstream: Child<null, number>;
  readonly load: Child<LoadJob, LoadResult>;
  readonly inference: Child<InferenceJob, Spread>;
  readonly noop: Child<null, undefined>;
  readonly floor: Child<null, undefined>;
  readonly cache: CacheServer;
  readonly envoys: Readonly<Record<'bare' | 'noop' | 'floor' | 'cache', RunningEnvoy>>;
  stop(): Promise<void>;
}

export async function startBenchStack(profileDir: string | undefined): Promise<BenchStack> {
  const [binary, model] = await Promise.all([fetchEnvoy(), fetchModel()]);
  const dir = await mkdtemp(join(tmpdir(), 'lsc-bench-'));
  const stops: (() => Promise<void> | void)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  const child = async <Job, Result>(script: string, ...args: string[]): Promise<Child<Job, Result>> => {
    const started = await startChild<Job, Result>(script, args);
    stops.push(started.stop);
    return started;
  };
  try {
    const upstream = await child<null, number>('upstream.js');
    const load = await child<LoadJob, LoadResult>('load.js');
    const inference = await child<InferenceJob, Spread>('inference.js', model);
    const noop = await child<null, undefined>('floor-server.js', 'noop');
    const floor = await child<null, undefined>('floor-server.js', 'floor');
    const cache = await startCacheServer({ dir, model, profileDir });
    stops.push(cache.process.stop);
    const envoy = async (name: string, extproc: string | undefined): Promise<RunningEnvoy> => {
      const started = await startBenchEnvoy({ binary, dir: join(dir, name), upstream: upstream.address, extproc });
      stops.push(started.process.stop);
      return started;
    };
    const envoys = {
      bare: await envoy('bare', undefined),
      noop: await envoy('noop', noop.address),
      floor: await envoy('floor', floor.address),
      cache: await envoy('cache', cache.address),
    };
    return { envoyBinary: binary, upstream, load, inference, noop, floor, cache, envoys, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
