import { buildApp } from '../app/app';
import { openLog } from '../app/log';
import { fileTexts } from '../config/file-texts';
import { loadSettings, type LoadedSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { policiesInForce } from '../config/policies-in-force';
import { watchSettings, type SettingsWatch } from '../config/watch';
import { EXIT } from './exit-status';
import { readFlags } from './flags';
import type { Process } from './process';
import { serveSpec } from './specs/serve';

/** Serves until SIGTERM or SIGINT. */
export async function serve(args: readonly string[], host: Process): Promise<number> {
  const { values, configuration } = readFlags(args, serveSpec);
  const pretty = values['pretty'] === true ? ['--set=log.format=pretty'] : [];
  const source: SettingsSource = { argv: [...configuration, ...pretty], env: host.env };
  let watch: SettingsWatch | undefined;
  // Heard from the beginning: nothing else ends a process that is the first of its container.
  const stopSignal = host.stopSignal(() => watch?.reload());
  const files = fileTexts();
  const loaded = loadSettings(source, files);
  const policies = policiesInForce(loaded, { files });
  const logger = await openLog(loaded.settings.log);
  const app = buildApp(loaded.settings, policies, logger);
  try {
    warn(loaded, policies.warnings);
    const started = await Promise.race([app.start(), stopSignal]);
    if (typeof started !== 'string') watch = follow(started);
    const signal = await stopSignal;
    logger.info('stopping', { event: 'stopping', signal });
    watch?.close();
    await app.stop();
    logger.info('stopped', { event: 'stopped' });
    return EXIT.well;
  } catch (error) {
    logger.error('start failed', { event: 'start-failed', error });
    host.printError(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  } finally {
    logger.flush();
  }

  function follow(at: Awaited<ReturnType<typeof app.start>>): SettingsWatch {
    const watching = watchSettings(source, {
      running: { loaded, policies, files },
      onReload({ of, settings, policies: next, warnings }) {
        app.apply(settings, next);
        app.policyReport.mended(of);
        app.telemetry.reloaded(of, 'applied');
        logger.info(`${of} reloaded`, { event: 'reload', of, warnings });
      },
      onRefused(of, { problems }) {
        app.policyReport.refused(of, problems);
        app.telemetry.reloaded(of, 'refused');
        logger.error(`${of} refused: the old one stays`, { event: 'reload', of, problems });
      },
    });
    logger.info('ready', { event: 'ready', ...at });
    return watching;
  }

  function warn({ warnings, file }: LoadedSettings, ofPod: readonly string[]): void {
    logger.info('starting', { event: 'starting', config: file ?? 'defaults' });
    for (const warning of [...warnings, ...ofPod]) logger.warn(warning, { event: 'config-warning' });
  }
}
