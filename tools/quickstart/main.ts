import { randomBytes } from 'node:crypto';
import { byHand, older, spared, swept } from './closing';
import { ENTRIES, walk, type Outcome } from './guide';
import { askAgain, lastApiKey, rememberApiKey } from './history';
import { scrape } from '../harness/metrics';
import { quickstartOptions, USAGE, type QuickstartOptions } from './options';
import { savingsBetween } from './savings';
import { startStack, type Stack } from './stack';
import { jsonLine, table } from './table';
import { TOUR } from './tour';

/** Progress and prose; with --json stdout is for the rows alone. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const options = quickstartOptions(process.argv.slice(2));
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const interrupted = signalled();
  say('starting the sample upstream, llm-semantic-cache and Envoy …');
  const starting = startStack(options);
  const stack = await Promise.race([starting, interrupted.then(() => undefined)]);
  if (stack === undefined) return 130;
  const died = Promise.race(
    stack.processes.map(async ({ name, exited }): Promise<never> => {
      throw new Error(`${name} ${await exited}; its log is in ${options.stateDir}`);
    }),
  );
  died.catch(() => undefined);
  try {
    const code = await Promise.race([visit(stack, options), interrupted.then(() => 130), died]);
    if (options.once || code === 130) return code;
    say('\nRunning until Ctrl-C.');
    await Promise.race([interrupted, died]);
    return code;
  } finally {
    await stack.stop();
  }
}

/** The tour and what is to be said about it. */
async function visit(stack: Stack, options: QuickstartOptions): Promise<number> {
  const print = options.json ? say : console.log;
  if (stack.store.remark !== undefined) print(stack.store.remark);
  const before = await scrape(stack.adminUrl);
  const lastKey = await lastApiKey(options.stateDir);
  const lastAnswer = lastKey === undefined ? undefined : await askAgain(stack, lastKey);
  const apiKey = `sk-sample-${randomBytes(6).toString('hex')}`;
  await rememberApiKey(options.stateDir, apiKey);
  const atStart = await scrape(stack.adminUrl);
  const outcomes: Outcome[] = [];
  for (const row of TOUR) {
    const outcome = await walk(row, { stack, apiKey });
    outcomes.push(outcome);
    if (options.json) console.log(jsonLine(outcome));
    else if (process.stderr.isTTY) process.stderr.write(`\r${outcomes.length} of ${TOUR.length} calls `);
  }
  if (!options.json) console.log(`\n${table(outcomes)}\n`);
  print(spared(savingsBetween(atStart, await scrape(stack.adminUrl))));
  print(swept(outcomes));
  print(older(before.gauge(ENTRIES), lastAnswer));
  const wrong = outcomes.filter(({ problems }) => problems.length > 0);
  for (const { row, problems } of wrong) {
    say(`NOT AS EXPECTED: "${row.question}"${row.note ? ` (${row.note})` : ''}: ${problems.join('; ')}`);
  }
  if (!options.once) print(`\n${byHand(stack, apiKey)}`);
  return wrong.length === 0 ? 0 : 1;
}

function signalled(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(signal);
      });
    }
  });
}

main().then(
  (code) => {
    process.exit(code);
  },
  (error: unknown) => {
    say(`quickstart: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
