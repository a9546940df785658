import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '../core/errors';
import { fileTexts, type FileTexts } from './file-texts';
import { liveChanges } from './live-changes';
import { loadSettings, type LoadedSettings } from './load';
import type { SettingsSource } from './overrides';
import { policiesInForce, type PoliciesInForce } from './policies-in-force';
import type { Settings } from './settings';

/** A change comes as a burst of events; the files are read once the first of them is this old (ms). */
const SETTLE_MS = 100;

/** Whose fault or change it is: the configuration with the files that it names, or the pod's annotations. */
export type ConfigurationPart = 'configuration' | 'annotations';

/** What a process runs with. */
export interface Running {
  readonly loaded: LoadedSettings;
  readonly policies: PoliciesInForce;
  /** What was read for it. */
  readonly files: FileTexts;
}

/** A valid change. */
export interface Reload {
  readonly of: ConfigurationPart;
  /** The running ones with all that can change live. */
  readonly settings: Settings;
  readonly policies: PoliciesInForce;
  /** These also name the keys that need a restart. */
  readonly warnings: readonly string[];
}

export interface WatchOptions {
  readonly running: Running;
  readonly onReload: (reload: Reload) => void;
  /** A part is wrong or cannot be read; what runs stays. Told again whenever somebody looks. */
  readonly onRefused: (of: ConfigurationPart, error: ConfigurationError) => void;
}

export interface SettingsWatch {
  /** Looks at the files now (SIGHUP). Settings that are the same again are no reload. */
  reload(): void;
  close(): void;
}

/**
 * Follows the configuration file, the files that it names and the pod's annotations, also those in Kubernetes volumes, whose files are
 * symlinks that are switched by renaming `..data` in the same directory. For a symlink that points elsewhere use `reload`.
 */
export function watchSettings(source: SettingsSource, options: WatchOptions): SettingsWatch {
  const watchers = new Map<string, FSWatcher | undefined>();
  const check = createCheck(source, options);
  let timer: NodeJS.Timeout | undefined;
  // Not restarted by later events, so that a file that keeps changing is read all the same; an event after the reading
  // starts a new wait, so the last change is never missed.
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look('changed');
    }, SETTLE_MS).unref();
  };
  const look = (why: 'changed' | 'asked'): void => {
    const directories = new Set(check(why).map((path) => dirname(path)));
    for (const directory of directories) {
      if (watchers.has(directory)) continue;
      watchers.set(directory, openWatcher(directory, soon, options));
      // A change between the reading and the opening of the watcher made no event.
      soon();
    }
    for (const [directory, watcher] of watchers) {
      if (directories.has(directory)) continue;
      watcher?.close();
      watchers.delete(directory);
    }
  };
  look('changed');
  return {
    reload: () => {
      look('asked');
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher?.close();
    },
  };
}

function openWatcher(
  directory: string,
  onEvent: () => void,
  { onRefused }: Pick<WatchOptions, 'onRefused'>,
): FSWatcher | undefined {
  const unwatched = (error: unknown): void => {
    onRefused(
      'configuration',
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

/** One look at the files; gives their paths. Unchanged ones are not even parsed, unless somebody asked and may want to see the faults. */
function createCheck(
  source: SettingsSource,
  { running, onReload, onRefused }: WatchOptions,
): (why: 'changed' | 'asked') => readonly string[] {
  const refused = new Set<ConfigurationPart>();
  let { loaded, policies, files } = running;
  let { settings } = loaded;

  const refuse = (of: ConfigurationPart, problems: readonly string[]): void => {
    refused.add(of);
    onRefused(of, new ConfigurationError(problems));
  };
  /** Its warnings, when there is something to take over. */
  const reloadConfiguration = (): readonly string[] | undefined => {
    try {
      const next = loadSettings(source, files);
      if (isDeepStrictEqual(next.settings, loaded.settings) && !refused.has('configuration')) return undefined;
      const changes = liveChanges(settings, next.settings);
      ({ settings } = changes);
      loaded = next;
      refused.delete('configuration');
      return [...next.warnings, ...changes.needRestart.map(restartWarning)];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      refuse('configuration', error.problems);
      return undefined;
    }
  };
  const tellOfAnnotations = (before: PoliciesInForce): void => {
    const { pod, warnings } = policies;
    if (pod.problems.length > 0) refuse('annotations', pod.problems);
    else if (refused.delete('annotations') || !isDeepStrictEqual(pod.said, before.pod.said)) {
      onReload({ of: 'annotations', settings, policies, warnings });
    }
  };
  tellOfAnnotations(policies);
  return (why) => {
    if (why === 'changed' && !files.changed()) return files.paths();
    files = fileTexts();
    const warnings = reloadConfiguration();
    const before = policies;
    policies = policiesInForce({ ...loaded, settings }, { before, files });
    if (warnings !== undefined) onReload({ of: 'configuration', settings, policies, warnings });
    tellOfAnnotations(before);
    return files.paths();
  };
}

function restartWarning(key: string): string {
  return `${key} changed: needs a restart; until then the old value stays`;
}
