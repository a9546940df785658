import { parseArgs } from 'node:util';
import { cpuMs } from './cpu';
import { currentLoad, describeEnvoyMachine } from './machine';
import { measure } from './measure';
import { prepareRows, type Row, type RowName } from './rows';
import { startBenchStack, type BenchStack } from './stack';
import { median } from './statistics';
import { longHistoryMs } from './watch-history';
import { watchReport, type WatchedRow, type WatchResult } from './watch-report';
import { SCRAPE_EVERY_MS, startWatching, VIEW_EVERY_MS } from './watcher';

const USAGE = `usage: npm run bench -- watch [--seconds N] [--rounds N]
  --seconds N   length of one measurement (default 5); half of them are watched
  --rounds N    pairs of measurements of each kind of hit (default 6)`;

/** Clients at a time: as many as the exact tier is loaded with, and as one inference thread keeps up with. */
const CLIENTS: Partial<Record<RowName, number>> = { 'exact hit': 16, 'semantic hit': 2 };
/** Requests of one measurement of what a look costs, and how often it is done. */
const LOOKS = 300;
const LOOK_ROUNDS = 5;

/** What a hit costs while nobody looks, and while a page and a Prometheus do; and what one look costs. */
export async function benchWatching(args: string[], say: (line: string) => void): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '6' },
    },
  });
  if (values.help) {
    say(USAGE);
    return;
  }
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  if (!(seconds > 0 && rounds > 0)) throw new Error(USAGE);
  const loadAverage = currentLoad();
  const stack = await startBenchStack(undefined);
  try {
    const machine = await describeEnvoyMachine(stack.envoyBinary, loadAverage);
    const { rows } = await prepareRows(stack);
    const hits: WatchedRow[] = [];
    for (const row of rows.filter(({ name }) => CLIENTS[name] !== undefined)) {
      say(`${row.name} …`);
      hits.push(await sideBySide(row, stack, { seconds, rounds }));
    }
    say('looks …');
    console.log(watchReport(machine, { hits, ...(await looks(stack)) }));
  } finally {
    await stack.stop();
  }
}

/** By turns, in an order that turns round each time: a drift of the machine hits both alike. */
async function sideBySide(
  row: Row,
  stack: BenchStack,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<WatchedRow> {
  const load = { clients: CLIENTS[row.name] ?? 1, seconds };
  const watched = async (): ReturnType<typeof measure> => {
    const stop = startWatching(stack.cache.adminUrl);
    return measure(row, stack, load).finally(stop);
  };
  await measure(row, stack, { ...load, seconds: 1 });
  const pairs: WatchedRow['pairs'][number][] = [];
  for (let round = 0; round < rounds; round++) {
    const before = round % 2 === 0 ? undefined : await watched();
    const alone = await measure(row, stack, load);
    pairs.push({ alone, watched: before ?? (await watched()) });
  }
  return { name: row.name, clients: load.clients, pairs };
}

/** CPU of one request of a page and of one of a Prometheus, ms, on a server that does nothing else. */
async function looks(stack: BenchStack): Promise<Omit<WatchResult, 'hits'>> {
  const { adminUrl } = stack.cache;
  const view: number[] = [];
  const scrape: number[] = [];
  for (let round = 0; round <= LOOK_ROUNDS; round++) {
    const costs = [await costOf(`${adminUrl}/overview`, stack), await costOf(`${adminUrl}/metrics`, stack)];
    // The first one compiles.
    if (round === 0) continue;
    view.push(costs[0] ?? NaN);
    scrape.push(costs[1] ?? NaN);
  }
  const overview: unknown = await (await fetch(`${adminUrl}/overview`)).json();
  return {
    viewMs: median(view),
    scrapeMs: median(scrape),
    longHistoryMs: longHistoryMs(overview),
    everyMs: { view: VIEW_EVERY_MS, scrape: SCRAPE_EVERY_MS },
  };
}

async function costOf(url: string, { cache }: BenchStack): Promise<number> {
  const before = await cpuMs(cache.process.pid);
  for (let look = 0; look < LOOKS; look++) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    await answer.arrayBuffer();
  }
  return ((await cpuMs(cache.process.pid)) - before) / LOOKS;
}
