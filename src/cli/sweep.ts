import { openLog } from '../app/log';
import { openStoreByHand } from '../app/sweep-by-hand';
import { loadSettings } from '../config/load';
import { systemClock } from '../core/clock';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { readFlags, wrongUsage, type FlagValues } from './flags';
import type { Process } from './process';
import { sweepSpec } from './specs/sweep';
import { countExpired, loggedEvents, printedFaults, sweepOnce, sweepUntilStopped } from './sweep-modes';

/**
 * Sweeps the configured store without serving: until SIGTERM or SIGINT, or once, or not at all. An embedded store that a
 * service has open cannot be swept from outside.
 *
 * The exit status, as the owner of a cron job wants it: 0 when the store is looked after, also when that is because another
 * process holds the lease; 1 when something failed, single entries included.
 */
export async function sweep(args: readonly string[], host: Process): Promise<number> {
  const flags = readFlags(args, sweepSpec);
  const wish = wishOf(flags.values);
  const { json } = wish;
  const { settings } = loadSettings({ argv: flags.configuration, env: host.env });
  const logger = await openLog(settings.log);
  // Only a process that stays has a log; the others print what a person wants to know.
  const faults = printedFaults(host, json);
  try {
    const opened = await openStoreByHand(settings, wish.mode === 'stay' ? loggedEvents(logger) : faults);
    try {
      switch (wish.mode) {
        case 'dry-run':
          return await countExpired(opened.store, systemClock.now(), { host, faults, json });
        case 'once':
        case 'all':
          return await sweepOnce(opened, settings.sweeper, { ...wish, host, faults, paced: wish.mode === 'once' });
        case 'stay':
          return await sweepUntilStopped(opened, settings.sweeper, { logger, host });
      }
    } finally {
      await opened.store.close();
    }
  } catch (cause) {
    throw new CommandError(cause instanceof Error ? cause.message : String(cause), EXIT.failed, { cause });
  } finally {
    logger.flush();
  }
}

type Mode = 'once' | 'all' | 'dry-run' | 'stay';

interface Wish {
  readonly mode: Mode;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** @throws CommandError */
function wishOf(values: FlagValues): Wish {
  const modes = (['once', 'all', 'dry-run'] as const).filter((mode) => values[mode] === true);
  const [mode = 'stay', other] = modes;
  // A dry run of one sweep is a dry run; that was always taken.
  const meant = modes.includes('dry-run') ? 'dry-run' : mode;
  if (other !== undefined && meant !== 'dry-run') throw wrongUsage(sweepSpec, '--once and --all exclude each other');
  const json = values['json'] === true;
  if (json && meant === 'stay') throw wrongUsage(sweepSpec, '--json goes with --once, --all or --dry-run');
  return { mode: meant, json, quiet: values['quiet'] === true };
}
