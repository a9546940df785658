import { systemClock, type Clock } from '../core/clock';
import type { Process } from './process';
import { amountText, timeText } from './progress-text';

/** What is counted. */
export interface ProgressOptions {
  /** Such as "importing". */
  readonly label: string;
  /** Such as "lines"; "bytes" are shown as sizes. */
  readonly unit: string;
  /** `undefined`: nobody knows. */
  readonly total?: number | undefined;
  /** Of `--quiet` or `--json`. */
  readonly quiet?: boolean;
}

export interface ProgressBar {
  /** @param done of the total, not since the last call @param note shown at the end */
  at(done: number, note?: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Redraws are at least this far apart, ms. */
const REDRAW_MS = 100;
/** Width where the terminal does not tell its own. */
const COLUMNS = 80;
/** Before this the rate says nothing, ms. */
const RATE_FROM_MS = 500;

const NONE: ProgressBar = { at: () => undefined, end: () => undefined };

type Watched = Pick<Process, 'env' | 'progress' | 'columns'>;

/** Whether a bar would be seen: on a terminal, and not where NO_COLOR, CI or a dumb terminal ask for plain lines. */
export function isWatched({ env, progress }: Watched, quiet = false): boolean {
  const plain = [env['NO_COLOR'], env['CI']].some((value) => value !== undefined && value !== '');
  return progress !== undefined && !quiet && !plain && env['TERM'] !== 'dumb';
}

/** Shows how far long work has come, in one line of standard error that fits the terminal; nothing where nobody watches. */
export function progressBar(
  host: Watched,
  { label, unit, total, quiet = false }: ProgressOptions,
  clock: Pick<Clock, 'monotonic'> = systemClock,
): ProgressBar {
  const draw = host.progress;
  if (draw === undefined || !isWatched(host, quiet)) return NONE;
  const begun = clock.monotonic();
  let drawn = -Infinity;
  return {
    at(done, note) {
      const now = clock.monotonic();
      if (now - drawn < REDRAW_MS) return;
      drawn = now;
      // The last column stays free: some terminals go to the next line when it is written.
      draw(progressLine({ label, unit, total, done, note, elapsedMs: now - begun }, (host.columns ?? COLUMNS) - 1));
    },
    end() {
      if (drawn > -Infinity) draw('');
    },
  };
}

export interface ProgressState extends Pick<ProgressOptions, 'label' | 'unit' | 'total'> {
  readonly done: number;
  readonly note?: string | undefined;
  readonly elapsedMs: number;
}

/** What a bar shows, in at most so many characters: what does not fit is left out, the bar first. */
export function progressLine(state: ProgressState, width: number): string {
  const { label, total } = state;
  const parts = [label, ...figures(state)];
  const text = parts.join('  ');
  const room = width - text.length - '  []'.length;
  if (total === undefined || total <= 0 || room < SHORTEST_BAR) return text.slice(0, Math.max(0, width)).trimEnd();
  const share = shareOf(state.done, total);
  return [label, bar(share, Math.min(room, LONGEST_BAR)), ...parts.slice(1)].join('  ');
}

const SHORTEST_BAR = 5;
const LONGEST_BAR = 30;

function bar(share: number, width: number): string {
  const full = Math.floor(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`;
}

function shareOf(done: number, total: number): number {
  return Math.min(1, Math.max(0, done / total));
}

function figures({ done, total, unit, note, elapsedMs }: ProgressState): readonly string[] {
  const rate = elapsedMs >= RATE_FROM_MS ? (1000 * done) / elapsedMs : undefined;
  const known = total !== undefined && total > 0;
  const left = known && rate !== undefined && rate > 0 ? (total - done) / rate : undefined;
  return [
    ...(known ? [`${Math.floor(100 * shareOf(done, total))} %`] : []),
    known ? `${amountText(done, unit)} of ${amountText(total, unit)}` : amountText(done, unit),
    ...(note === undefined ? [] : [note]),
    ...(rate === undefined ? [] : [`${amountText(Math.round(rate), unit)}/s`]),
    ...(left === undefined || left < 0 ? [] : [`${timeText(left)} left`]),
  ];
}
