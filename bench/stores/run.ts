import { cpuMs } from '../cpu';
import type { PartitionSize } from './dataset';
import { median, medianSpread } from '../statistics';
import {
  LOOKUPS,
  STORES,
  type LoadFigures,
  type LookupFigures,
  type LookupName,
  type MemoryFigures,
  type SettledFigures,
  type StoreName,
  type SweepFigures,
} from './figures';
import { folderSize, nodeFootprint, settleNode, type NodeFootprint } from './footprint';
import { exactScan, recallOf, type Recall } from './recall';
import type { StoresStack } from './stack';

export const ROUNDS = 5;

type PerStore<T> = Readonly<Record<StoreName, T>>;

/** Java compiles what it does often, and that takes a while. */
const WARM_UP_SECONDS = { embedded: 0.5, elasticsearch: 5 } as const satisfies PerStore<number>;

export interface StoresResult {
  readonly sizes: readonly SizeFigures[];
  /** At the largest size. */
  readonly sweep: PerStore<SweepFigures>;
  readonly afterSweep: Footprint;
}

export interface SizeFigures {
  readonly entries: number;
  /** Of the entries that were added to the size before. */
  readonly load: PerStore<LoadFigures>;
  readonly settled: PerStore<SettledFigures>;
  readonly lookups: readonly LookupRow[];
  readonly recall: Readonly<Record<PartitionSize, PerStore<Recall>>>;
  readonly footprint: Footprint;
}

export interface LookupRow extends PerStore<Measured> {
  readonly lookup: LookupName;
}

export interface Measured extends LookupFigures {
  /** CPU time of the node for one lookup, ms; NaN where there is no /proc. */
  readonly nodeCpuMs: number;
}

export interface Footprint {
  readonly embeddedDisk: number;
  readonly node: NodeFootprint;
  readonly process: PerStore<MemoryFigures>;
}

export interface RunOptions {
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly seconds: number;
}

export async function runStores(
  stack: StoresStack,
  { sizes, seconds }: RunOptions,
  say: (line: string) => void,
): Promise<StoresResult> {
  const figures: SizeFigures[] = [];
  for (const [n, entries] of sizes.entries()) {
    figures.push(await atSize(stack, { from: sizes[n - 1] ?? 0, to: entries, seconds }, say));
  }
  const size = sizes.at(-1) ?? 0;
  say('sweeping, embedded …');
  const embedded = await stack.embedded.tasks.sweep({ size });
  say('sweeping, elasticsearch …');
  const elasticsearch = await stack.elasticsearch.tasks.sweep({ size });
  return { sizes: figures, sweep: { embedded, elasticsearch }, afterSweep: await footprint(stack) };
}

async function atSize(
  stack: StoresStack,
  { from, to, seconds }: { readonly from: number; readonly to: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<SizeFigures> {
  const load: Partial<Record<StoreName, LoadFigures>> = {};
  const settled: Partial<Record<StoreName, SettledFigures>> = {};
  for (const name of STORES) {
    say(`loading ${to - from} entries, ${name} …`);
    load[name] = await stack[name].tasks.load({ from, to });
    settled[name] = await stack[name].tasks.settle({ size: to });
  }
  say('waiting for merges …');
  await settleNode(stack.node);
  const lookups = await lookupRounds(stack, { size: to, seconds }, say);
  say('comparing with an exact scan …');
  const recall = { large: await recalls(stack, 'large', to), small: await recalls(stack, 'small', to) };
  return {
    entries: to,
    load: load as PerStore<LoadFigures>,
    settled: settled as PerStore<SettledFigures>,
    lookups,
    recall,
    footprint: await footprint(stack),
  };
}

/** All kinds of lookups on both stores in each round, there and back, so that a drift of the machine hits all alike. */
async function lookupRounds(
  stack: StoresStack,
  { size, seconds }: { readonly size: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<readonly LookupRow[]> {
  const cells = LOOKUPS.flatMap((lookup) => STORES.map((store) => ({ lookup, store })));
  const measured = cells.map((cell) => ({ cell, figures: [] as Measured[] }));
  say(`${size} entries: warming up …`);
  for (let round = 0; round <= ROUNDS; round++) {
    if (round > 0) say(`${size} entries: round ${round} of ${ROUNDS} …`);
    for (const { cell, figures } of round % 2 === 0 ? measured : measured.toReversed()) {
      const length = round === 0 ? WARM_UP_SECONDS[cell.store] : seconds;
      const one = await measure(stack, cell, { size, seconds: length, round });
      if (round > 0) figures.push(one);
    }
  }
  const of = (lookup: LookupName, store: StoreName): Measured =>
    medians(measured.find(({ cell }) => cell.lookup === lookup && cell.store === store)?.figures ?? []);
  return LOOKUPS.map((lookup) => ({
    lookup,
    embedded: of(lookup, 'embedded'),
    elasticsearch: of(lookup, 'elasticsearch'),
  }));
}

async function measure(
  stack: StoresStack,
  { lookup, store }: { readonly lookup: LookupName; readonly store: StoreName },
  job: { readonly size: number; readonly seconds: number; readonly round: number },
): Promise<Measured> {
  const before = await cpuMs(stack.node.pid);
  const figures = await stack[store].tasks.lookUp({ lookup, ...job });
  return { ...figures, nodeCpuMs: ((await cpuMs(stack.node.pid)) - before) / figures.count };
}

function medians(rounds: readonly Measured[]): Measured {
  const of = (pick: (one: Measured) => number): number => median(rounds.map(pick));
  return {
    count: rounds.reduce((sum, { count }) => sum + count, 0),
    ms: medianSpread(rounds.map(({ ms }) => ms)),
    cpuMs: of((one) => one.cpuMs),
    busyMs: of((one) => one.busyMs),
    nodeCpuMs: of((one) => one.nodeCpuMs),
  };
}

async function recalls(stack: StoresStack, partition: PartitionSize, size: number): Promise<PerStore<Recall>> {
  const truth = exactScan(partition, size);
  return {
    embedded: await recallOf(stack.embedded.tasks, truth),
    elasticsearch: await recallOf(stack.elasticsearch.tasks, truth),
  };
}

async function footprint({ embedded, elasticsearch, embeddedDir, node }: StoresStack): Promise<Footprint> {
  return {
    embeddedDisk: await folderSize(embeddedDir),
    node: await nodeFootprint(node),
    process: { embedded: await embedded.tasks.memory(null), elasticsearch: await elasticsearch.tasks.memory(null) },
  };
}
