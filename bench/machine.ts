import { execFile } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { promisify } from 'node:util';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly envoy: string;
  /** Runnable processes over the last minute, before the benchmark began. */
  readonly loadAverage: number;
}

export async function describeMachine(envoyBinary: string, loadAverage: number): Promise<Machine> {
  const { stdout } = await promisify(execFile)(envoyBinary, ['--version']);
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    envoy: /\/(\d+\.\d+\.\d+)\//.exec(stdout)?.[1] ?? stdout.trim(),
    loadAverage,
  };
}

export function currentLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}
