import { readFile } from 'node:fs/promises';

/** CPU time of a process so far, ms, in steps of 10; NaN where there is no /proc. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): fields 14 and 15, in ticks of which Linux has 100 a second. The second field may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? NaN) + Number(fields[12] ?? NaN)) * 10;
}
