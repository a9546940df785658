import type { Machine } from '../machine';
import type { Spread } from '../statistics';
import { STORES, type StoreName } from './figures';
import type { Footprint, LookupRow, SizeFigures, StoresResult } from './run';

export interface StoresMachine extends Machine {
  readonly elasticsearch: string;
  readonly heap: string;
  /** Before and after. */
  readonly loadAverage: readonly [number, number];
}

/** The result as Markdown tables, for people and for docs/benchmarks.md. */
export function report(machine: StoresMachine, indexType: string, { sizes, sweep, afterSweep }: StoresResult): string {
  const { cores, processor, node, elasticsearch, heap, loadAverage } = machine;
  const spent = loadAverage.join(' and ');
  return [
    `${cores} cores (${processor}), Node ${node}, Elasticsearch ${elasticsearch} (${indexType}, heap ${heap}), load average before and after ${spent}`,
    table([LOOKUP_HEAD, ...sizes.flatMap((size) => size.lookups.map((row) => lookupCells(row, size.entries)))]),
    table([GROWTH_HEAD, ...growthRows(sizes)]),
    table([COST_HEAD, ...sizes.flatMap((size) => size.lookups.map((row) => costCells(row, size.entries)))]),
    table([RECALL_HEAD, ...sizes.flatMap(recallRows)]),
    table([LOAD_HEAD, ...sizes.flatMap((size) => STORES.map((name) => loadCells(size, name)))]),
    table([SWEEP_HEAD, ...STORES.flatMap((name) => sweepRows(name, sweep))]),
    ...STORES.map((name) => {
      const { removed, seconds, perSecond, conflicts, failed } = sweep[name];
      return `sweep, ${name}: ${removed} entries in ${seconds.toFixed(1)} s, ${whole(perSecond)}/s, ${conflicts} conflicts, ${failed} failed`;
    }),
    table([
      FOOTPRINT_HEAD,
      ...sizes.map(({ entries, footprint }) => footprintCells(String(entries), footprint)),
      footprintCells('after the sweep', afterSweep),
    ]),
  ].join('\n\n');
}

const BOTH = ['embedded p50', 'p90', 'p99', 'Elasticsearch p50', 'p90', 'p99'];
const LOOKUP_HEAD = ['lookup, ms', 'entries', ...BOTH, 'ratio p50', 'ratio p99'];
const GROWTH_HEAD = ['growth of p50, smallest to largest', 'embedded', 'Elasticsearch'];
const COST_HEAD = ['cost of one, ms', 'entries', 'embedded CPU', 'client CPU', 'client busy', 'node CPU'];
const RECALL_HEAD = ['recall', 'entries', 'embedded @1', '@5', 'Elasticsearch @1', '@5'];
const LOAD_HEAD = [
  'puts, 32 under way',
  'up to',
  'entries/s',
  'p50 ms',
  'p99 ms',
  'CPU ms',
  'busy ms',
  'settled after s',
  'found',
];
const SWEEP_HEAD = ['lookups, ms', 'while', 'exact p50', 'p99', 'semantic p50', 'p99', 'lookups'];
const FOOTPRINT_HEAD = [
  'MiB',
  'embedded disk',
  'Elasticsearch disk',
  'segments',
  'node heap',
  'node RSS',
  'quantised',
  'graph',
  'exact vectors',
  'embedded process RSS',
  'client process RSS',
];

function lookupCells({ lookup, embedded, elasticsearch }: LookupRow, entries: number): string[] {
  const ratio = (of: keyof Spread): string => (elasticsearch.ms[of] / embedded.ms[of]).toFixed(1);
  return [lookup, String(entries), ...spread(embedded.ms), ...spread(elasticsearch.ms), ratio('p50'), ratio('p99')];
}

function growthRows(sizes: readonly SizeFigures[]): string[][] {
  return (sizes[0]?.lookups ?? []).map(({ lookup }, n) => {
    const of = (name: StoreName): string => {
      const [first, last] = [sizes[0], sizes.at(-1)].map((size) => size?.lookups[n]?.[name].ms.p50 ?? NaN);
      return ((last ?? NaN) / (first ?? NaN)).toFixed(2);
    };
    return [lookup, ...STORES.map(of)];
  });
}

function costCells({ lookup, embedded, elasticsearch }: LookupRow, entries: number): string[] {
  const costs = [embedded.cpuMs, elasticsearch.cpuMs, elasticsearch.busyMs, elasticsearch.nodeCpuMs];
  return [lookup, String(entries), ...costs.map(precise)];
}

function recallRows({ entries, recall }: SizeFigures): string[][] {
  return (['large', 'small'] as const).map((partition) => [
    `${partition} partition`,
    String(entries),
    ...STORES.flatMap((name) => [recall[partition][name].at1, recall[partition][name].at5]).map((share) =>
      share.toFixed(3),
    ),
  ]);
}

function loadCells({ entries, load, settled }: SizeFigures, name: StoreName): string[] {
  const { perSecond, ms, cpuMs, busyMs } = load[name];
  const { seconds, found } = settled[name];
  return [
    name,
    String(entries),
    whole(perSecond),
    precise(ms.p50),
    precise(ms.p99),
    precise(cpuMs),
    precise(busyMs),
    seconds.toFixed(1),
    found.toFixed(3),
  ];
}

function sweepRows(name: StoreName, sweep: StoresResult['sweep']): string[][] {
  return (['before', 'during', 'after'] as const).map((phase) => {
    const { exact, semantic, count } = sweep[name][phase];
    return [name, phase, ...[exact.p50, exact.p99, semantic.p50, semantic.p99].map(precise), String(count)];
  });
}

function footprintCells(what: string, { embeddedDisk, node, process }: Footprint): string[] {
  const { embedded, elasticsearch } = process;
  const { quantised, graph, exact } = node.offHeap;
  const figures = [
    embeddedDisk,
    node.disk,
    node.segments,
    node.heap,
    node.rss,
    quantised,
    graph,
    exact,
    embedded.rss,
    elasticsearch.rss,
  ];
  return [what, ...figures.map(whole)];
}

function spread({ p50, p90, p99 }: Spread): string[] {
  return [p50, p90, p99].map(precise);
}

/** Three digits that mean something. */
function precise(value: number): string {
  return value < 0.1 ? value.toFixed(3) : value < 10 ? value.toFixed(2) : value.toFixed(1);
}

function whole(value: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(0);
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => `| ${row.join(' | ')} |`);
  const line = `| ${(rows[0] ?? []).map((_, n) => (n === 0 ? '---' : '---:')).join(' | ')} |`;
  return [head, line, ...body].join('\n');
}
