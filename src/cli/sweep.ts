import { openLog } from '../app/log';
import { openStoreByHand } from '../app/sweep-by-hand';
import { loadSettings } from '../config/load';
import { systemClock } from '../core/clock';
import { readFlags } from './flags';
import type { Process } from './process';
import { countExpired, loggedEvents, printedFaults, sweepOnce, sweepUntilStopped } from './sweep-modes';

/**
 * Sweeps the configured store without serving: until SIGTERM or SIGINT, or once, or not at all. An embedded store that a
 * service has open cannot be swept from outside.
 *
 * The exit status, as the owner of a cron job wants it: 0 when the store is looked after, also when that is because another
 * process holds the lease; 1 when something failed, single entries included.
 */
export async function sweep(args: readonly string[], host: Process): Promise<number> {
  const { values, configuration } = readFlags(args, { once: { type: 'boolean' }, 'dry-run': { type: 'boolean' } });
  const flags = { once: values['once'] === true, dryRun: values['dry-run'] === true };
  const { settings } = loadSettings({ argv: configuration, env: host.env });
  const logger = openLog(settings.log.level);
  // Only a process that stays has a log; the others print what a person wants to know.
  const stays = !flags.once && !flags.dryRun;
  const faults = printedFaults(host);
  try {
    const opened = await openStoreByHand(settings, stays ? loggedEvents(logger) : faults);
    try {
      if (flags.dryRun) return await countExpired(opened.store, systemClock.now(), { host, faults });
      if (flags.once) return await sweepOnce(opened, settings.sweeper, { host, faults });
      return await sweepUntilStopped(opened, settings.sweeper, { logger, host });
    } finally {
      await opened.store.close();
    }
  } catch (error) {
    host.printError(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    logger.flush();
  }
}
