import { writeFile } from 'node:fs/promises';
import { currentLoad, describeMachine } from '../machine';
import { storesOptions, STORES_USAGE } from './options';
import { report } from './report';
import { ROUNDS, runStores } from './run';
import { startStores } from './stack';

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
    const loadAverage = [load, currentLoad()] as const;
    const machine = { ...describeMachine(), elasticsearch: stack.version, heap: options.heap, loadAverage };
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
