import { setTimeout as pause } from 'node:timers/promises';
import { cpuMs } from './cpu';
import type { LoadResult } from './load';
import { MARKS } from './marks';
import type { Row } from './rows';
import type { BenchStack } from './stack';

/** One measurement of one row. */
export interface Measurement extends Pick<LoadResult, 'counted' | 'shed' | 'perSecond' | 'ms'> {
  /** CPU time of the ext_proc server for each answer, ms. */
  readonly cpuMs: number;
}

export interface MeasureOptions {
  readonly clients: number;
  readonly seconds: number;
}

/** New questions that were asked so far. */
let newQuestions = 0;

/**
 * Loads one row.
 * @throws Error when any answer did not come the way that the row measures, or the upstream heard of one that it should
 * have been spared.
 */
export async function measure(row: Row, stack: BenchStack, { clients, seconds }: MeasureOptions): Promise<Measurement> {
  const pid = row.extprocPid;
  const before = { calls: await settledCalls(stack), cpu: pid === undefined ? NaN : await cpuMs(pid) };
  const texts = 'newFrom' in row.job.texts ? { newFrom: newQuestions } : row.job.texts;
  // One inference thread cannot keep up with many clients; with one client nothing may be turned away.
  const shedMark = row.name === 'semantic hit' && clients > 1 ? { shedMark: MARKS.shed } : {};
  const result = await stack.load.ask({ ...row.job, texts, clients, seconds, ...shedMark });
  if ('newFrom' in texts) newQuestions += result.counted + result.wrong + clients;
  if (row.extprocPid === stack.cache.process.pid) await stack.cache.idle();
  const calls = (await settledCalls(stack)) - before.calls;
  const cpu = pid === undefined ? NaN : (await cpuMs(pid)) - before.cpu;
  const fault = faultOf(row, result, calls);
  if (fault !== undefined) throw new Error(`${row.name}, ${clients} clients: ${fault}`);
  const { counted, shed, perSecond, ms } = result;
  return { counted, shed, perSecond, ms, cpuMs: cpu / counted };
}

/** The load ends with requests under way: those may still reach the upstream for a moment. */
async function settledCalls({ upstream }: BenchStack): Promise<number> {
  let calls = await upstream.ask(null);
  for (;;) {
    await pause(SETTLE_MS);
    const now = await upstream.ask(null);
    if (now === calls) return now;
    calls = now;
  }
}

const SETTLE_MS = 30;

function faultOf(row: Row, { counted, wrong, firstWrong, errors }: LoadResult, calls: number): string | undefined {
  if (errors > 0) return `${errors} requests failed`;
  if (wrong > 0)
    return `${wrong} of ${counted + wrong} answers did not come as they should, the first: ${firstWrong ?? ''}`;
  if (counted === 0) return 'no answers';
  if (row.sparesUpstream && calls !== 0) return `${calls} requests reached the upstream`;
  if (!row.sparesUpstream && calls < counted) return `only ${calls} of ${counted} requests reached the upstream`;
  return undefined;
}
