import { p50, type Goal } from './goals';
import type { EnvoyMachine } from './machine';
import type { BenchResult, Figures } from './rounds';
import type { Spread } from './statistics';

/** The result as text for people. */
export function report(machine: EnvoyMachine, result: BenchResult, goals: readonly Goal[]): string {
  const { cores, processor, node, envoy, loadAverage } = machine;
  return [
    `${cores} cores (${processor}), Node ${node}, Envoy ${envoy}, load average at the start ${loadAverage}`,
    '',
    columns([HEAD, ...result.figures.map((one) => cells(one, result))]),
    '',
    ...notes(result),
    '',
    ...goals.map(({ goal, measured, limit, unit, met }) => {
      const [is, most] = [measured, limit].map((value) => `${value.toFixed(2)} ${unit}`);
      return `${met ? 'met    ' : 'NOT MET'}  ${goal}: ${is} (limit ${most})`;
    }),
  ].join('\n');
}

const HEAD = ['row', 'clients', 'req/s', 'p50 ms', 'p90 ms', 'p99 ms', '× floor', 'ext_proc CPU ms', 'answers', 'shed'];

function cells({ row, clients, perSecond, ms, cpuMs, counted, shed }: Figures, { figures }: BenchResult): string[] {
  const floor = figures.find((one) => one.row === 'floor' && one.clients === clients)?.ms.p50 ?? NaN;
  return [
    row,
    String(clients),
    perSecond.toFixed(0),
    ...spread(ms),
    (ms.p50 / floor).toFixed(2),
    Number.isNaN(cpuMs) ? '' : cpuMs.toFixed(3),
    String(counted),
    shed === 0 ? '' : `${((100 * shed) / (counted + shed)).toFixed(0)} %`,
  ];
}

function notes({ figures, inference, chunkDelay, messageTimeouts }: BenchResult): string[] {
  const missCost = p50(figures, 'miss') - p50(figures, 'bare Envoy');
  const delay = (name: string, s: Spread): string[] => [name, ...spread(s)];
  return [
    columns([
      ['', 'p50 ms', 'p90 ms', 'p99 ms'],
      delay('bare inference', inference),
      delay('streamed chunk, bare Envoy', chunkDelay.bare),
      delay('streamed chunk, captured', chunkDelay.captured),
      delay('  added (paired)', chunkDelay.added),
    ]),
    '',
    `A miss costs ${missCost.toFixed(2)} ms more than bare Envoy (p50, fewest clients).`,
    ...(messageTimeouts > 0 ? [`Envoy waited too long for ${messageTimeouts} messages.`] : []),
  ];
}

function spread({ p50: half, p90, p99 }: Spread): string[] {
  return [half, p90, p99].map((value) => value.toFixed(2));
}

/** Lines of a text table: the first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}
