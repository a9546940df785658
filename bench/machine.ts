import { execFile } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** What any benchmark runs on. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
}

export interface EnvoyMachine extends Machine {
  readonly envoy: string;
  /** Runnable processes over the last minute, before the benchmark began. */
  readonly loadAverage: number;
}

export function describeMachine(): Machine {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

export async function describeEnvoyMachine(envoyBinary: string, loadAverage: number): Promise<EnvoyMachine> {
  const { stdout } = await promisify(execFile)(envoyBinary, ['--version']);
  const envoy = /\/(\d+\.\d+\.\d+)\//.exec(stdout)?.[1] ?? stdout.trim();
  return { ...describeMachine(), envoy, loadAverage };
}

export function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
