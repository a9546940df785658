import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '../core/errors';
import { readText } from './file';
import { liveChanges } from './live-changes';
import { settingsFrom } from './load';
import { readOverrides, type SettingsSource } from './overrides';
import type { Settings } from './settings';

/** A change comes as a burst of events; the file is read once the first of them is this old (ms). */
const SETTLE_MS = 100;

export interface WatchOptions {
  /** What the process runs with. */
  readonly running: Settings;
  /**
   * A valid change: `settings` are the running ones with all that can change live; `warnings` also name the keys that
   * need a restart.
   */
  readonly onReload: (settings: Settings, warnings: readonly string[]) => void;
  /** The file is wrong or cannot be read; the running settings stay. */
  readonly onRefused: (error: ConfigurationError) => void;
}

export interface SettingsWatch {
  /** Looks at the file now (SIGHUP). Settings that are the same again are no reload. */
  reload(): void;
  close(): void;
}

/**
 * Follows the configuration file, if there is one, also one in a Kubernetes ConfigMap, whose files are symlinks that
 * are switched by renaming `..data` in the same directory. For a symlink that points elsewhere use `reload`.
 */
export function watchSettings(source: SettingsSource, options: WatchOptions): SettingsWatch {
  const { file } = readOverrides(source);
  if (file === undefined) return { reload: () => undefined, close: () => undefined };
  const check = createCheck(source, file, options);
  let timer: NodeJS.Timeout | undefined;
  // Not restarted by later events, so that a file that keeps changing is read all the same; an event after the reading
  // starts a new wait, so the last change is never missed.
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      check('changed');
    }, SETTLE_MS).unref();
  };
  const watcher = openWatcher(dirname(file), soon, options.onRefused);
  // A change between the load and the opening of the watcher made no event.
  soon();
  return {
    reload: () => {
      check('asked');
    },
    close() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

function openWatcher(
  directory: string,
  onEvent: () => void,
  onRefused: (error: ConfigurationError) => void,
): FSWatcher | undefined {
  const unwatched = (error: unknown): void => {
    onRefused(
      new ConfigurationError([
        `${directory}: cannot be watched for changes (${(error as Error).message}); send SIGHUP to reload`,
      ]),
    );
  };
  try {
    return watch(directory, { persistent: false }, onEvent).on('error', unwatched);
  } catch (error) {
    unwatched(error);
    return undefined;
  }
}

/** One look at the file. An unchanged file is not even parsed, unless somebody asked and may want to see its faults. */
function createCheck(source: SettingsSource, file: string, options: WatchOptions): (why: 'changed' | 'asked') => void {
  let running = options.running;
  let seen = running;
  let lastText: string | undefined;
  return (why) => {
    try {
      const text = read(file);
      if (why === 'changed' && text === lastText) return;
      lastText = text;
      const loaded = settingsFrom(source, text);
      if (isDeepStrictEqual(loaded.settings, seen)) return;
      seen = loaded.settings;
      const changes = liveChanges(running, loaded.settings);
      running = changes.settings;
      options.onReload(running, [...loaded.warnings, ...changes.needRestart.map(restartWarning)]);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      options.onRefused(error);
    }
  };
}

function read(file: string): string {
  const read = readText(file);
  if ('problems' in read) throw new ConfigurationError(read.problems);
  return read.text;
}

function restartWarning(key: string): string {
  return `${key} changed: needs a restart; until then the old value stays`;
}
