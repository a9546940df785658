import type { openLog } from '../app/log';
import type { OpenedStore, StoreParts } from '../app/store';
import { sweeperByHand } from '../app/sweep-by-hand';
import type { SweeperSettings } from '../config/settings';
import type { SweepOutcome } from '../core/decision';
import type { EntryStore } from '../core/entry';
import { EXIT } from './exit-status';
import type { Process } from './process';
import { progressBar, type ProgressBar } from './progress';
import { sampleLines } from './sample-lines';

/** The parts of an opened store that a sweep needs. */
export type Sweepable = Pick<OpenedStore, 'store' | 'lease'>;

/** Ids that a dry run shows. */
const SAMPLE = 10;

type StoreEvents = StoreParts['observer'];

/** Faults of the store and of the sweep, for who waits for the end of a command. */
export interface Faults extends StoreEvents {
  count(): number;
  /** A line for each. */
  told(): readonly string[];
}

/** Where a command runs, and the faults that it has to account for. */
interface ByHand {
  readonly host: Process;
  readonly faults: Faults;
  /** One JSON object rather than lines. */
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** `false`: no rests for others that use the store. */
  readonly paced?: boolean;
}

/** Prints each fault as it happens, or keeps it for the JSON object at the end. */
export function printedFaults(host: Pick<Process, 'printError'>, json = false): Faults {
  let count = 0;
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    if (!json) host.printError(line);
  };
  return {
    count: () => count,
    told: () => lines,
    failed(where, error) {
      count += 1;
      tell(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    },
    // Whoever asks the store while it is away fails, and that is told.
    breaker: () => undefined,
    writeRetried: () => undefined,
    indexDropped(index) {
      tell(`index dropped, of a model no longer in use: ${index}`);
    },
  };
}

/** What has expired at `now`; what a sweep would evict for room is not counted. */
export async function countExpired(
  store: Pick<EntryStore, 'scan'>,
  now: number,
  { host, faults, json }: Pick<ByHand, 'faults' | 'json'> & { readonly host: Pick<Process, 'print'> },
): Promise<number> {
  let expired = 0;
  const sample: string[] = [];
  for await (const page of store.scan({ expiredAt: now })) {
    expired += page.length;
    sample.push(...page.slice(0, SAMPLE - sample.length).map(({ id }) => id));
  }
  const lines = [`expired entries: ${expired}; nothing removed`, ...sampleLines(sample, expired)];
  if (json === true) host.print(JSON.stringify({ dryRun: true, expired, sample, faults: faults.told() }));
  else for (const line of lines) host.print(line);
  return faults.count() > 0 ? EXIT.failed : EXIT.well;
}

/** A stop asked for meanwhile ends it after its present step. */
export async function sweepOnce(opened: Sweepable, settings: SweeperSettings, byHand: ByHand): Promise<number> {
  const { host, faults, json = false, quiet = false, paced = true } = byHand;
  const bar = progressBar(host, { label: 'sweeping', unit: 'entries removed', quiet: quiet || json });
  const { failed } = faults;
  const observer = { swept: () => undefined, leads: () => undefined, failed };
  const sweeper = sweeperByHand(watched(opened, bar), { ...settings, paced }, observer);
  void host.stopSignal(() => undefined).then(() => sweeper.stop());
  const outcome = await sweeper.sweepNow();
  await sweeper.stop();
  bar.end();
  if (json) host.print(JSON.stringify({ swept: outcome !== undefined, ...outcome, faults: faults.told() }));
  else if (outcome !== undefined) host.print(describe(outcome));
  else if (faults.count() === 0) host.print('another process sweeps this store: nothing done');
  return faults.count() > 0 || (outcome?.failed ?? 0) > 0 ? EXIT.failed : EXIT.well;
}

/** The same, telling after each step how much is gone. */
function watched({ store, lease }: Sweepable, bar: ProgressBar): SweptParts {
  let gone = 0;
  return {
    lease,
    store: {
      async sweep(step) {
        const result = await store.sweep(step);
        bar.at((gone += result.removed + result.evicted));
        return result;
      },
    },
  };
}

type SweptParts = Parameters<typeof sweeperByHand>[0];

function describe({ removed, evicted, conflicts, failed, milliseconds }: SweepOutcome): string {
  const seconds = (milliseconds / 1000).toFixed(1);
  return `removed ${removed}, evicted ${evicted}, conflicts ${conflicts}, failed ${failed} in ${seconds} s`;
}

/** A process that does nothing else: at once, and then at the configured interval. */
export async function sweepUntilStopped(
  opened: Sweepable,
  settings: SweeperSettings,
  { logger, host }: { readonly logger: Log; readonly host: Pick<Process, 'stopSignal'> },
): Promise<number> {
  const sweeper = sweeperByHand(opened, settings, loggedEvents(logger));
  const stopSignal = host.stopSignal(() => undefined);
  sweeper.start();
  void sweeper.sweepNow();
  const signal = await stopSignal;
  logger.info('stopping', { event: 'stopping', signal });
  await sweeper.stop();
  logger.info('stopped', { event: 'stopped' });
  return EXIT.well;
}

type Log = Pick<Awaited<ReturnType<typeof openLog>>, 'info' | 'warn'>;

/** There is no /metrics to look at, so the log tells everything. */
export function loggedEvents(logger: Log): StoreEvents & Parameters<typeof sweeperByHand>[2] {
  let leading: boolean | undefined;
  return {
    breaker(state, why) {
      logger.warn(`the store's circuit breaker is ${state}`, { event: 'store', error: why });
    },
    writeRetried: () => undefined,
    indexDropped(index) {
      logger.info('index dropped', { event: 'store', index });
    },
    swept({ milliseconds: ms, ...entries }) {
      logger.info('sweep', { event: 'sweep', ...entries, ms });
    },
    leads(now) {
      if (now !== leading) logger.info(now ? 'sweeping' : 'not sweeping', { event: 'sweep-leader', leads: now });
      leading = now;
    },
    failed(where, error) {
      logger.warn('failure', { event: 'failure', where, error });
    },
  };
}
