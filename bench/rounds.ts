import { chunkDelay } from './chunk-delay';
import { extprocFaults } from './envoys';
import { measure, type Measurement } from './measure';
import type { BenchOptions } from './options';
import { prepareRows, type Row, type RowName } from './rows';
import type { BenchStack } from './stack';
import { median, medianSpread, type Spread } from './statistics';
import { newQuestion } from './texts';

/** Rounds of which the medians are told. */
export const ROUNDS = 5;
const WARM_UP_SECONDS = 0.4;

/** A row's medians over the rounds with so many clients. */
export interface Figures extends Measurement {
  readonly row: RowName;
  readonly clients: number;
}

export interface BenchResult {
  readonly figures: readonly Figures[];
  readonly inference: Spread;
  /** From the upstream's write to the client's read, ms. */
  readonly chunkDelay: Readonly<Record<'bare' | 'captured' | 'added', Spread>>;
  /** Messages that Envoy did not wait for any longer. */
  readonly messageTimeouts: number;
}

/** Measures everything once a round, so that a drift of the machine hits all alike. */
export async function runRounds(
  stack: BenchStack,
  { clients, seconds }: Pick<BenchOptions, 'clients' | 'seconds'>,
  say: (line: string) => void,
): Promise<BenchResult> {
  const { rows, paraphrases } = await prepareRows(stack);
  const cells = rows.flatMap((row) => clients.map((count) => ({ row, clients: count })));
  const round = async (number: number, length: number): Promise<Round> => {
    const measured = new Map<Cell, Measurement>();
    // There and back, so that none is always the one after the heaviest.
    for (const cell of number % 2 === 0 ? cells : cells.toReversed()) {
      measured.set(cell, await measure(cell.row, stack, { clients: cell.clients, seconds: length }));
    }
    const inference = await stack.inference.ask({ seconds: length, texts: paraphrases });
    return { measured, inference, streams: await streamRound(stack, number) };
  };
  say('warming up …');
  await round(0, WARM_UP_SECONDS);
  const rounds: Round[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    say(`round ${number} of ${ROUNDS} …`);
    rounds.push(await round(number, seconds));
  }
  return {
    figures: cells.map((cell) => figuresOf(cell, rounds)),
    inference: medianSpread(rounds.map(({ inference }) => inference)),
    chunkDelay: delaysOf(rounds.flatMap(({ streams }) => streams)),
    messageTimeouts: await checkedTimeouts(stack),
  };
}

interface Cell {
  readonly row: Row;
  readonly clients: number;
}

interface Round {
  readonly measured: ReadonlyMap<Cell, Measurement>;
  readonly inference: Spread;
  readonly streams: readonly StreamPair[];
}

/** The same stream by both ways, one right after the other. */
interface StreamPair {
  readonly bare: Spread;
  readonly captured: Spread;
}

const PAIRS = 2;

async function streamRound({ envoys }: BenchStack, round: number): Promise<StreamPair[]> {
  const pairs: StreamPair[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const text = newQuestion(1_000_000 + round * PAIRS + pair);
    const bare = await chunkDelay(envoys.bare.url, text, false);
    pairs.push({ bare, captured: await chunkDelay(envoys.cache.url, text, true) });
  }
  return pairs;
}

function figuresOf(cell: Cell, rounds: readonly Round[]): Figures {
  const all = rounds.flatMap(({ measured }) => measured.get(cell) ?? []);
  const of = (pick: (one: Measurement) => number): number => median(all.map(pick));
  return {
    row: cell.row.name,
    clients: cell.clients,
    counted: all.reduce((sum, { counted }) => sum + counted, 0),
    shed: all.reduce((sum, { shed }) => sum + shed, 0),
    perSecond: of((one) => one.perSecond),
    ms: medianSpread(all.map(({ ms }) => ms)),
    cpuMs: of((one) => one.cpuMs),
  };
}

function delaysOf(pairs: readonly StreamPair[]): BenchResult['chunkDelay'] {
  const added = pairs.map(({ bare, captured }) => ({
    p50: captured.p50 - bare.p50,
    p90: captured.p90 - bare.p90,
    p99: captured.p99 - bare.p99,
  }));
  const of = (way: keyof StreamPair): Spread => medianSpread(pairs.map((pair) => pair[way]));
  return { bare: of('bare'), captured: of('captured'), added: medianSpread(added) };
}

/** @throws Error when Envoy has seen an ext_proc stream fail. */
async function checkedTimeouts({ envoys }: BenchStack): Promise<number> {
  let timeouts = 0;
  for (const name of ['noop', 'floor', 'cache'] as const) {
    const { streamsFailed, messageTimeouts } = await extprocFaults(envoys[name]);
    if (streamsFailed > 0) throw new Error(`Envoy (${name}): streams_failed is ${streamsFailed}`);
    timeouts += messageTimeouts;
  }
  return timeouts;
}
