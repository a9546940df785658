import { writeFile } from 'node:fs/promises';
import { benchDialects } from './dialects/main';
import { goalsOf } from './goals';
import { currentLoad, describeEnvoyMachine } from './machine';
import { benchOptions, USAGE } from './options';
import { report } from './report';
import { ROUNDS, runRounds } from './rounds';
import { startBenchStack } from './stack';
import { benchPolicies } from './policies/main';
import { benchStores } from './stores/main';
import { benchWatching } from './watch';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2);
  if (first === 'policies') benchPolicies(say);
  else if (first === 'dialects') benchDialects(say);
  else if (first === 'watch') await benchWatching(others, say);
  else await (first === 'stores' ? benchStores(others, say) : benchServer());
}

async function benchServer(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) {
    say(USAGE);
    return;
  }
  const loadAverage = currentLoad();
  say(`load average ${loadAverage}; starting everything …`);
  const stack = await startBenchStack(options.profileDir);
  try {
    const machine = await describeEnvoyMachine(stack.envoyBinary, loadAverage);
    const result = await runRounds(stack, options, say);
    const goals = goalsOf(result);
    console.log(report(machine, result, goals));
    if (options.jsonFile !== undefined) {
      const { seconds, clients } = options;
      const figures = { machine, options: { seconds, clients, rounds: ROUNDS }, ...result, goals };
      await writeFile(options.jsonFile, `${JSON.stringify(figures, undefined, 2)}\n`);
    }
  } finally {
    await stack.stop();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    process.exit(130);
  });
}

main().then(
  () => {
    process.exit(0);
  },
  (error: unknown) => {
    say(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
