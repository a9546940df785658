import { buildApp } from '../app/app';
import { openLog } from '../app/log';
import { loadSettings, type LoadedSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { watchSettings } from '../config/watch';
import type { Process } from './process';

/** Serves until SIGTERM or SIGINT. The exit status: 0 after a clean stop, 1 when the start fails. */
export async function serve(source: SettingsSource, host: Process): Promise<number> {
  const loaded = loadSettings(source);
  const logger = openLog(loaded.settings.log.level);
  const app = buildApp(loaded.settings, logger);
  try {
    warn(loaded);
    const at = await app.start();
    const watch = watchSettings(source, {
      running: loaded.settings,
      onReload(settings, warnings) {
        app.apply(settings);
        app.telemetry.reloaded('applied');
        logger.info('configuration reloaded', { event: 'reload', warnings });
      },
      onRefused(error) {
        app.telemetry.reloaded('refused');
        logger.error('configuration refused: the old one stays', { event: 'reload', problems: error.problems });
      },
    });
    logger.info('ready', { event: 'ready', ...at });
    const signal = await host.stopSignal(() => {
      watch.reload();
    });
    logger.info('stopping', { event: 'stopping', signal });
    watch.close();
    await app.stop();
    logger.info('stopped', { event: 'stopped' });
    return 0;
  } catch (error) {
    logger.error('start failed', { event: 'start-failed', error });
    host.printError(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    logger.flush();
  }

  function warn({ warnings, file }: LoadedSettings): void {
    logger.info('starting', { event: 'starting', config: file ?? 'defaults' });
    for (const warning of warnings) logger.warn(warning, { event: 'config-warning' });
  }
}
