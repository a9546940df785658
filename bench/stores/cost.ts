import type { Cost } from './figures';

/** Starts to measure this process; the returned function tells what each of `count` operations cost since. */
export function startMeter(): (count: number) => Cost {
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  return (count) => {
    const { user, system } = process.cpuUsage(cpu);
    const { active } = performance.eventLoopUtilization(loop);
    return { cpuMs: (user + system) / 1000 / count, busyMs: active / count };
  };
}
