import { readText } from '../../src/config/file';
import { loadSettings, type LoadedSettings } from '../../src/config/load';
import type { SettingsSource } from '../../src/config/overrides';

const FILE = 'c.yaml';

/** Settings of a configuration file with this text; `undefined`: without a file. */
export function settingsOf(text: string | undefined, source: Partial<SettingsSource> = {}): LoadedSettings {
  const { argv = [], env = {} } = source;
  const file = text === undefined ? [] : ['--config', FILE];
  return loadSettings(
    { argv: [...file, ...argv], env },
    {
      read: (path) => (path === FILE ? { text: text ?? '' } : readText(path)),
      changed: () => false,
      paths: () => [],
    },
  );
}
