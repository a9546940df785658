import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { currentLoad } from '../machine';
import { storesOptions, STORES_USAGE } from './options';
import { report } from './report';
import { ROUNDS, runStores } from './run';
import { startStores } from './stack';

export interface StoresMachine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly elasticsearch: string;
  readonly heap: string;
  /** Before and after. */
  readonly loadAverage: readonly [number, number];
}

/** The stores side by side, without a server around them. */
export async function benchStores(args: string[], say: (line: string) => void): Promise<void> {
  const options = storesOptions(args);
  if (options.help) {
    say(STORES_USAGE);
    return;
  }
  const load = currentLoad();
  say(`load average ${load}; starting everything …`);
  const stack = await startStores(options);
  try {
    const result = await runStores(stack, options, say);
    const machine = describe(stack.version, options.heap, [load, currentLoad()]);
    console.log(report(machine, options.indexType, result));
    if (options.jsonFile !== undefined) {
      const { sizes, seconds, indexType } = options;
      const figures = { machine, options: { sizes, seconds, indexType, rounds: ROUNDS }, ...result };
      await writeFile(options.jsonFile, `${JSON.stringify(figures, undefined, 2)}\n`);
    }
  } finally {
    await stack.stop();
  }
}

function describe(elasticsearch: string, heap: string, loadAverage: readonly [number, number]): StoresMachine {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    elasticsearch,
    heap,
    loadAverage,
  };
}
