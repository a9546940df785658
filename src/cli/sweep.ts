import { openLog } from '../app/log';
import { openStoreByHand } from '../app/store';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { systemClock } from '../core/clock';
import type { Process } from './process';
import { countExpired, sweepOnce, sweepUntilStopped } from './sweep-modes';

export interface SweepFlags {
  /** Only count what has expired. */
  readonly dryRun: boolean;
  /** One sweep, for a cron job. */
  readonly once: boolean;
}

/**
 * Sweeps the configured store without serving: until SIGTERM or SIGINT, or once, or not at all. An embedded store that a
 * service has open cannot be swept from outside.
 *
 * The exit status, as the owner of a cron job wants it: 0 when the store is looked after, also when that is because another
 * process holds the lease; 1 when something failed, single entries included.
 */
export async function sweep(source: SettingsSource, flags: SweepFlags, host: Process): Promise<number> {
  const { settings } = loadSettings(source);
  // Only a process that stays has a log; the others print what a person wants to know.
  const logger = openLog(flags.once || flags.dryRun ? 'silent' : settings.log.level);
  try {
    const opened = await openStoreByHand(settings, logger);
    try {
      if (flags.dryRun) return await countExpired(opened.store, systemClock.now(), host);
      if (flags.once) return await sweepOnce(opened, settings.sweeper, host);
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
