import type { EnvoyMachine } from './machine';
import type { Measurement } from './measure';
import { median } from './statistics';

/** The same load with and without somebody who watches, one right after the other. */
export interface WatchedRow {
  readonly name: string;
  readonly clients: number;
  readonly pairs: readonly { readonly alone: Measurement; readonly watched: Measurement }[];
}

export interface WatchResult {
  readonly hits: readonly WatchedRow[];
  /** CPU of one GET /overview and of one scrape, ms. */
  readonly viewMs: number;
  readonly scrapeMs: number;
  /** What the first one costs more once there is an hour of history, CPU ms. */
  readonly longHistoryMs: number;
  readonly everyMs: { readonly view: number; readonly scrape: number };
}

/** What watching may cost of what hits cost. */
const MOST = 0.01;

export function watchReport({ cores, processor, node, loadAverage }: EnvoyMachine, result: WatchResult): string {
  const { hits, viewMs, scrapeMs, longHistoryMs, everyMs } = result;
  const perSecond = (1000 * (viewMs + longHistoryMs)) / everyMs.view + (1000 * scrapeMs) / everyMs.scrape;
  return [
    `${cores} cores (${processor}), Node ${node}, load average at the start ${loadAverage}`,
    '',
    `side by side: CPU ms of a hit, medians of the rounds`,
    ...hits.map(sideBySide),
    '',
    `GET /overview: ${ms(viewMs)}, and ${ms(longHistoryMs)} more with an hour of history; GET /metrics: ${ms(scrapeMs)}`,
    `a page (every ${everyMs.view / 1000} s) and a Prometheus (every ${everyMs.scrape / 1000} s): ${ms(perSecond)} a second`,
    ...hits.map((row) => shareOf(row, perSecond)),
  ].join('\n');
}

function sideBySide({ name, clients, pairs }: WatchedRow): string {
  const of = (pick: (pair: WatchedRow['pairs'][number]) => number): number => median(pairs.map(pick));
  const ratios = pairs.map(({ alone, watched }) => watched.cpuMs / alone.cpuMs).sort((a, b) => a - b);
  const [least = NaN] = ratios;
  const [alone, watched] = [of((pair) => pair.alone.cpuMs), of((pair) => pair.watched.cpuMs)];
  return (
    `  ${name}, ${clients} clients: alone ${alone.toFixed(4)}, watched ${watched.toFixed(4)}; ` +
    `× ${median(ratios).toFixed(4)} (${least.toFixed(4)} to ${(ratios.at(-1) ?? NaN).toFixed(4)} in ${pairs.length} rounds)`
  );
}

/** Watching costs the same whatever comes, so its share is a question of how much comes. */
function shareOf({ name, pairs }: WatchedRow, perSecond: number): string {
  const cpu = median(pairs.map(({ alone }) => alone.cpuMs));
  const rate = median(pairs.map(({ watched }) => watched.perSecond));
  const share = perSecond / (rate * cpu);
  return (
    `${share <= MOST ? 'met    ' : 'NOT MET'}  ${name}: ${percent(share)} at the measured ${rate.toFixed(0)} a second (limit ${percent(MOST)}); ` +
    `${percent(MOST)} at ${(perSecond / (MOST * cpu)).toFixed(0)} a second`
  );
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
